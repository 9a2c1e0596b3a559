/**
 * Whether as many exchanges match as somebody expects, and if too few, which came nearest. Pure.
 */
import type { Exchange } from '../journal/exchange.ts'
import { type ExchangeSummary, summarize } from '../journal/exchange-view.ts'
import { compare, type ExchangeMatch, type FieldDifference } from './exchange-match.ts'

/** How many; nothing given: at least one. */
export type ExpectedCount = {
  readonly exactly?: number | undefined
  readonly at_least?: number | undefined
  readonly at_most?: number | undefined
}

export type NearestMiss = {
  readonly exchange: ExchangeSummary
  readonly first_difference: FieldDifference
}

export type Verification = {
  readonly held: boolean
  /** How many match. */
  readonly count: number
  /** Those that match, the newest, oldest first, at most a hundred. */
  readonly matched: readonly ExchangeSummary[]
  /** When too few match: the others, the nearest first, at most five. */
  readonly nearest: readonly NearestMiss[]
}

const matchedMost = 100
const nearestMost = 5

export function verifyCount(
  exchanges: readonly Exchange[],
  match: ExchangeMatch,
  expected: ExpectedCount,
): Verification {
  const compared = exchanges.map((exchange) => ({ exchange, ...compare(exchange, match) }))
  const matched = compared.filter(({ difference }) => difference === undefined)
  const count = matched.length
  const { least, most } = bounds(expected)
  const missed = compared.flatMap(({ exchange, held, difference }) =>
    difference === undefined ? [] : [{ exchange, held, difference }],
  )
  return {
    held: count >= least && count <= most,
    count,
    matched: matched.slice(-matchedMost).map(({ exchange }) => summarize(exchange)),
    nearest:
      count >= least
        ? []
        : missed
            .sort((a, b) => b.held - a.held || b.exchange.id - a.exchange.id)
            .slice(0, nearestMost)
            .map(({ exchange, difference }) => ({ exchange: summarize(exchange), first_difference: difference })),
  }
}

function bounds({ exactly, at_least: atLeast, at_most: atMost }: ExpectedCount): { least: number; most: number } {
  if (exactly !== undefined) return { least: exactly, most: exactly }
  return { least: atLeast ?? (atMost === undefined ? 1 : 0), most: atMost ?? Infinity }
}
