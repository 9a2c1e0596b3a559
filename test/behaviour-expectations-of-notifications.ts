/**
 * What 05xx comes to, told as in wire-story.ts: what a receiver is told that acknowledges all that is genuine, and nothing else.
 */
import type { WireStory } from './wire-story.ts'

/** Paid and answered like any sale; a minute later an asynchronous refund, on the payment day. */
const told = (payment: string, refund = ''): WireStory => ({
  lines: `
    pay             | SUCCESS, genuine             | TRADE_SUCCESS
    wait 1 min      |                              | TRADE_SUCCESS | ${payment}
    wait 25 h       |                              | TRADE_SUCCESS
    refund R1 later | SUCCESS, 71.56 back, genuine | TRADE_SUCCESS, R1 waiting
    wait 48 h       |                              | TRADE_SUCCESS, R1 done, 71.56 back | ${refund}`,
})

export const notificationStories: Readonly<Record<string, WireStory>> = {
  '0501': told(''),
  '0502': {
    lines: `
      pay             | SUCCESS, genuine               | TRADE_SUCCESS
      wait 89.999 s   |                                | TRADE_SUCCESS
      query           | SUCCESS TRADE_SUCCESS, genuine | TRADE_SUCCESS
      wait 0.001 s    |                                | TRADE_SUCCESS | payment
      refund R1 later | SUCCESS, 71.56 back, genuine   | TRADE_SUCCESS, R1 waiting
      wait 89.999 s   |                                | TRADE_SUCCESS, R1 done, 71.56 back
      wait 0.001 s    |                                | TRADE_SUCCESS, R1 done, 71.56 back | refund R1
      wait 25 h       |                                | TRADE_SUCCESS, R1 done, 71.56 back`,
  },
  '0503': told('payment, payment (again)', 'refund R1, refund R1 (again)'),
  '0504': told('payment, payment (again) x 9', 'refund R1, refund R1 (again) x 9'),
  '0505': told('payment (not genuine), payment', 'refund R1 (not genuine), refund R1'),
  '0506': {
    // Never acknowledged: sent again by the schedule, signed no better.
    lines: `
      pay       | SUCCESS, genuine | TRADE_SUCCESS
      wait 1 s  |                  | TRADE_SUCCESS | payment (not genuine)
      wait 25 h |                  | TRADE_SUCCESS | payment (not genuine, again) x 7
      wait 25 h |                  | TRADE_SUCCESS`,
  },
  '0507': told('payment (939.25, not genuine), payment (again)', 'refund R1 (910.00, not genuine), refund R1 (again)'),
  '0508': {
    // The refund of a sale overtakes its payment; what nothing overtakes goes out after 30 s; the later of two is not held.
    lines: `
      pay             | SUCCESS, genuine             | TRADE_SUCCESS
      wait 29.999 s   |                              | TRADE_SUCCESS
      wait 0.001 s    |                              | TRADE_SUCCESS                      | payment
      refund R1 later | SUCCESS, 71.56 back, genuine | TRADE_SUCCESS, R1 waiting
      wait 10 s       |                              | TRADE_SUCCESS, R1 done, 71.56 back
      pay T2          | SUCCESS, genuine             | TRADE_SUCCESS
      wait 1 s        |                              | TRADE_SUCCESS, R1 done, 71.56 back | payment T2, refund R1
      wait 25 h       |                              | TRADE_SUCCESS, R1 done, 71.56 back`,
  },
  '0509': {
    clock: 'runs',
    timeScale: 2,
    lines: 'pay | SUCCESS, genuine | TRADE_SUCCESS | payment',
  },
  '0510': {
    // Whole and genuine each time; the receiver acknowledges, and is never quick enough.
    lines: `
      pay       | SUCCESS, genuine | TRADE_SUCCESS
      wait 1 s  |                  | TRADE_SUCCESS | payment
      wait 25 h |                  | TRADE_SUCCESS | payment (again) x 7
      wait 25 h |                  | TRADE_SUCCESS`,
  },
  '0511': told(
    'payment (another partner, not genuine), payment (again)',
    'refund R1 (another partner, not genuine), refund R1 (again)',
  ),
  '0512': {
    lines: `
      pay            | silence                 | TRADE_SUCCESS
      3 x query      | F SYSTEM_ERROR          | TRADE_SUCCESS
      wait 60 s      |                         | TRADE_SUCCESS
      cancel         | SUCCESS refund, genuine | TRADE_CLOSED by cancel, 280.88 back
      wait 59.999 s  |                         | TRADE_CLOSED by cancel, 280.88 back
      wait 0.001 s   |                         | TRADE_CLOSED by cancel, 280.88 back | payment
      wait 25 h      |                         | TRADE_CLOSED by cancel, 280.88 back`,
  },
}
