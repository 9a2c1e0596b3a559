/**
 * Conformance cases in the midst of the load, against the same system and the same partner: in an order that the seed draws,
 * until all have run or the load is over.
 */
import type { Case } from '../../conformance/case/case-schema.ts'
import type { RunParts } from '../../conformance/runner/case-world.ts'
import { isHeavy, runsAlone } from '../../conformance/runner/needs.ts'
import { paymentCodes } from '../../conformance/runner/payment-codes.ts'
import type { CaseResult } from '../../conformance/runner/result.ts'
import { runCases } from '../../conformance/runner/run-cases.ts'
import { type WireIndex, wireIndex } from '../../conformance/runner/wire-index.ts'
import type { PartnerAdmin } from '../../simulator/admin/client/index.ts'
import { fraction } from '../k6/lib/sale.ts'

/** Few: the load is made by k6. */
const atOnce = 8

export type Certifying = Omit<RunParts, 'index' | 'mint'> & {
  readonly seed: string
  /** Of {@link casesBeside}. */
  readonly cases: readonly Case[]
  /** Begins the ids of the load's own payments. */
  readonly loadId: string
  /** What begins afterwards would not be under load. */
  readonly isLoaded: () => boolean
}

export type Certified = {
  readonly results: readonly CaseResult[]
  /** The load was over before they began. */
  readonly left: number
}

export async function certify({ seed, cases, loadId, isLoaded, ...rest }: Certifying): Promise<Certified> {
  const parts = { ...rest, index: indexWithout(rest.side.admin, loadId), mint: paymentCodes(seed) }
  const left = cases.toSorted((a, b) => fraction(`${seed}/${a.id}`) - fraction(`${seed}/${b.id}`))
  const results: CaseResult[] = []
  const worker = async () => {
    while (isLoaded()) {
      const next = left.shift()
      if (next === undefined) return
      const options = { concurrency: 1, strict: false, known: [], onResult: () => undefined }
      results.push(...(await runCases(parts, [next], options)))
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return { results: results.toSorted((a, b) => (a.theCase.id < b.theCase.id ? -1 : 1)), left: left.length }
}

/** Cases that kill the system, move the clock of all or make a load of their own are left out. */
export function casesBeside(cases: readonly Case[]): readonly Case[] {
  return cases.filter((one) => !runsAlone(one) && !isHeavy(one))
}

/** The load's own pays are thousands, and no case asks about them. */
function indexWithout(admin: PartnerAdmin, loadId: string): WireIndex {
  const { exchanges } = admin
  return wireIndex({
    ...admin,
    exchanges: {
      ...exchanges,
      // A pay that waits for its answer is written down when it is answered, behind hundreds that came after it.
      list: async ({ after = 0, ...filter } = {}) =>
        (await exchanges.list({ ...filter, after: Math.max(0, after - 5_000) })).filter(
          ({ partner_trans_id: order }) => !order.startsWith(loadId),
        ),
    },
  })
}
