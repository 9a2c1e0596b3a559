/**
 * A sale as a story: who asked whom, what came back, what was booked, in order. Calls, notifications and the ledger have
 * their times; what the till asked and was told has none, and stands where the wire explains it at the earliest. Pure.
 */
import { maskIdentityCode } from '../../protocol/identity-code.ts'
import type { Evidence, Sale } from '../verdict/evidence.ts'
import { answerWords, askedWords } from './call-words.ts'
import { isDoneBy, type LedgerEvent, ledgerEvents } from './ledger-events.ts'
import type { Moment } from './moment.ts'
import { withTillTalk } from './till-talk.ts'

export function momentsOf(evidence: Evidence, sale: Sale): readonly Moment[] {
  const { request } = sale
  const code = maskIdentityCode(request.code)
  const asked = { kind: 'asked', at: undefined } as const
  return [
    { ...asked, from: 'customer', to: 'till', words: `shows ${code}` },
    { ...asked, from: 'till', to: 'backend', words: `pay ${request.amount} ${request.currency}` },
    ...withTillTalk(evidence, sale, timedMoments(sale)),
    { kind: 'ended', at: undefined, from: 'gateway', to: 'gateway', words: 'the end of the case' },
  ]
}

/** Those with a time, in its order. */
function timedMoments(sale: Sale): readonly Moment[] {
  const events = ledgerEvents(sale)
  const doneBy = new Map(events.map((event) => [event, sale.calls.find((call) => isDoneBy(call, event))]))
  const calls = sale.calls.map(
    (call): Moment => ({
      kind: 'called',
      at: call.at,
      from: 'backend',
      to: 'gateway',
      words: askedWords(call),
      call,
      answer: answerWords(call),
      booked: events.filter((event) => doneBy.get(event) === call).map(({ words }) => words),
    }),
  )
  const alone = events.filter((event) => doneBy.get(event) === undefined).map(bookedMoment)
  return [...calls, ...alone, ...notifications(sale)].toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0))
}

function bookedMoment({ at, from, words, by }: LedgerEvent): Moment {
  const acted = from === 'customer' ? `confirms on the phone: ${words}` : words
  return { kind: 'booked', at, from, to: from === 'customer' && by === 'pay' ? 'gateway' : from, words: acted }
}

function notifications(sale: Sale): readonly Moment[] {
  return sale.notifications.flatMap(({ attempts, notify_action_type: type, plan }) =>
    attempts.map(
      ({ at, status, said, acknowledged }): Moment => ({
        kind: 'notified',
        at: Date.parse(at.iso),
        from: 'gateway',
        to: 'backend',
        words: `notification ${type}${plan === null ? '' : ` (${plan})`}`,
        answer: {
          words: status === 0 ? `no answer: ${said}` : `HTTP ${status} ${said}`,
          means: acknowledged ? 'acknowledged' : 'not acknowledged: it will come again',
          heard: status !== 0,
        },
      }),
    ),
  )
}
