/**
 * Executes a query: tells what the ledger holds, and changes nothing. Source: query.md §1, §4.
 */
import type { QueryOrder } from '../ledger/order.ts'
import { isBlocked, type TradeKey } from '../store/store.ts'
import { queryFields } from './answer-fields.ts'
import { decideAndCommit, type Execution, type ExecutionParts } from './execution.ts'
import { answered, failed, type Outcome } from './outcome.ts'

export function executeQuery(parts: ExecutionParts, execution: Execution<QueryOrder>): Promise<Outcome> {
  const { dialect } = parts
  return decideAndCommit(parts, execution, keyOf(execution.order), ({ held }) => ({
    outcome:
      held === undefined || isBlocked(held)
        ? failed('query', dialect.queryNotFound, dialect)
        : answered('SUCCESS', queryFields(held, dialect)),
  }))
}

/** `alipay_trans_id` takes precedence. */
function keyOf({ partnerTransId = '', alipayTransId }: QueryOrder): TradeKey {
  return alipayTransId === undefined ? { partnerTransId } : { alipayTransId }
}
