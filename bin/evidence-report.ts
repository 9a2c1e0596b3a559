/** What a person reads of a bundle: whether it holds, what is judged otherwise, what got better or worse. */
import type { Comparison, LoneCase } from '../conformance/evidence/compare-runs.ts'
import type { JudgedAgain } from '../conformance/evidence/judge-again.ts'
import { chainOf, type Manifest } from '../conformance/evidence/manifest.ts'
import type { StoredRun } from '../conformance/evidence/stored-run.ts'
import type { Verification } from '../conformance/evidence/verify-bundle.ts'
import { countOf, type Outcome, type RunResult } from '../conformance/runner/result.ts'
import { printable } from '../protocol/diagnosis/shown.ts'

export function megabytes(bytes: number): string {
  return bytes < 100_000 ? `${(bytes / 1_000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(2)} MB`
}

export function signerText({ key: { fingerprint, origin } }: Manifest): string {
  return origin === 'given'
    ? `signed with ${fingerprint}`
    : `signed with a key made for this run, ${fingerprint}: it shows that nothing was changed, not who made it`
}

const faultsMost = 50

export function verificationText(file: string, { faults, manifest }: Verification, isTrusted: boolean): string {
  if (faults.length > 0) {
    const shown = faults.slice(0, faultsMost).map(({ code, text }) => `  ${code}: ${printable(text)}\n`)
    const more = faults.length > faultsMost ? `  and ${faults.length - faultsMost} more\n` : ''
    return `does not hold: ${file}\n${shown.join('')}${more}`
  }
  if (manifest === undefined) return ''
  const { fingerprint, origin } = manifest.key
  const whose = isTrusted ? `signed with the key given, ${fingerprint}` : signerText(manifest)
  const advice = isTrusted || origin !== 'given' ? '' : '  whether that is the right key, --key PUBLIC.pem finds out\n'
  return `holds: ${file}\n  ${manifest.files.length} files, chain ${chainOf(manifest.files)}\n  ${whose}\n${advice}`
}

/** Who was tested, how, and what came of it. */
export function runLines({ run }: Pick<StoredRun, 'run'>): string {
  const { sutName, target, profile, seed, timeScale, versions, startedAt } = run
  const when = new Date(startedAt).toISOString()
  const facts = `${sutName} (${target}), profile ${profile}, seed ${seed}, time scale ${timeScale}, kit ${versions.kit}, ${when}`
  return `  ${printable(facts)}\n  ${countsText(run)}\n`
}

const outcomes: readonly Outcome[] = ['passed', 'failed', 'errored', 'failed as known', 'not applicable']

function countsText(run: RunResult): string {
  const counts = outcomes.map((outcome) => [countOf(run, outcome), outcome] as const).filter(([count]) => count > 0)
  const cases = run.results.length
  return `${cases} ${cases === 1 ? 'case' : 'cases'}: ${counts.map(([count, outcome]) => `${count} ${outcome}`).join(', ')}`
}

export function judgedText({ run, differences, unrecorded, rules }: JudgedAgain, own: string): string {
  const { kit } = run.versions
  const errored = countOf(run, 'errored')
  return [
    ...(kit === own ? [] : [`recorded by kit ${kit}, judged by the rules of ${own}\n`]),
    ...(rules.gone.length === 0 ? [] : [`rules that are gone: ${printable(rules.gone.join(', '))}\n`]),
    ...(rules.added.length === 0 ? [] : [`rules that are new: ${rules.added.join(', ')}\n`]),
    ...differences.map(({ id, text }) => `OTHERWISE ${id}\n  ${printable(text)}\n`),
    ...unrecorded.map((id) => `NOT RECORDED ${id}: nothing to judge it from\n`),
    ...(errored === 0 ? [] : [`${errored} could not be judged then, and cannot be now\n`]),
    `${countsText(run)}\n`,
    differences.length > 0
      ? `${differences.length} judged otherwise than recorded\n`
      : 'the verdicts are those that were recorded\n',
  ].join('')
}

const headings = { worse: 'WORSE', better: 'BETTER', other: 'OTHER' } as const

const lonesNamed = 3

/** One line, however many there are: two runs of other cases differ in hundreds. Those that failed are named first. */
function lonesText(which: string, lones: readonly LoneCase[]): string {
  if (lones.length === 0) return ''
  const by = Map.groupBy(lones, ({ outcome }) => outcome)
  const shown = [...(by.get('failed') ?? []), ...lones.filter(({ outcome }) => outcome !== 'failed')].slice(
    0,
    lonesNamed,
  )
  const counts = outcomes.flatMap((outcome) => (by.has(outcome) ? [`${by.get(outcome)?.length} ${outcome}`] : []))
  const names = shown.map(({ id }) => printable(id)).join(', ')
  const more = lones.length > shown.length ? ' …' : ''
  return `${lones.length} ${lones.length === 1 ? 'case' : 'cases'} only in the ${which} run (${counts.join(', ')}): ${names}${more}\n`
}

export function comparisonText({ changes, onlyBefore, onlyAfter, rules, conditions, same }: Comparison): string {
  const count = (kind: keyof typeof headings) => changes.filter((change) => change.kind === kind).length
  return [
    ...conditions.map((condition) => `not the same ${printable(condition)}\n`),
    ...(['worse', 'better', 'other'] as const).flatMap((kind) =>
      changes
        .filter((change) => change.kind === kind)
        .map(({ id, text }) => `${headings[kind]} ${id}\n  ${printable(text)}\n`),
    ),
    lonesText('earlier', onlyBefore),
    lonesText('later', onlyAfter),
    ...rules.map(
      ({ rule, before, after }) =>
        `${printable(rule)}: broken in ${before} ${before === 1 ? 'case' : 'cases'} → ${after}\n`,
    ),
    `${count('worse')} worse, ${count('better')} better, ${count('other')} otherwise, ${same} the same\n`,
  ].join('')
}
