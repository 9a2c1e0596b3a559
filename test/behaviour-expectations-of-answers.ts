/** What 03xx comes to, told as in wire-story.ts: answers that do not say whether money has moved, or must not be believed. */
import type { WireStory } from './wire-story.ts'

/** Paid, whatever was heard; asked again, the gateway says so. */
const paidThough = (heard: string): WireStory => ({
  lines: `
    pay      | ${heard}                       | TRADE_SUCCESS
    wait 1 s |                                | TRADE_SUCCESS | payment
    query    | SUCCESS TRADE_SUCCESS, genuine | TRADE_SUCCESS
    pay      | SUCCESS, genuine               | TRADE_SUCCESS
    wait 1 h |                                | TRADE_SUCCESS`,
})

/** However often it is asked, until somebody cancels. */
const neverPaid = (heard: string): WireStory => ({
  lines: `
    3 x pay  | ${heard}                                       | nothing
    query    | FAIL TRADE_NOT_EXIST, genuine                  | nothing
    cancel   | SUCCESS, genuine                               | blocked
    pay      | ${heard}                                       | blocked
    wait 1 h |                                                | blocked`,
})

export const answerStories: Readonly<Record<string, WireStory>> = {
  '0301': paidThough('F SYSTEM_ERROR'),
  '0302': neverPaid('F SYSTEM_ERROR'),
  '0303': paidThough('silence'),
  '0304': neverPaid('silence'),
  '0305': paidThough('ECONNRESET'),
  '0306': neverPaid('ECONNRESET'),
  '0307': paidThough('502 text/html'),
  '0308': paidThough('cut off after 50 %'),
  '0309': paidThough('unreadable: not text in its charset, 512 bytes'),
  '0310': paidThough('SUCCESS, genuine'),
  '0311': paidThough('SUCCESS, signed by nobody'),
  '0312': paidThough('SUCCESS, unsigned'),
  '0313': paidThough('SUCCESS, about another trade, genuine'),
  '0314': paidThough('SUCCESS, in GBK, genuine'),
  '0315': paidThough('unreadable: document type, 10 entities'),
  '0316': paidThough('unreadable: document type, an entity of file:///etc/passwd'),
  '0317': paidThough('50000000 bytes'),
  '0318': paidThough('302 to /moved'),
  '0319': paidThough('SUCCESS, with x_new_field_1 x_new_field_2 x_new_field_3, genuine'),
  '0320': paidThough('an empty body'),
  '0321': {
    lines: `
      pay           | UNKNOW, genuine                 | WAIT_BUYER_PAY
      wait 11.999 s |                                 | WAIT_BUYER_PAY
      query         | SUCCESS WAIT_BUYER_PAY, genuine | WAIT_BUYER_PAY
      wait 0.001 s  |                                 | TRADE_CLOSED by refused
      query         | SUCCESS TRADE_CLOSED, genuine   | TRADE_CLOSED by refused
      wait 1 h      |                                 | TRADE_CLOSED by refused`,
  },
  '0322': {
    lines: `
      2 x pay  | UNKNOW, genuine                 | WAIT_BUYER_PAY
      wait 8 h |                                 | WAIT_BUYER_PAY
      query    | SUCCESS WAIT_BUYER_PAY, genuine | WAIT_BUYER_PAY
      pay      | UNKNOW, genuine                 | WAIT_BUYER_PAY
      cancel   | SUCCESS close, genuine          | TRADE_CLOSED by cancel
      query    | SUCCESS TRADE_CLOSED, genuine   | TRADE_CLOSED by cancel
      wait 1 h |                                 | TRADE_CLOSED by cancel`,
  },
  '0323': {
    // Three minutes on the wire are six seconds here: time enough for the cancel to come first.
    timeScale: 30,
    lines: `
      pay then cancel | FAILED TRADE_HAS_CLOSE, genuine; SUCCESS, genuine | blocked
      query           | FAIL TRADE_NOT_EXIST, genuine                     | blocked
      pay             | FAILED TRADE_HAS_CLOSE, genuine                   | blocked
      wait 1 h        |                                                   | blocked`,
  },
  '0324': paidThough('FAILED SYSTEM_ERROR, genuine'),
  '0325': neverPaid('503 text/html'),
  '0326': {
    // Half a minute on the wire is 30 ms here; on the partner's clock the notification still follows the answer.
    lines: `
      pay       | SUCCESS, genuine               | TRADE_SUCCESS
      wait 30 s |                                | TRADE_SUCCESS
      query     | SUCCESS TRADE_SUCCESS, genuine | TRADE_SUCCESS
      wait 1 s  |                                | TRADE_SUCCESS | payment`,
  },
}
