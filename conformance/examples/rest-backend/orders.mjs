/**
 * Orders on their way: paid, found out about, void, returned. Every change goes through the book first.
 * Source: flows.md §1, cancel.md §6, refund.md §7.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterCancel, afterPay, afterQuery, afterRefund } from './decisions.mjs'
import { cancelRequest, payRequest, queryRequest, refundRequest, returnNumber } from './requests.mjs'

/** Waits in milliseconds: flows.md §1, cancel.md §6. */
const limits = {
  answer: 5_000,
  firstQuery: 5_000,
  query: 3_000,
  afterSilence: 1_000,
  queries: 10,
  repeat: 5_000,
  repeats: 5,
  looks: 3,
}

const voidHint = 'The order is void: the customer pays nothing.'
const nobodyKnows = 'Nobody knows. Do not hand out goods, do not charge again, do not pay back: call the supervisor.'

export const orderId = (orderNo) => `order/${orderNo}`
export const returnId = (orderNo, returnNo) => `return/${orderNo}/${returnNo}`

/** @param hurry how many times faster the waits pass; 1 outside tests */
export function openOrders({ book, gateway, partner, hurry, log }) {
  const bells = new Map()
  const returnIds = new Map()
  for (const { id, orderNo, returnNo } of book.all()) if (returnNo !== undefined) noteReturn(orderNo, id)

  const call = ([service, fields]) => gateway(service, fields, limits.answer / hurry)
  const pause = (ms) => sleep(Math.max(0, ms) / hurry)
  const order = (orderNo) => book.latest(orderId(orderNo))
  const isAsking = (orderNo) => order(orderNo).state === 'OPEN' && !order(orderNo).voidAsked
  const start = (work) => work.catch((error) => log(`ALARM ${error.stack}`))

  function noteReturn(orderNo, id) {
    returnIds.set(orderNo, (returnIds.get(orderNo) ?? new Set()).add(id))
  }

  function returnsOf(orderNo, { row = book.latest, but }) {
    return [...(returnIds.get(orderNo) ?? [])].map(row).filter((back) => back !== undefined && back.state !== but)
  }

  function conclude(id, { alarm = false, ...change }, why) {
    log(`${alarm || change.state === 'ASK' ? 'ALARM ' : ''}${id} ${why}: ${change.state} ${change.error ?? ''}`)
    return book.put(id, change)
  }

  /** A pause that ends early when the cashier gives up. */
  async function nap(orderNo, ms) {
    const bell = new AbortController()
    bells.set(orderNo, bell)
    await sleep(Math.max(0, ms) / hurry, undefined, { signal: bell.signal }).catch(() => undefined)
    bells.delete(orderNo)
  }

  async function pay(orderNo) {
    const sentAt = performance.now()
    const answer = await call(payRequest(order(orderNo), partner))
    await learn(orderNo, afterPay(order(orderNo), answer), 'pay')
    await findOut(orderNo, limits.firstQuery - (performance.now() - sentAt) * hurry)
  }

  async function learn(orderNo, verdict, why) {
    // Paid, but the cashier wants it back: that is not the end.
    if (verdict === undefined || (verdict.state === 'SETTLED' && order(orderNo).voidAsked)) return
    await conclude(orderId(orderNo), verdict, why)
  }

  async function findOut(orderNo, firstPause) {
    let wait = firstPause
    for (let n = 0; n < limits.queries && isAsking(orderNo); n++) {
      await nap(orderNo, wait)
      if (!isAsking(orderNo)) break
      const answer = await call(queryRequest(orderNo))
      await learn(orderNo, afterQuery(order(orderNo), answer), 'query')
      wait = answer.late ? limits.afterSilence : limits.query
    }
    if (order(orderNo).state === 'OPEN') await giveBack(orderNo)
  }

  async function giveBack(orderNo) {
    const id = orderId(orderNo)
    await book.put(id, { step: 'voiding' })
    let error
    for (let n = 0; n < limits.repeats; n++) {
      if (n > 0) await pause(limits.repeat)
      const answer = await call(cancelRequest(orderNo, Date.now()))
      error = answer.error
      const result = afterCancel(order(orderNo), answer)
      if (result === 'done') return conclude(id, { state: 'VOIDED', error: undefined, hint: voidHint }, 'cancel')
      if (result === 'refused') return afterRefusedCancel(orderNo, error)
    }
    return conclude(id, { state: 'ASK', error, hint: nobodyKnows }, 'cancel')
  }

  /** What holds is asked; what is too late for a cancel is refunded. */
  async function afterRefusedCancel(orderNo, error) {
    const id = orderId(orderNo)
    let found
    for (let n = 0; n < limits.looks && found === undefined; n++) {
      // Before the first one as well: the last query may have been a moment ago.
      await pause(limits.query)
      found = afterQuery(order(orderNo), await call(queryRequest(orderNo)))
    }
    if (found === undefined) return conclude(id, { state: 'ASK', error, hint: nobodyKnows }, 'query')
    if (found.state !== 'SETTLED') return conclude(id, { ...found, state: 'VOIDED', error }, 'query')
    const { amountCents } = order(orderNo)
    const stays = { ...found, voidAsked: false, error }
    if (error !== 'TRADE_CANCEL_TIME_OUT') return conclude(id, stays, 'query')
    const { state } = await refund(whole(orderNo, amountCents), { isFirstTry: true })
    if (state === 'RETURNED') return conclude(id, { state: 'VOIDED', error, voidedCents: amountCents }, 'refund')
    return conclude(id, state === 'ASK' ? { state, error, hint: nobodyKnows } : stays, 'refund')
  }

  /** The same refund, word for word, until its outcome is known. */
  async function refund(back, { isFirstTry }) {
    let error
    for (let n = 0; n < limits.repeats; n++) {
      if (n > 0) await pause(limits.repeat)
      const answer = await call(refundRequest(order(back.orderNo), back))
      error = answer.error
      const verdict = afterRefund(order(back.orderNo), back, answer, { isFirst: isFirstTry && n === 0 })
      if (verdict !== undefined) return verdict
    }
    return { state: 'ASK', error, hint: nobodyKnows }
  }

  async function settleReturn(back, how) {
    await conclude(back.id, await refund(back, how), 'refund')
  }

  /** What was sent last was sent just before the power went: nothing follows it sooner than otherwise. */
  async function resume(row) {
    if (row.returnNo !== undefined) {
      await pause(limits.repeat)
      await settleReturn(row, { isFirstTry: false })
    } else {
      await nap(row.orderNo, limits.firstQuery)
      await (row.step === 'voiding' ? giveBack(row.orderNo) : findOut(row.orderNo, 0))
    }
  }

  return {
    /** Takes up what a killed backend owed; a pay is never sent twice. */
    resumeAll() {
      for (const row of book.all()) if (row.state === 'OPEN') start(resume(row))
    },

    async open(draft) {
      await book.put(orderId(draft.orderNo), { ...draft, state: 'OPEN', step: 'asking', voidAsked: false })
      start(pay(draft.orderNo))
    },

    /** Does nothing to an order that is over, or that something was returned of. */
    async void(orderNo) {
      const { state, voidAsked } = order(orderNo)
      if (returnsOf(orderNo, { but: 'REFUSED' }).length > 0) return
      if (state === 'SETTLED' || state === 'ASK') {
        await book.put(orderId(orderNo), { state: 'OPEN', step: 'voiding', voidAsked: true })
        start(giveBack(orderNo))
      } else if (state === 'OPEN' && !voidAsked) {
        await book.put(orderId(orderNo), { voidAsked: true })
        bells.get(orderNo)?.abort()
      }
    },

    /** Of a settled order. */
    async giveReturn(draft) {
      const { orderNo, returnNo, amountCents } = draft
      const id = returnId(orderNo, returnNo)
      const taken = sumOf(returnsOf(orderNo, { but: 'REFUSED' }))
      noteReturn(orderNo, id)
      if (taken + amountCents > order(orderNo).amountCents) return void (await book.put(id, { ...draft, ...tooMuch }))
      const back = await book.put(id, { ...draft, alipayReturn: returnNumber(orderNo, returnNo), state: 'OPEN' })
      start(settleReturn(back, { isFirstTry: true }))
    },

    /** What went back to the customer otherwise than by a cancel, as far as it may be told. */
    returnedCents(orderNo) {
      const told = returnsOf(orderNo, { row: book.told }).filter(({ state }) => state === 'RETURNED')
      return sumOf(told) + (book.told(orderId(orderNo))?.voidedCents ?? 0)
    },
  }
}

const sumOf = (rows) => rows.reduce((sum, { amountCents }) => sum + amountCents, 0)

const tooMuch = { state: 'REFUSED', error: 'RETURN_AMOUNT_EXCEED', hint: 'More than what is left.' }

function whole(orderNo, amountCents) {
  return { orderNo, amountCents, alipayReturn: returnNumber(orderNo, ''), why: 'Void after the day of payment' }
}
