/** A load run in words and counts: the same in every report a person reads. Pure. */
import { type DiscrepancyKind, discrepancyKinds } from '../audit/discrepancy.ts'
import {
  type Certification,
  exitCodeOf,
  type FoundDiscrepancy,
  type LoadResult,
  provesNothing,
} from '../load-result.ts'

export type LoadVerdict = {
  readonly kind: 'held' | 'fell-short' | 'not-judged'
  readonly word: string
  readonly sentence: string
}

export function verdictOf(result: LoadResult): LoadVerdict {
  const { audit, measured, certification } = result
  const crossed = measured?.thresholds.filter(({ held }) => !held).length ?? 0
  const failed = certification?.failed ?? 0
  const uneven = audit.reckonings.filter(({ held }) => !held).length
  const code = exitCodeOf(result)
  if (code === 0) {
    const load = measured === undefined ? '' : ' All thresholds held.'
    const certified =
      certification === undefined ? '' : ` Of the cases under load ${certification.passed} passed and none failed.`
    return { kind: 'held', word: 'It held', sentence: `${moneyWords(result)}.${load}${certified}` }
  }
  if (code === 2)
    return {
      kind: 'not-judged',
      word: 'Could not be judged',
      sentence: `${moneyWords(result)}, but ${unjudgedWords(certification)}.`,
    }
  const reasons = [
    ...(audit.discrepancies.length > 0 ? [`${moneyWords(result)}`] : []),
    ...(crossed > 0 ? [`${crossed} of ${measured?.thresholds.length} thresholds were crossed`] : []),
    ...(uneven > 0 ? [`${uneven} counts do not agree`] : []),
    ...(failed > 0 ? [`${casesWords(failed)} failed under load`] : []),
  ]
  const money = audit.discrepancies.length > 0
  return {
    kind: 'fell-short',
    word: money ? 'The money does not add up' : 'It fell short',
    sentence: `${reasons.join('; ')}.`,
  }
}

function unjudgedWords(certification: Certification | undefined): string {
  if (certification === undefined || provesNothing(certification)) return 'no conformance case was judged under load'
  return `${casesWords(certification.errored)} could not be judged under load`
}

function casesWords(number: number): string {
  return `${number} conformance ${number === 1 ? 'case' : 'cases'}`
}

/** `0 lost, 0 phantom, 0 charged twice`, and what else there is. */
export function moneyWords({ audit }: Pick<LoadResult, 'audit'>): string {
  const always: readonly DiscrepancyKind[] = ['lost', 'phantom', 'chargedTwice', 'refundedTwice']
  return tally(audit.discrepancies)
    .filter(({ kind, count }) => count > 0 || always.includes(kind))
    .map(({ count, title }) => `${count} ${title.toLowerCase()}`)
    .join(', ')
}

export type Tally = {
  readonly kind: DiscrepancyKind
  readonly title: string
  readonly meaning: string
  readonly count: number
  readonly amount: number
}

/** Every kind, in its order. */
export function tally(discrepancies: readonly FoundDiscrepancy[]): readonly Tally[] {
  return Object.entries(discrepancyKinds).map(([name, { title, meaning }]) => {
    const kind = name as DiscrepancyKind
    const found = discrepancies.filter((one) => one.kind === kind)
    return { kind, title, meaning, count: found.length, amount: found.reduce((sum, { amount }) => sum + amount, 0) }
  })
}

/** `200`, or `up to 200` where the rate changes on purpose. */
export function askedWords({ rate, isSteady }: Pick<LoadResult, 'rate' | 'isSteady'>): string {
  return isSteady ? count(rate) : `up to ${count(rate)}`
}

/** `310 ms`, `12.3 s`. */
export function spanText(ms: number | undefined): string {
  if (ms === undefined) return '–'
  return ms < 10_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`
}

/** `1 s to 4 s` */
export function gapText({ fromMs, toMs }: { readonly fromMs: number; readonly toMs: number | undefined }): string {
  const seconds = (ms: number) => `${Number((ms / 1_000).toFixed(1))} s`
  if (toMs === undefined) return `over ${seconds(fromMs)}`
  return fromMs === 0 ? `under ${seconds(toMs)}` : `${seconds(fromMs)} to ${seconds(toMs)}`
}

export function count(number: number): string {
  return number.toLocaleString('en-US')
}

/** `12 passed, 1 failed`, and what else became of the conformance cases. */
export function certificationWords({ passed, failed, errored, notApplicable, left }: Certification): string {
  return [
    `${passed} ${passed === 1 ? 'case' : 'cases'} passed, ${failed} failed`,
    ...(errored > 0 ? [`${errored} could not be judged`] : []),
    ...(notApplicable > 0 ? [`${notApplicable} do not apply`] : []),
    ...(left > 0 ? [`${left} had not begun when the load was over`] : []),
  ].join(', ')
}
