/**
 * Walks texts and ways for the simplest set of mistakes that makes exactly the signature received.
 * Bounded: the work of one refusal does not grow with what the caller sends. Knows no single mistake.
 */
import type { Candidate, Candidates } from './candidates.ts'
import type { Encoding } from './draft.ts'
import type { Mistake } from './mistake.ts'
import { type Probe, withBytes } from './probe.ts'

export type Recognised = {
  readonly mistakes: readonly Mistake[]
  /** Other mistakes, as many, that make the same signature. */
  readonly alternatives: readonly (readonly Mistake[])[]
  /** What the caller signed, and what is to be shown beside it; `[key]` where the place of the key is the mistake. */
  readonly caller: ShownText
  readonly right: ShownText
}

export type ShownText = { readonly text: string; readonly encoding: Encoding }

export type Search = {
  readonly found: Recognised | undefined
  readonly textsTried: number
  /** Whether it ended before all was tried, as the message is too large. */
  readonly isCut: boolean
}

/** How many bytes are hashed in all before the search gives up; each hash counts for its overhead, too. */
const hashedMost = 6_000_000
const hashOverhead = 500

const alternativesMost = 4

type Round = { readonly texts: () => Iterable<Candidate>; readonly probes: readonly Probe[] }

/**
 * By the number of mistakes, fewest first; what has as many is told as an alternative. Texts with two mistakes come last,
 * with the right key and with the common mistakes of the key in one pass, as making them is what costs.
 */
export function recognise(texts: Candidates, probes: readonly Probe[]): Search {
  const level = (count: number, reach: number) =>
    probes.filter((probe) => probe.mistakes.length === count && probe.reach >= reach)
  const right = () => [texts.right]
  const singles = () => texts.singles
  const stages: readonly (readonly Round[])[] = [
    [{ texts: right, probes: level(0, 0) }],
    [
      { texts: right, probes: level(1, 0) },
      { texts: singles, probes: level(0, 1) },
    ],
    [
      { texts: right, probes: level(2, 0) },
      { texts: singles, probes: level(1, 1) },
    ],
    [{ texts: texts.pairs, probes: [...level(0, 2), ...level(1, 2)] }],
  ]
  const tally = { left: hashedMost, texts: 0 }
  for (const stage of stages) {
    const matches = stage.flatMap((round) => matchesOf(round, tally))
    const found = recognised(texts.right, matches)
    if (found !== undefined) return { found, textsTried: tally.texts, isCut: false }
  }
  return { found: undefined, textsTried: tally.texts, isCut: tally.left <= 0 || texts.isCut() }
}

type Match = { readonly candidate: Candidate; readonly probe: Probe }

function matchesOf({ texts, probes }: Round, tally: { left: number; texts: number }): readonly Match[] {
  const matches: Match[] = []
  if (probes.length === 0) return matches
  for (const candidate of texts()) {
    const text = withBytes(candidate)
    tally.texts++
    for (const probe of probes) {
      if (tally.left <= 0) return matches
      tally.left -= text.bytes.length + hashOverhead
      if (probe.accepts(text)) matches.push({ candidate, probe })
    }
  }
  return matches
}

function recognised(right: Candidate, matches: readonly Match[]): Recognised | undefined {
  const [first] = matches
  if (first === undefined) return undefined
  const [mistakes = [], ...alternatives] = matches.flatMap(({ candidate, probe }) =>
    candidate.explanations.map((explanation) => [...explanation, ...probe.mistakes, ...probe.evident]),
  )
  const { caller, right: beside } = first.probe.shows
  return {
    mistakes,
    alternatives: distinct(mistakes, alternatives).slice(0, alternativesMost),
    caller: { text: caller(first.candidate.text), encoding: first.candidate.encoding },
    right: { text: beside(right.text), encoding: right.encoding },
  }
}

/** Two kinds of one mistake are no alternatives. */
function distinct(
  told: readonly Mistake[],
  alternatives: readonly (readonly Mistake[])[],
): readonly (readonly Mistake[])[] {
  const idsOf = (mistakes: readonly Mistake[]) => mistakes.map(({ id }) => id).join(' ')
  const seen = new Set([idsOf(told)])
  return alternatives.filter((mistakes) => seen.size < seen.add(idsOf(mistakes)).size)
}
