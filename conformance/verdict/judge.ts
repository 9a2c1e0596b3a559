/** The verdict on one case: every rule that applies is asked, each finding named by its rule. Pure. */
import type { Evidence, Finding } from './evidence.ts'
import { rules } from './rules.ts'

export type Violation = Finding & {
  readonly rule: string
  readonly sentence: string
  readonly clause: string
  readonly level: 'must' | 'should'
}

export function judge(evidence: Evidence): readonly Violation[] {
  const { wire, without } = evidence.theCase.expect
  // Behind an integrator stands an acquirer of the kit's own: how that one calls the gateway is not the SUT's business.
  const isOthers = (id: string) => evidence.chain?.role === 'integrator' && id.startsWith('wire/') && !wire.includes(id)
  return rules
    .filter(({ id, on }) => (on === undefined || wire.includes(id)) && !without.includes(id) && !isOthers(id))
    .flatMap(({ id, sentence, clause, level, check }) =>
      check(evidence).map((finding) => ({ ...finding, rule: id, sentence, clause, level })),
    )
}
