/** What a system claims, and what of it the cases of a run have really met: read from what went over the wire. Pure. */
import type { Step } from '../case/case-schema.ts'
import type { CaseResult, RunResult } from '../runner/result.ts'

export type Claim = {
  readonly name: string
  readonly claimed: readonly string[]
  /** Claimed, and met by no case that was judged. */
  readonly unmet: readonly string[]
}

export function claimsOf({ capabilities, results }: RunResult): readonly Claim[] {
  const judged = results.filter(({ outcome }) => outcome !== 'not applicable' && outcome !== 'errored')
  const sales = judged.flatMap(({ evidence }) => evidence?.sales ?? [])
  const calls = sales.flatMap((sale) => sale.calls)
  const sent = (name: string) => calls.map(({ values }) => values.get(name))
  const rows: readonly (readonly [name: string, claimed: readonly string[], met: readonly (string | undefined)[]])[] = [
    ['Features', capabilities.features, judged.flatMap(featuresOf)],
    ['Currencies', capabilities.currencies, sales.map(({ request }) => request.currency)],
    ['Signatures', capabilities.sign_types, sent('sign_type')],
    ['Charsets', capabilities.charsets, sent('_input_charset')],
  ]
  return rows.map(([name, claimed, met]) => ({ name, claimed, unmet: claimed.filter((one) => !met.includes(one)) }))
}

function featuresOf({ theCase, evidence }: CaseResult): readonly string[] {
  const isNotified = evidence?.sales.some(({ notifications }) => notifications.length > 0) ?? false
  return [...theCase.needs.features, ...theCase.steps.flatMap(featureOf), ...(isNotified ? ['notifications'] : [])]
}

function featureOf(step: Step): readonly string[] {
  if ('parallel' in step) return step.parallel.flatMap(featureOf)
  if ('cancel' in step) return ['cancel']
  if ('kill' in step || 'restart' in step) return ['restart']
  return 'refund' in step ? ['refund'] : []
}
