/** Runs with a person at the till, for tests: the run, its board, and a person who answers by the board alone. */
import type { Case } from '../conformance/case/case-schema.ts'
import { type Board, makeBoard } from '../conformance/manual/board.ts'
import type { Card } from '../conformance/manual/card.ts'
import type { Resume } from '../conformance/resume/resume-file.ts'
import { runConformance } from '../conformance/run-conformance.ts'
import type { RunResult } from '../conformance/runner/result.ts'
import type { Target } from '../conformance/target/target.ts'
import { realClock } from '../simulator/clock.ts'
import { type HandTill, handTill } from './hand-till.ts'

export type ManualRun = { readonly board: Board; readonly run: Promise<RunResult> }

/** A run whose person has not begun yet. */
export function startManualRun(target: Target, cases: readonly Case[], resume?: Resume): ManualRun {
  const board = makeBoard({ target: target.name, cases, ...(resume !== undefined && { done: resume.done }) })
  const run = runConformance({
    target,
    environment: {},
    board,
    cases: resume?.open ?? cases,
    seed: 'test',
    profile: 'ivalidate',
    clock: realClock,
    concurrency: 40,
    strict: false,
    known: [],
    onResult: (result) => resume?.save(result),
  })
  run.catch(() => undefined)
  return { board, run }
}

/** What a person answers to a card; undefined: nothing. */
export type React = (
  card: Card,
  till: HandTill,
) => Promise<{ readonly answer: string; readonly words?: string } | undefined>

/** Rings up what the card shows, on a good till, and says what it says. */
export const honest: React = async ({ code, amount = '', choices }, till) => {
  if (code !== undefined) return till.take(code, amount)
  if (choices.some(({ id }) => id === 'refunded')) return till.refund(amount)
  return { answer: choices.length === 1 ? 'done' : 'paid' }
}

/** Begins, and answers each card once. @returns what was on the cards; lets the till go when the board is over */
export function operate(board: Board, target: Target, react: React = honest): readonly Card[] {
  const cards: Card[] = []
  let till: HandTill | undefined
  const look = () => {
    const { phase, setup } = board.view()
    if (phase.kind === 'welcome') board.start('Ann')
    if (phase.kind === 'paused' || phase.kind === 'finished') till?.close()
    if (phase.kind !== 'card' || cards.some(({ id }) => id === phase.card.id)) return
    const { card } = phase
    cards.push(card)
    till ??= handTill(setup?.gateway ?? '', target.time_scale)
    void react(card, till).then((said) => {
      if (said !== undefined) board.answer({ card: card.id, answer: said.answer, note: said.words ?? '' })
    })
  }
  board.watch(look)
  look()
  return cards
}
