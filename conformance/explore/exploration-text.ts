/** What a person sees of an exploration: how many journeys held, and each finding as a case that can be run again. Pure. */
import type { Replayed } from '../report/replay-command.ts'
import { caseText } from '../report/summary.ts'
import type { CaseResult } from '../runner/result.ts'
import type { Exploration } from './explore.ts'
import type { Found } from './look-closer.ts'

/** @param files where each finding was saved, by its id; `folder` is what `--cases` takes to run it again */
export function explorationText(
  exploration: Exploration,
  { run, folder, files }: { run: Replayed; folder: string; files: ReadonlyMap<string, string> },
): string {
  const { found, flaky, left, results, journeys, stallMs } = exploration
  const blocks = found.map((one) =>
    foundText(one, results, { run: { ...run, casesFolder: folder }, file: files.get(one.theCase.id) ?? '' }),
  )
  const lostNowAndThen = results.filter((result) => result.flaky && result.outcome === 'failed')
  return [
    ...blocks,
    ...lostNowAndThen.map((result) => caseText(result, run)),
    ...[...flaky].map(([rule, count]) => `${journeyWords(count)} broke ${rule} once and held when run again.\n`),
    ...(flaky.size === 0 || stallMs === 0
      ? []
      : [`The machine stood still for up to ${Math.round(stallMs)} ms meanwhile: try a lower --concurrency.\n`]),
    ...(left === 0
      ? []
      : [`${journeyWords(left)} failed in still other ways: mend what was found, and explore again.\n`]),
    `${journeyWords(journeys)}, seed ${run.seed}: ${sumText(exploration)}\n`,
  ].join('')
}

function foundText(
  { theCase, rules, journeys, drawnSteps, tries }: Found,
  results: readonly CaseResult[],
  { run, file }: { run: Replayed; file: string },
): string {
  const result = results.find((one) => one.theCase.id === theCase.id)
  const text = result === undefined ? '' : caseText(result, run).replace(/\n+$/, '')
  return [
    text,
    `  saved ${file}: ${rules[0]} in ${journeyWords(journeys)}, shrunk from ${drawnSteps} to ${theCase.steps.length} steps by ${tries} runs`,
    '',
  ].join('\n')
}

function sumText({ journeys, found, flaky, left, results }: Exploration): string {
  const errored = results.filter(({ outcome }) => outcome === 'errored').length
  const notApplicable = results.filter(({ outcome }) => outcome === 'not applicable').length
  const again = [...flaky.values()].reduce((sum, count) => sum + count, 0)
  const failed = found.reduce((sum, one) => sum + one.journeys, 0) + left
  const parts: readonly (readonly [count: number, words: string])[] = [
    [journeys - failed - again - errored - notApplicable, 'held'],
    [again, 'held when run again'],
    [failed, `failed in ${found.length === 1 ? 'one way' : `${found.length} ways`}`],
    [errored, 'could not be judged'],
    [notApplicable, 'not applicable'],
  ]
  return parts.flatMap(([count, words]) => (count === 0 ? [] : [`${count} ${words}`])).join(', ')
}

function journeyWords(count: number): string {
  return count === 1 ? '1 journey' : `${count} journeys`
}
