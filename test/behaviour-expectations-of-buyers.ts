/** What 00xx and 01xx come to, told as in wire-story.ts: the plain sale, and the buyer with the phone. */
import type { WireStory } from './wire-story.ts'

export const buyerStories: Readonly<Record<string, WireStory>> = {
  '0000': {
    lines: `
      pay      | SUCCESS, genuine               | TRADE_SUCCESS
      pay      | SUCCESS, genuine               | TRADE_SUCCESS
      wait 1 s |                                | TRADE_SUCCESS | payment
      query    | SUCCESS TRADE_SUCCESS, genuine | TRADE_SUCCESS
      wait 1 h |                                | TRADE_SUCCESS`,
  },
  '0101': {
    lines: `
      pay           | UNKNOW, genuine                 | WAIT_BUYER_PAY
      wait 4.999 s  |                                 | WAIT_BUYER_PAY
      query         | SUCCESS WAIT_BUYER_PAY, genuine | WAIT_BUYER_PAY
      wait 0.001 s  |                                 | TRADE_SUCCESS | payment
      query         | SUCCESS TRADE_SUCCESS, genuine  | TRADE_SUCCESS
      pay           | SUCCESS, genuine                | TRADE_SUCCESS`,
  },
  '0102': {
    lines: `
      pay           | UNKNOW, genuine                | WAIT_BUYER_PAY
      wait 19.999 s |                                | WAIT_BUYER_PAY
      wait 0.001 s  |                                | TRADE_SUCCESS | payment
      query         | SUCCESS TRADE_SUCCESS, genuine | TRADE_SUCCESS`,
  },
  '0103': {
    lines: `
      pay            | UNKNOW, genuine                 | WAIT_BUYER_PAY
      wait 179.999 s |                                 | WAIT_BUYER_PAY
      query          | SUCCESS WAIT_BUYER_PAY, genuine | WAIT_BUYER_PAY
      wait 0.001 s   |                                 | TRADE_CLOSED by expiry
      query          | SUCCESS TRADE_CLOSED, genuine   | TRADE_CLOSED by expiry
      cancel         | SUCCESS, genuine                | TRADE_CLOSED by expiry
      wait 1 h       |                                 | TRADE_CLOSED by expiry`,
  },
  '0104': {
    lines: `
      pay          | UNKNOW, genuine                  | WAIT_BUYER_PAY
      wait 4.999 s |                                  | WAIT_BUYER_PAY
      wait 0.001 s |                                  | TRADE_CLOSED by refused
      query        | SUCCESS TRADE_CLOSED, genuine    | TRADE_CLOSED by refused
      pay          | FAILED TRADE_HAS_CLOSE, genuine  | TRADE_CLOSED by refused
      wait 1 h     |                                  | TRADE_CLOSED by refused`,
  },
  '0105': {
    lines: `
      pay           | UNKNOW, genuine               | WAIT_BUYER_PAY
      wait 14.999 s |                               | WAIT_BUYER_PAY
      wait 0.001 s  |                               | TRADE_CLOSED by refused
      query         | SUCCESS TRADE_CLOSED, genuine | TRADE_CLOSED by refused`,
  },
  '0106': {
    lines: `
      pay      | UNKNOW, genuine                             | WAIT_BUYER_PAY
      wait 30 s |                                            | WAIT_BUYER_PAY
      query    | SUCCESS WAIT_BUYER_PAY, genuine             | WAIT_BUYER_PAY
      cancel   | SUCCESS refund, genuine                     | TRADE_CLOSED by cancel, 280.88 back
      cancel   | SUCCESS, genuine                            | TRADE_CLOSED by cancel, 280.88 back
      wait 1 s |                                             | TRADE_CLOSED by cancel, 280.88 back | payment
      query    | SUCCESS TRADE_CLOSED, 280.88 back, genuine  | TRADE_CLOSED by cancel, 280.88 back`,
  },
  '0107': {
    lines: `
      pay          | UNKNOW, genuine                 | WAIT_BUYER_PAY
      wait 178 s   |                                 | WAIT_BUYER_PAY
      query        | SUCCESS WAIT_BUYER_PAY, genuine | WAIT_BUYER_PAY
      wait 2 s     |                                 | TRADE_SUCCESS | payment
      query        | SUCCESS TRADE_SUCCESS, genuine  | TRADE_SUCCESS
      cancel       | SUCCESS refund, genuine         | TRADE_CLOSED by cancel, 280.88 back`,
  },
  '0108': {
    lines: `
      pay          | UNKNOW, genuine               | WAIT_BUYER_PAY
      wait 7.999 s |                               | WAIT_BUYER_PAY
      wait 0.001 s |                               | TRADE_CLOSED by refused
      query        | SUCCESS TRADE_CLOSED, genuine | TRADE_CLOSED by refused`,
  },
}
