/** The exchanges of the journal that somebody means. */
import type { Exchange } from '../journal/exchange.ts'
import type { AdminParts } from './admin-parts.ts'
import { type ExchangeMatch, matches } from './exchange-match.ts'

/** All that match, oldest first. */
export async function selectExchanges(
  { store }: Pick<AdminParts, 'store'>,
  pid: string | undefined,
  match: ExchangeMatch,
  after: number | undefined,
): Promise<readonly Exchange[]> {
  const { service, partner_trans_id: partnerTransId, outcome } = match
  const exchanges = await store.exchanges({
    limit: Number.MAX_SAFE_INTEGER,
    ...(pid !== undefined && { partner: pid }),
    ...(service !== undefined && { service }),
    ...(partnerTransId !== undefined && { partnerTransId }),
    ...(outcome !== undefined && { outcome }),
    ...(after !== undefined && { after }),
  })
  return exchanges.filter((exchange) => matches(exchange, match))
}
