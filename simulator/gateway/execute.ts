/** Step 7, execute: each service by its own file. */
import type { Play } from '../behaviour/behaviour.ts'
import type { Exchange } from '../journal/exchange.ts'
import type { Order } from '../ledger/order.ts'
import type { Partner } from '../partner.ts'
import { executeCancel } from './execute-cancel.ts'
import { executePay } from './execute-pay.ts'
import { executeQuery } from './execute-query.ts'
import { executeRefund } from './execute-refund.ts'
import type { ExecutionParts } from './execution.ts'
import type { Outcome } from './outcome.ts'

type Call = { readonly order: Order; readonly partner: Partner; readonly play: Play; readonly exchange: Exchange }

export function execute(parts: ExecutionParts, { order, ...call }: Call): Promise<Outcome> {
  switch (order.service) {
    case 'pay':
      return executePay(parts, { order, ...call })
    case 'query':
      return executeQuery(parts, { order, ...call })
    case 'cancel':
      return executeCancel(parts, { order, ...call })
    case 'refund':
      return executeRefund(parts, { order, ...call })
  }
}
