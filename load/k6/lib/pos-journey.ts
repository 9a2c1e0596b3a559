/**
 * The cashier's journey: pay, poll until it is definite, sometimes cancel, later refund. Asks again after a failed call, as a
 * cashier does, with the same payment_id: that must never pay twice. Source: terminal-api.md.
 */

import { sleep } from 'k6'
import exec from 'k6/execution'
import { begun, decided, timeToResult, undecided } from './measures.ts'
import type { Mix } from './mixes.ts'
import { nthSale, type Sale } from './sale.ts'
import { decimals, scaledMs, share, text } from './settings.ts'
import { tell } from './tell.ts'
import * as terminal from './terminal.ts'

const pollS = scaledMs('LOAD_POLL_MS') / 1_000
const giveUpMs = scaledMs('LOAD_GIVE_UP_MS')
const refundAfterS = scaledMs('LOAD_REFUND_AFTER_MS') / 1_000

export function posJourney({ percent }: Mix): () => void {
  const settings = {
    seed: text('LOAD_SEED'),
    runId: text('LOAD_RUN_ID'),
    percent,
    decimals: decimals(),
    cancelShare: share('LOAD_CANCEL_SHARE'),
    refundShare: share('LOAD_REFUND_SHARE'),
  }
  return () => sell(nthSale(settings, exec.scenario.iterationInTest))
}

function sell(sale: Sale): void {
  const at = Date.now()
  begun.add(1)
  const talk = { calls: 0, error: undefined as string | undefined }
  const first = untilDefinite(talk, at, () => terminal.pay(sale), sale)
  const ms = Date.now() - at
  if (first !== undefined) timeToResult.add(ms, { call: 'pay' })
  const cancelled = sale.cancels && first !== 'not_paid' ? cancelIt(talk, sale) : undefined
  const told = cancelled ?? first
  ;(told === undefined ? undecided : decided).add(1)
  const until = Date.now()
  const refunded = told === 'paid' && sale.refund !== undefined ? refundIt(talk, sale, sale.refund) : undefined
  tell({
    n: sale.n,
    id: sale.paymentId,
    at,
    until,
    told: told ?? 'undecided',
    ...(first !== undefined && { ms }),
    calls: talk.calls,
    ...(refunded !== undefined && { refunded }),
    ...(talk.error !== undefined && { error: talk.error }),
  })
}

type Talk = { calls: number; error: string | undefined }

function ask(talk: Talk, question: () => terminal.Said): string | undefined {
  const { status, error } = question()
  talk.calls += 1
  if (error !== undefined) talk.error = error
  return status
}

const definite = ['paid', 'not_paid', 'cancelled']
/** The system has given up: asking on changes nothing. */
const isOver = (status: string | undefined) => status === 'unclear'

function untilDefinite(talk: Talk, at: number, begin: () => terminal.Said, sale: Sale): string | undefined {
  let status = ask(talk, begin)
  // A sale that is to be cancelled is cancelled while it is open: the customer walks away.
  while (!definite.includes(status ?? '') && !isOver(status) && !(sale.cancels && status === 'pending')) {
    if (Date.now() - at > giveUpMs) break
    sleep(pollS)
    status = ask(talk, status === undefined ? begin : () => terminal.get(sale.paymentId))
  }
  return status !== undefined && definite.includes(status) ? status : undefined
}

function cancelIt(talk: Talk, sale: Sale): string | undefined {
  const at = Date.now()
  let status = ask(talk, () => terminal.cancel(sale.paymentId))
  while (status === 'pending' || status === undefined) {
    if (Date.now() - at > giveUpMs) return undefined
    sleep(pollS)
    status = ask(talk, () => terminal.get(sale.paymentId))
  }
  if (!definite.includes(status)) return undefined
  timeToResult.add(Date.now() - at, { call: 'cancel' })
  return status
}

function refundIt(talk: Talk, { paymentId }: Sale, refund: NonNullable<Sale['refund']>): string | undefined {
  sleep(refundAfterS)
  const at = Date.now()
  let status = ask(talk, () => terminal.refund(paymentId, refund))
  while (status === 'pending' || (status === undefined && talk.error !== 'conflict')) {
    if (Date.now() - at > giveUpMs) return undefined
    sleep(pollS)
    status = ask(
      talk,
      status === undefined
        ? () => terminal.refund(paymentId, refund)
        : () => terminal.getRefund(paymentId, refund.refundId),
    )
  }
  if (status !== 'refunded') return undefined
  timeToResult.add(Date.now() - at, { call: 'refund' })
  return refund.amount
}
