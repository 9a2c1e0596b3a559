/**
 * The talk with the person at the till during one case: what was asked, what was answered and when, and how long a till that is
 * still waiting is asked again. Knows the step that the runner is at. Source: issue 6 (`manual` adapter).
 */

import type { Clock } from '../../simulator/clock.ts'
import type { CaseBrief } from '../adapter/guide.ts'
import { SutError } from '../adapter/system-under-test.ts'
import type { Step } from '../case/case-schema.ts'
import type { Testimony } from '../verdict/testimony.ts'
import type { Board } from './board.ts'
import type { CardDraft, Given } from './card.ts'
import { endsText, refusalOf } from './instructions.ts'

export type InterviewSettings = {
  readonly board: Board
  readonly clock: Clock
  /** How long a till may take to decide, on the wall clock: "still waiting" is asked again that long. */
  readonly decidesWithinMs: number
}

export type Interview = {
  readonly begin: (brief: CaseBrief) => void
  readonly step: (step: Step) => void
  readonly testimony: () => readonly Testimony[]
  /** @param payment null: the till as a whole. @throws KitError PAUSED */
  readonly ask: (payment: string | null, draft: CardDraft) => Promise<Given>
  /** Asked until the till has decided, or has had the time that it may take. @throws KitError PAUSED */
  readonly untilDecided: (payment: string, draft: CardDraft, again: CardDraft) => Promise<Given>
  /** What the till should show for a payment, as a sentence. */
  readonly expectation: () => string | undefined
  /** What the till should show for a refund. */
  readonly refundExpectation: () => string | undefined
  /** As a program would have refused it. */
  readonly refusal: (what: string, note: string) => SutError
}

const notTaken = 'The till should not take it.'

export function makeInterview({ board, clock, decidesWithinMs }: InterviewSettings): Interview {
  let testimony: Testimony[] = []
  let brief: CaseBrief | undefined
  let step: Step | undefined

  async function ask(payment: string | null, draft: CardDraft): Promise<Given> {
    const given = await board.ask(payment ?? '', draft)
    if (given.kind === 'overtaken') return given
    const { answer, note, operator } = given
    const words = draft.choices.find(({ id }) => id === answer)?.label ?? answer
    const asked = `${draft.title}${draft.amount === undefined ? '' : `: ${draft.amount}`}`
    testimony.push({ at: new Date(clock.now()).toISOString(), operator, asked, answer: words, note, payment })
    return given
  }
  return {
    begin(next) {
      brief = next
      step = undefined
      testimony = []
    },
    step(next) {
      step = next
    },
    testimony: () => testimony,
    ask,
    async untilDecided(payment, draft, again) {
      let given = await ask(payment, draft)
      const until = clock.now() + decidesWithinMs
      const wanted = step !== undefined && 'wait' in step && step.wait.until === 'pending'
      while (!wanted && given.kind === 'answered' && given.answer === 'pending' && clock.now() < until)
        given = await ask(payment, again)
      return given
    },
    expectation() {
      if (refusalOf(step) !== undefined) return notTaken
      if (brief?.ends === undefined) return undefined
      // A step on the way may end otherwise than the whole case.
      const changed = brief.theCase.steps.some((one) => 'cancel' in one || 'refund' in one)
      return `${changed ? 'In the end the' : 'The'} till should show: ${endsText(brief.ends)}.`
    },
    refundExpectation: () => (refusalOf(step) === undefined ? undefined : notTaken),
    refusal: (what, note) =>
      new SutError(refusalOf(step) ?? 'bad_request', { detail: note === '' ? what : `${what} It said: ${note}` }),
  }
}
