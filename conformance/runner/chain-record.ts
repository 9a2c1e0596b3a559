/** What was seen around a relay in one case: of the whole run only what concerns its payments. */
import { maskIdentityCode } from '../../protocol/identity-code.ts'
import type { Chain } from '../chain/chain.ts'
import type { ChainSeen, HeardResult } from '../verdict/chain-seen.ts'
import { isTaken } from '../verdict/hop-questions.ts'
import { type CaseWorld, settleMs, until } from './case-world.ts'
import { heardNow } from './chain-steps.ts'
import { lastTold, type SaleState } from './sale-state.ts'

/** Waits until every end that was told by an answer was told by the agreed method, too; what never comes is for a rule to tell. */
export async function chainSeen(world: CaseWorld, chain: Chain): Promise<ChainSeen> {
  const sales = [...world.sales.values()]
  if (!world.theCase.expect.without.includes('hop/told'))
    await until(world, async () => isAllHeard(sales, await heardNow(chain)) || undefined, settleMs(world))
  const ids = new Set(sales.map(({ request }) => request.payment_id))
  const codes = sales.map(({ request }) => request.code)
  const handedOn = new Set(codes.flatMap((code) => [...(chain.next?.idsOf(code) ?? [])]))
  const masked = new Set(codes.map(maskIdentityCode))
  return {
    role: chain.role,
    merchants: chain.merchants,
    heard: chain.heard().filter(({ payment_id: id }) => ids.has(id)),
    answers: world.answers,
    next: chain
      .calls()
      .filter(({ payment_id: id, code }) => handedOn.has(id) || (code !== undefined && masked.has(code))),
  }
}

function isAllHeard(sales: readonly SaleState[], heard: readonly HeardResult[]): boolean {
  return sales.every((sale) => {
    const { request, refused, refunds, by } = sale
    const told = lastTold(sale)
    const own = heard.filter((one) => one.payment_id === request.payment_id && one.merchant === by && isTaken(one))
    const isTold =
      refused || told === undefined || told.status === 'pending' || own.some(({ status }) => status === told.status)
    return (
      isTold &&
      [...refunds.values()].every(
        ({ told: refund }) =>
          refund === undefined ||
          refund.status === 'pending' ||
          own.some(({ refund_id: id, refund_status: status }) => id === refund.refund_id && status === refund.status),
      )
    )
  })
}
