/** The certification in the midst of a load, as a report needs it. Pure. */
import { currencyOf, findingText } from '../../conformance/report/witness-words.ts'
import type { CaseResult } from '../../conformance/runner/result.ts'
import type { Certification, CertifiedCase } from '../load-result.ts'
import type { Certified } from './certify.ts'

export function certificationOf({ results, left }: Certified): Certification {
  const count = (outcome: CaseResult['outcome']) => results.filter((result) => result.outcome === outcome).length
  return {
    passed: count('passed'),
    failed: count('failed'),
    errored: count('errored'),
    notApplicable: count('not applicable'),
    left,
    cases: results.map(caseOf),
  }
}

function caseOf(result: CaseResult): CertifiedCase {
  const { theCase, outcome } = result
  const why = result.why ?? brokenWords(result)
  return { id: theCase.id, outcome, ...(why !== undefined && { why }) }
}

/** The first rule that it broke, in whole, and the names of the others. */
function brokenWords({ violations, evidence }: CaseResult): string | undefined {
  const [first] = violations
  if (first === undefined) return undefined
  const others = [...new Set(violations.map(({ rule }) => rule))].filter((rule) => rule !== first.rule)
  const more = others.length === 0 ? '' : `; and ${others.join(', ')}`
  return `${first.rule}: ${findingText(first.text, currencyOf(evidence))}${more}`
}
