/** The certification in the midst of a load, as a report needs it. Pure. */
import type { CaseResult } from '../../conformance/runner/result.ts'
import type { Certification } from '../load-result.ts'
import type { Certified } from './certify.ts'

export function certificationOf({ results, left }: Certified): Certification {
  const count = (outcome: CaseResult['outcome']) => results.filter((result) => result.outcome === outcome).length
  return {
    passed: count('passed'),
    failed: count('failed'),
    errored: count('errored'),
    notApplicable: count('not applicable'),
    left,
    failures: results
      .filter(({ outcome }) => outcome === 'failed' || outcome === 'errored')
      .map(({ theCase: { id }, outcome, why, violations }) => ({
        ...{ id, outcome },
        why: why ?? [...new Set(violations.map(({ rule }) => rule))].join(', '),
      })),
  }
}
