/**
 * A relay as the next hop: the sale is handed on by the terminal API under this hop's own id, which is made from the caller's,
 * so that a repeat is the same payment there. What the relay pushes only ends a pause early: it is asked every time.
 * Source: introduction.md ("Steps of the four modes"); terminal-api.md; flows.md §1.
 */
import { formatAmount } from '../../../protocol/money.ts'
import { type PaymentEnd, type PaymentStepName, resolveTimings } from '../../client/index.ts'
import { given } from '../../client/trade-facts.ts'
import type { TerminalAnswer } from '../../terminal-api/terminal-client.ts'
import type { Payment, PaymentRequest } from '../../terminal-api/words.ts'
import type { PaymentRecord } from '../book/records.ts'
import type { HopStep, Learnt, NextHop, PaymentWalk } from './next-hop.ts'
import {
  afterRelayCancel,
  afterRelayPay,
  afterRelayQuery,
  isSilence,
  type RelayProgress,
  type RelayStep,
} from './relay-decision.ts'
import type { RelayHopParts } from './relay-hop-parts.ts'
import { relayPatienceMs, relayPause } from './relay-pause.ts'
import { relayRefund } from './relay-refund.ts'

const paysMax = 5
/** From then on it is asked less and less often, though it answers. */
const briskCancels = 8

export function relayHop(parts: RelayHopParts): NextHop {
  return {
    collect: (payment, walk) => walkOf(parts, payment, { ...walk, mayPay: true })({ do: 'pay' }),
    settle: (payment, walk) => walkOf(parts, payment, { ...walk, mayPay: false })({ do: walk.startAt }),
    refund: (refund, payment, walk) => relayRefund(parts, { refund, payment, walk }),
  }
}

/** What is handed on: all that the caller said, under this hop's id. */
export function relayRequest({ partnerTransId, request, amount }: PaymentRecord): PaymentRequest {
  return { ...request, payment_id: partnerTransId, amount: formatAmount(amount) }
}

type Walk = PaymentWalk & { readonly mayPay: boolean }

function walkOf(
  { api, request, clock, pushed }: RelayHopParts,
  payment: PaymentRecord,
  { timings, signal, onStep, mayPay }: Walk,
): (first: RelayStep) => Promise<PaymentEnd> {
  const { queryIntervalMs, queriesMax, timeScale } = resolveTimings(timings)
  const relay = api(payment)
  const counts = { pay: 0, query: 0, cancel: 0 }
  let last: keyof typeof counts | undefined
  let unknownCancels = 0
  let doubtful = !mayPay
  let silences = 0
  let silentSince = 0
  let cancellingSince: number | undefined
  const progress = (): RelayProgress => ({
    ...{ pays: counts.pay, queries: counts.query, unknownCancels, doubtful, mayPay, gaveUp: signal.aborted },
    silentMs: silences === 0 ? 0 : clock.now() - silentSince,
    cancellingMs: cancellingSince === undefined ? 0 : clock.now() - cancellingSince,
    limits: { queriesMax, paysMax, patienceMs: relayPatienceMs / timeScale },
  })

  async function perform(step: PaymentStepName & keyof typeof counts, send: () => Promise<TerminalAnswer<Payment>>) {
    if (last !== undefined && (step === 'query' || step === last)) {
      const slow = step === 'cancel' ? Math.max(silences, counts.cancel - briskCancels) : silences
      const ms = relayPause({ queryIntervalMs, timeScale, silences: slow })
      // A cancel is not hurried by the signal that asked for it.
      await pushed.wait(payment.paymentId, ms, step === 'cancel' ? undefined : signal)
    }
    if (step === 'query' && signal.aborted) return undefined
    counts[step] += 1
    last = step
    if (step === 'cancel') cancellingSince ??= clock.now()
    await onStep({ event: 'sending', step })
    const answer = believed(await send(), payment)
    const silent = isSilence(step, answer)
    if (silent && silences === 0) silentSince = clock.now()
    silences = silent ? silences + 1 : 0
    doubtful ||= step === 'pay' && (silent || answer.ok)
    unknownCancels = step === 'cancel' && !answer.ok && answer.why === 'unknown' ? unknownCancels + 1 : 0
    await onStep(outcomeOf(step, answer))
    return answer
  }

  const steps = {
    async pay(): Promise<RelayStep> {
      const answer = await perform('pay', () => relay.pay(request(payment)))
      return answer === undefined ? { do: 'cancel' } : afterRelayPay(answer, progress())
    },
    async query(): Promise<RelayStep> {
      const answer = await perform('query', () => relay.get(payment.partnerTransId))
      return answer === undefined ? { do: 'cancel' } : afterRelayQuery(answer, progress())
    },
    async cancel(): Promise<RelayStep> {
      const answer = await perform('cancel', () => relay.cancel(payment.partnerTransId))
      return answer === undefined ? { do: 'cancel' } : afterRelayCancel(answer, progress())
    },
  }
  return async (first) => {
    let next = first
    while (next.do !== 'end') next = await steps[next.do]()
    return next.end
  }
}

/** An answer about another payment, or of another price, says nothing about ours. */
function believed(answer: TerminalAnswer<Payment>, { partnerTransId, amount }: PaymentRecord): TerminalAnswer<Payment> {
  if (!answer.ok) return answer
  const { payment_id: id, amount: price, currency } = answer.value
  if (id === partnerTransId && price === formatAmount(amount) && currency === amount.currency) return answer
  return { ok: false, why: 'silence', detail: `it answered about ${id}, ${price} ${currency}` }
}

function outcomeOf<Step extends string>(step: Step, answer: TerminalAnswer<Payment>): HopStep<Step> {
  if (answer.ok) return { event: 'outcome', step, detail: answer.value.status, learnt: learnt(answer.value) }
  const { why, detail } = answer
  const alarm =
    why === 'denied' || why === 'malformed' ? { what: 'The relay does not accept a call.', detail } : undefined
  return { event: 'outcome', step, detail: `${why} ${detail}`, alarm }
}

function learnt({ status, refunded, alipay_trans_id: alipayTransId, buyer }: Payment): Learnt {
  const givenBack = refunded !== undefined && Number(refunded) > 0
  return { ...given({ alipayTransId, buyer }), ...(status === 'cancelled' && givenBack && { refundedLate: true }) }
}
