/**
 * The board between the kit and the person at the till: the kit puts cards on it and waits, a page or a terminal shows it and
 * brings the answers. One card is up at a time. Knows no screen, no clock and no till.
 */
import type { Case } from '../case/case-schema.ts'
import { KitError } from '../kit-error.ts'
import type { CaseResult } from '../runner/result.ts'
import type { BoardRefusal, BoardView, Phase, Setup } from './board-view.ts'
import type { Card, CardDraft, Given } from './card.ts'

export type Sent = { readonly card: string; readonly answer: string; readonly note: string }

export type Board = {
  readonly view: () => BoardView
  /** Told after each change. @returns takes the listener off again */
  readonly watch: (listener: () => void) => () => void

  /** The person's side; undefined when it was taken. */
  readonly start: (operator: string) => BoardRefusal | undefined
  readonly answer: (sent: Sent) => BoardRefusal | undefined
  /** The case under way is given up; whoever waits on the board is told `PAUSED`. */
  readonly pause: () => void

  /** The kit's side. */
  readonly open: (setup: Setup) => void
  /** Resolves when the operator has begun. @throws KitError PAUSED */
  readonly begin: (theCase: Case) => Promise<void>
  readonly end: (result: CaseResult) => void
  /** Queues behind the cards of others. @throws KitError PAUSED */
  readonly ask: (about: string, draft: CardDraft) => Promise<Given>
  /** The cards about this, or all, are overtaken. */
  readonly withdraw: (about?: string) => void
  readonly markSeen: (about: string) => void
  readonly finish: () => void
  readonly isPaused: () => boolean
}

export type BoardSettings = {
  readonly target: string
  readonly cases: readonly Case[]
  /** Of earlier sittings. */
  readonly done?: readonly CaseResult[]
  /** Known beforehand; otherwise it is asked for. */
  readonly operator?: string | undefined
}

type Waiting = {
  readonly about: string
  readonly card: Card
  readonly resolve: (given: Given) => void
  readonly reject: (error: KitError) => void
}

/** Longer notes are cut: they go into the evidence. */
const noteMost = 2_000
const nameMost = 100

export function makeBoard({ target, cases, done = [], operator: known = '' }: BoardSettings): Board {
  const outcomes = new Map(done.map(({ theCase, outcome }) => [theCase.id, outcome]))
  const listeners = new Set<() => void>()
  const begun = Promise.withResolvers<void>()
  // Nobody may be waiting when it is paused.
  begun.promise.catch(() => undefined)
  let queue: readonly Waiting[] = []
  let operator = known.trim().slice(0, nameMost)
  let state: 'starting' | 'welcome' | 'running' | 'paused' | 'finished' = 'starting'
  let [setup, current, last]: [Setup?, Case?, CaseResult?] = []
  let lastId = 0

  const tell = () => {
    for (const listener of listeners) listener()
  }
  const paused = () => new KitError('PAUSED', { detail: `Paused after ${outcomes.size} of ${cases.length} cases.` })
  const takeOff = (isMeant: (waiting: Waiting) => boolean): readonly Waiting[] => {
    const off = queue.filter(isMeant)
    queue = queue.filter((waiting) => !isMeant(waiting))
    return off
  }
  const phase = (): Phase => {
    if (state !== 'running') return { kind: state }
    const [first] = queue
    return first === undefined ? { kind: 'busy' } : { kind: 'card', card: first.card }
  }
  return {
    view: () => ({
      target,
      setup,
      operator,
      phase: phase(),
      lines: cases.map((theCase) => ({ theCase, outcome: outcomes.get(theCase.id) })),
      current,
      last,
    }),
    watch(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    start(name) {
      if (state === 'running') return undefined
      if (state !== 'welcome') return 'NOT_NOW'
      const given = name.trim().slice(0, nameMost)
      if (given === '') return 'NO_OPERATOR'
      operator = given
      state = 'running'
      begun.resolve()
      tell()
      return undefined
    },
    answer({ card: id, answer, note }) {
      if (state !== 'running') return 'NOT_NOW'
      const waiting = queue.find(({ card }) => card.id === id)
      if (waiting === undefined) return 'ALREADY_ANSWERED'
      const choice = waiting.card.choices.find((one) => one.id === answer)
      if (choice === undefined) return 'UNKNOWN_ANSWER'
      takeOff((one) => one === waiting)
      waiting.resolve({ kind: 'answered', answer: choice.id, note: note.trim().slice(0, noteMost), operator })
      tell()
      return undefined
    },
    pause() {
      if (state === 'paused' || state === 'finished') return
      state = 'paused'
      begun.reject(paused())
      for (const { reject } of takeOff(() => true)) reject(paused())
      tell()
    },
    open(given) {
      setup = given
      if (state === 'starting') state = 'welcome'
      tell()
    },
    async begin(theCase) {
      await begun.promise
      if (state === 'paused') throw paused()
      current = theCase
      tell()
    },
    end(result) {
      outcomes.set(result.theCase.id, result.outcome)
      last = result
      current = undefined
      tell()
    },
    ask(about, draft) {
      if (state === 'paused') return Promise.reject(paused())
      lastId += 1
      const card: Card = { ...draft, id: String(lastId), seen: false }
      return new Promise((resolve, reject) => {
        queue = [...queue, { about, card, resolve, reject }]
        tell()
      })
    },
    withdraw(about) {
      for (const { resolve } of takeOff((one) => about === undefined || one.about === about))
        resolve({ kind: 'overtaken' })
      tell()
    },
    markSeen(about) {
      queue = queue.map((one) =>
        one.about === about && one.card.code !== undefined ? { ...one, card: { ...one.card, seen: true } } : one,
      )
      tell()
    },
    finish() {
      if (state !== 'paused') state = 'finished'
      takeOff(() => true)
      tell()
    },
    isPaused: () => state === 'paused',
  }
}
