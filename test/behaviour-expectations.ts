/**
 * What each behaviour that ships comes to on the wire, in the ledger and at a receiver of notifications. A table: 02xx by the
 * promise of its own sentence in the manual, 06xx one story for all, the others a story each.
 */
import type { Behaviour } from '../simulator/behaviour/behaviour.ts'
import { answerStories } from './behaviour-expectations-of-answers.ts'
import { buyerStories } from './behaviour-expectations-of-buyers.ts'
import { followUpStories } from './behaviour-expectations-of-follow-ups.ts'
import { notificationStories } from './behaviour-expectations-of-notifications.ts'
import type { WireStory } from './wire-story.ts'

const refused = (heard: string): WireStory => ({
  lines: `
    2 x pay  | ${heard}                      | nothing
    query    | FAIL TRADE_NOT_EXIST, genuine | nothing
    wait 1 h |                               | nothing`,
})

const refusalStories: Readonly<Record<string, WireStory>> = {
  '0201': refused('FAILED SYSTEM_ERROR, genuine'),
  '0225': {
    lines: `
      pay      | FAILED TRADE_HAS_SUCCESS, genuine | TRADE_SUCCESS
      pay      | SUCCESS, genuine                  | TRADE_SUCCESS
      wait 1 s |                                   | TRADE_SUCCESS | payment
      query    | SUCCESS TRADE_SUCCESS, genuine    | TRADE_SUCCESS`,
  },
}

const latencyStory: WireStory = {
  lines: `
    pay        | SUCCESS, genuine                           | TRADE_SUCCESS
    wait 5 min |                                            | TRADE_SUCCESS | payment
    2 x query  | SUCCESS TRADE_SUCCESS, genuine             | TRADE_SUCCESS
    refund R1  | SUCCESS, 71.56 back, genuine               | TRADE_SUCCESS, R1 done, 71.56 back
    cancel     | FAIL REASON_TRADE_REFUND_FEE_ERR, genuine  | TRADE_SUCCESS, R1 done, 71.56 back`,
}

const stories = { ...buyerStories, ...refusalStories, ...answerStories, ...followUpStories, ...notificationStories }

/** Those told one by one. */
export const toldNumbers: readonly string[] = Object.keys(stories)

/** Undefined when nobody has said what is to come. */
export function expectationOf({ id, does }: Pick<Behaviour, 'id' | 'does'>): WireStory | undefined {
  const [, code, level] =
    /^Refuses the \w+ with (\w+): (FAILED, signed|is_success F, unsigned); nothing is booked\.$/.exec(does) ?? []
  if (id.startsWith('06')) return latencyStory
  if (code === undefined) return stories[id]
  return refused(level === 'FAILED, signed' ? `FAILED ${code}, genuine` : `F ${code}`)
}
