/** A trade of a known buyer, for tests of the wallet: USD 39.25 at a shop, CNY 280.88. */
import type { Instant } from '../../../protocol/beijing-time.ts'
import { money } from '../../../protocol/money.ts'
import { globalDialect } from '../../dialect/dialect.ts'
import type { PayOrder } from '../../ledger/order.ts'
import { type Opening, openTrade } from '../../ledger/payment.ts'
import type { Buyer, Trade } from '../../ledger/trade.ts'

export type Sale = Partial<Pick<Opening, 'state' | 'closesAfterMs'>> & {
  readonly storeName?: string
  readonly at?: Instant
}

export function saleTo(
  buyer: Buyer,
  partnerTransId: string,
  { storeName = 'Demo Cafe', at = 0, state = 'paid', ...opening }: Sale = {},
): Trade {
  const order: PayOrder = {
    service: 'pay',
    partner: '2088101122334455',
    partnerTransId,
    subject: 'Coffee',
    price: money(3_925, 'USD'),
    settlementCurrency: 'USD',
    identityCode: '287654321098765432',
    shop: { storeName },
  }
  return openTrade(
    order,
    { alipayTransId: `A${partnerTransId}`, buyer, at, behaviour: 'default', state, ...opening },
    globalDialect,
  )
}
