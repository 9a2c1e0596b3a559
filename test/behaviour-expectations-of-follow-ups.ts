/** What 04xx comes to, told as in wire-story.ts: query, cancel and refund misbehave. */
import type { WireStory } from './wire-story.ts'

/** A payment that was taken and not answered, and its notification; then queries as told, n times, then the truth. */
const queriesAfterSilence = (queries: string): WireStory => ({
  lines: `
    pay       | silence                                                        | TRADE_SUCCESS
    wait 5 s  |                                                                | TRADE_SUCCESS | payment
    ${queries} | TRADE_SUCCESS
    2 x query | SUCCESS TRADE_SUCCESS, genuine                                 | TRADE_SUCCESS
    cancel    | SUCCESS refund, genuine                                        | TRADE_CLOSED by cancel, 280.88 back
    wait 1 h  |                                                                | TRADE_CLOSED by cancel, 280.88 back`,
})

/** Queries never tell; the cancel gives the money back. */
const onlyTheCancelHelps = (query: string): WireStory => ({
  lines: `
    pay       | silence                 | TRADE_SUCCESS
    wait 5 s  |                         | TRADE_SUCCESS | payment
    6 x query | ${query}                | TRADE_SUCCESS
    cancel    | SUCCESS refund, genuine | TRADE_CLOSED by cancel, 280.88 back
    query     | ${query}                | TRADE_CLOSED by cancel, 280.88 back
    wait 1 h  |                         | TRADE_CLOSED by cancel, 280.88 back`,
})

/** Nobody enters the password, and the cancel is executed, whatever is heard of it first. */
const closedThough = (heard: string): WireStory => ({
  lines: `
    pay       | UNKNOW, genuine               | WAIT_BUYER_PAY
    cancel    | ${heard}                      | TRADE_CLOSED by cancel
    2 x cancel | SUCCESS, genuine              | TRADE_CLOSED by cancel
    query     | SUCCESS TRADE_CLOSED, genuine | TRADE_CLOSED by cancel
    wait 1 h  |                               | TRADE_CLOSED by cancel`,
})

/** The money stays with the merchant, however often a cancel is sent. */
const neverCancelled = (query: string, cancel: string): WireStory => ({
  lines: `
    pay        | silence   | TRADE_SUCCESS
    wait 5 s   |           | TRADE_SUCCESS | payment
    3 x query  | ${query}  | TRADE_SUCCESS
    6 x cancel | ${cancel} | TRADE_SUCCESS
    query      | ${query}  | TRADE_SUCCESS
    wait 1 h   |           | TRADE_SUCCESS`,
})

const neverRefunded = (heard: string): WireStory => ({
  lines: `
    pay           | SUCCESS, genuine               | TRADE_SUCCESS
    wait 1 s      |                                | TRADE_SUCCESS | payment
    3 x refund R1 | ${heard}                       | TRADE_SUCCESS
    refund R2     | ${heard}                       | TRADE_SUCCESS
    query         | SUCCESS TRADE_SUCCESS, genuine | TRADE_SUCCESS
    wait 24 h     |                                | TRADE_SUCCESS`,
})

/** The refund is done, whatever is heard of it first; its repeat moves nothing. */
const refundedThough = (heard: string): WireStory => ({
  lines: `
    pay           | SUCCESS, genuine                           | TRADE_SUCCESS
    wait 1 s      |                                            | TRADE_SUCCESS | payment
    refund R1     | ${heard}                                   | TRADE_SUCCESS, R1 done, 71.56 back
    2 x refund R1 | SUCCESS, 71.56 back, genuine               | TRADE_SUCCESS, R1 done, 71.56 back
    query         | SUCCESS TRADE_SUCCESS, 71.56 back, genuine | TRADE_SUCCESS, R1 done, 71.56 back
    wait 24 h     |                                            | TRADE_SUCCESS, R1 done, 71.56 back`,
})

const refundedAfter = (attempts: string): WireStory => ({
  lines: `
    pay       | SUCCESS, genuine             | TRADE_SUCCESS
    wait 1 s  |                              | TRADE_SUCCESS | payment
    ${attempts} | TRADE_SUCCESS
    refund R1 | SUCCESS, 71.56 back, genuine | TRADE_SUCCESS, R1 done, 71.56 back
    wait 24 h |                              | TRADE_SUCCESS, R1 done, 71.56 back`,
})

export const followUpStories: Readonly<Record<string, WireStory>> = {
  '0401': queriesAfterSilence('2 x query | FAIL TRADE_NOT_EXIST, genuine'),
  '0402': queriesAfterSilence('3 x query | F SYSTEM_ERROR'),
  '0403': queriesAfterSilence('3 x query | FAIL SYSTEM_ERROR, genuine'),
  '0404': onlyTheCancelHelps('silence'),
  '0405': queriesAfterSilence('2 x query | silence'),
  '0406': {
    lines: `
      pay      | UNKNOW, genuine                 | WAIT_BUYER_PAY
      query    | SUCCESS WAIT_BUYER_PAY, genuine | WAIT_BUYER_PAY
      wait 5 s |                                 | TRADE_SUCCESS | payment
      2 x query | SUCCESS TRADE_SUCCESS, genuine | TRADE_SUCCESS
      wait 1 h |                                 | TRADE_SUCCESS`,
  },
  '0407': queriesAfterSilence('2 x query | SUCCESS TRADE_SUCCESS, signed by nobody'),
  '0408': onlyTheCancelHelps('FAIL TRADE_NOT_EXIST, genuine'),
  '0409': queriesAfterSilence('query | SUCCESS TRADE_SUCCESS, about another trade, genuine'),
  '0411': {
    lines: `
      pay        | UNKNOW, genuine                   | WAIT_BUYER_PAY
      2 x cancel | FAIL SYSTEM_ERROR, retry, genuine | WAIT_BUYER_PAY
      query      | SUCCESS WAIT_BUYER_PAY, genuine   | WAIT_BUYER_PAY
      cancel     | SUCCESS close, genuine            | TRADE_CLOSED by cancel
      cancel     | SUCCESS, genuine                  | TRADE_CLOSED by cancel
      wait 1 h   |                                   | TRADE_CLOSED by cancel`,
  },
  '0412': neverCancelled('F SYSTEM_ERROR', 'FAIL SYSTEM_ERROR, retry, genuine'),
  '0413': neverCancelled('F SYSTEM_ERROR', 'FAIL REASON_TRADE_BEEN_FREEZEN, genuine'),
  '0414': closedThough('silence'),
  '0415': {
    lines: `
      pay        | silence          | TRADE_SUCCESS
      wait 5 s   |                  | TRADE_SUCCESS | payment
      3 x query  | F SYSTEM_ERROR   | TRADE_SUCCESS
      cancel     | F SYSTEM_ERROR   | TRADE_CLOSED by cancel, 280.88 back
      2 x cancel | SUCCESS, genuine | TRADE_CLOSED by cancel, 280.88 back
      wait 1 h   |                  | TRADE_CLOSED by cancel, 280.88 back`,
  },
  '0416': {
    lines: `
      pay         | silence                              | TRADE_SUCCESS
      wait 5 s    |                                      | TRADE_SUCCESS | payment
      10 x query  | F SYSTEM_ERROR                       | TRADE_SUCCESS
      3 x cancel  | FAIL TRADE_CANCEL_TIME_OUT, genuine  | TRADE_SUCCESS
      2 x query   | SUCCESS TRADE_SUCCESS, genuine       | TRADE_SUCCESS
      refund R1   | SUCCESS, 71.56 back, genuine         | TRADE_SUCCESS, R1 done, 71.56 back`,
  },
  '0417': {
    lines: `
      pay        | silence                                       | TRADE_SUCCESS
      wait 5 s   |                                               | TRADE_SUCCESS | payment
      3 x query  | F SYSTEM_ERROR                                | TRADE_SUCCESS
      3 x cancel | FAIL SELLER_BALANCE_NOT_ENOUGH, retry, genuine | TRADE_SUCCESS
      cancel     | SUCCESS refund, genuine                       | TRADE_CLOSED by cancel, 280.88 back
      query      | F SYSTEM_ERROR                                | TRADE_CLOSED by cancel, 280.88 back`,
  },
  '0418': neverCancelled('silence', 'silence'),
  '0419': closedThough('SUCCESS close, genuine'),
  '0421': refundedAfter('2 x refund R1 | F SYSTEM_ERROR'),
  '0422': refundedThough('FAILED SYSTEM_ERROR, genuine'),
  '0423': refundedThough('silence'),
  '0424': refundedAfter('refund R1 | silence'),
  '0425': {
    lines: `
      pay             | SUCCESS, genuine               | TRADE_SUCCESS
      wait 1 s        |                                | TRADE_SUCCESS | payment
      refund R1       | SUCCESS, 71.56 back, genuine   | TRADE_SUCCESS, R1 waiting
      refund R1 later | SUCCESS, 71.56 back, genuine   | TRADE_SUCCESS, R1 waiting
      refund R2 later | SUCCESS, 71.56 back, genuine   | TRADE_SUCCESS, R1 waiting, R2 waiting
      query           | SUCCESS TRADE_SUCCESS, genuine | TRADE_SUCCESS, R1 waiting, R2 waiting
      wait 5000 h     |                                | TRADE_SUCCESS, R1 waiting, R2 waiting`,
  },
  '0426': {
    lines: `
      pay             | SUCCESS, genuine                           | TRADE_SUCCESS
      wait 1 s        |                                            | TRADE_SUCCESS | payment
      refund R1 later | SUCCESS, 71.56 back, genuine               | TRADE_SUCCESS, R1 waiting
      wait 119.999 s  |                                            | TRADE_SUCCESS, R1 waiting
      refund R1 later | SUCCESS, 71.56 back, genuine               | TRADE_SUCCESS, R1 waiting
      wait 1 s        |                                            | TRADE_SUCCESS, R1 done, 71.56 back | refund R1
      query           | SUCCESS TRADE_SUCCESS, 71.56 back, genuine | TRADE_SUCCESS, R1 done, 71.56 back
      wait 24 h       |                                            | TRADE_SUCCESS, R1 done, 71.56 back`,
  },
  '0427': neverRefunded('FAILED SELLER_BALANCE_NOT_ENOUGH, genuine'),
  '0428': neverRefunded('FAILED REFUNDMENT_VALID_DATE_EXCEED, genuine'),
  '0429': neverRefunded('FAILED REASON_TRADE_BEEN_FREEZEN, genuine'),
  '0430': refundedThough('SUCCESS, 71.56 back, signed by nobody'),
  '0431': neverRefunded('silence'),
  '0432': {
    lines: `
      pay           | SUCCESS, genuine                           | TRADE_SUCCESS
      wait 1 s      |                                            | TRADE_SUCCESS | payment
      3 x refund R1 | F SYSTEM_ERROR                             | TRADE_SUCCESS, R1 done, 71.56 back
      query         | SUCCESS TRADE_SUCCESS, 71.56 back, genuine | TRADE_SUCCESS, R1 done, 71.56 back`,
  },
}
