/**
 * Some payments before the load: a program that is met cold by two hundred payments a second is slow for as long as it takes to
 * load and to compile itself, and no shop opens like that. They are not of the run, and not audited.
 */
import type { SystemUnderTest } from '../../conformance/adapter/system-under-test.ts'
import { maskIdentityCode } from '../../protocol/identity-code.ts'
import { markOf } from '../audit/facts.ts'
import { decimal, nthSale, type SaleSettings } from '../k6/lib/sale.ts'

/** Below every amount of a run, so that nothing of the run is taken for them. */
const amount = 123
const atOnce = 10
const roundsMost = 12

export type WarmUp = { readonly rate: number; readonly currency: string; readonly sales: SaleSettings }

/** @returns the marks of its payments. What does not work here will not work under load either, and is told there. */
export async function warmUp(
  sut: Pick<SystemUnderTest, 'pay'>,
  { rate, currency, sales }: WarmUp,
): Promise<ReadonlySet<string>> {
  const plain: SaleSettings = { ...sales, runId: `${sales.runId}w`, percent: { '0000': 100 } }
  const rounds = Math.min(Math.ceil(rate / 20), roundsMost)
  const codes = Array.from({ length: rounds * atOnce }, (_, n) => nthSale(plain, n))
  for (let round = 0; round < rounds; round++) {
    const some = codes.slice(round * atOnce, (round + 1) * atOnce)
    await Promise.allSettled(
      some.map(({ paymentId, code }) =>
        sut.pay({ payment_id: paymentId, code, amount: decimal(amount, plain.decimals), currency }),
      ),
    )
  }
  return new Set(codes.map(({ code }) => markOf(maskIdentityCode(code), amount)))
}
