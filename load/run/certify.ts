/** Conformance cases in the midst of the load, against the same system and the same partner. */
import type { Case } from '../../conformance/case/case-schema.ts'
import type { RunParts } from '../../conformance/runner/case-world.ts'
import { isHeavy, runsAlone } from '../../conformance/runner/needs.ts'
import { paymentCodes } from '../../conformance/runner/payment-codes.ts'
import type { CaseResult } from '../../conformance/runner/result.ts'
import { runCases } from '../../conformance/runner/run-cases.ts'
import { type WireIndex, wireIndex } from '../../conformance/runner/wire-index.ts'
import type { PartnerAdmin } from '../../simulator/admin/client/index.ts'

/** Few: the load is made by k6. */
const atOnce = 4

export type Certifying = Omit<RunParts, 'index' | 'mint'> & {
  readonly seed: string
  readonly cases: readonly Case[]
  /** Begins the ids of the load's own payments. */
  readonly loadId: string
}

export function certify({ seed, cases, loadId, ...parts }: Certifying): Promise<readonly CaseResult[]> {
  const index = indexWithout(parts.side.admin, loadId)
  return runCases({ ...parts, index, mint: paymentCodes(seed) }, casesBeside(cases), {
    concurrency: atOnce,
    strict: false,
    known: [],
    onResult: () => undefined,
  })
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
