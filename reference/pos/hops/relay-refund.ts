/**
 * A refund through a relay: the same refund id until the relay has said what became of it. An asynchronous one may be pending
 * until the night; it is asked for at long intervals, and a push ends the pause.
 * Source: refund.md §2, §7; terminal-api.md.
 */
import { formatAmount } from '../../../protocol/money.ts'
import { type RefundEnd, resolveTimings } from '../../client/index.ts'
import type { TerminalAnswer } from '../../terminal-api/terminal-client.ts'
import type { Refund } from '../../terminal-api/words.ts'
import type { PaymentRecord, RefundRecord } from '../book/records.ts'
import type { RefundWalk } from './next-hop.ts'
import type { RelayHopParts } from './relay-hop-parts.ts'
import { relayPatienceMs, relayPause } from './relay-pause.ts'

/** From then on it is asked less and less often: what is pending now may be so until the night. */
const briskAsks = 8

type Work = { readonly refund: RefundRecord; readonly payment: PaymentRecord; readonly walk: RefundWalk }

export async function relayRefund(
  { api, clock, pushed }: RelayHopParts,
  { refund, payment, walk }: Work,
): Promise<RefundEnd> {
  const { queryIntervalMs, timeScale } = resolveTimings(walk.timings)
  const relay = api(payment)
  const { partnerTransId } = payment
  const { partnerRefundId, amount, isSync, reason } = refund
  const body = {
    refund_id: partnerRefundId,
    amount: formatAmount(amount),
    is_sync: isSync,
    ...(reason !== undefined && { reason }),
  }
  let doubtful = walk.begun
  let asks = 0
  let silences = 0
  let silentSince = 0

  async function once(): Promise<TerminalAnswer<Refund>> {
    if (asks > 0) {
      const slow = Math.max(silences, asks - briskAsks)
      await pushed.wait(payment.paymentId, relayPause({ queryIntervalMs, timeScale, silences: slow }))
    }
    asks += 1
    const known = asks > 1 || doubtful ? await relay.getRefund(partnerTransId, partnerRefundId) : undefined
    if (known !== undefined && (known.ok || known.why !== 'unknown')) return believed(known, refund)
    await walk.onStep({ event: 'sending', step: 'refund' })
    const answer = believed(await relay.refund(partnerTransId, body), refund)
    const detail = answer.ok ? answer.value.status : `${answer.why} ${answer.detail}`
    await walk.onStep({ event: 'outcome', step: 'refund', detail })
    return answer
  }

  for (;;) {
    const answer = await once()
    const silent = !answer.ok && answer.why === 'silence'
    if (silent && silences === 0) silentSince = clock.now()
    silences = silent ? silences + 1 : 0
    const end = endOf(answer, doubtful)
    if (end !== undefined) return end
    if (silent && clock.now() - silentSince >= relayPatienceMs / timeScale) return unclear('refundNotConfirmed')
    // Silent or pending: from now on no refusal says that it was not done.
    doubtful = true
  }
}

function believed(answer: TerminalAnswer<Refund>, { partnerRefundId, amount }: RefundRecord): TerminalAnswer<Refund> {
  if (!answer.ok) return answer
  const { refund_id: id, amount: price } = answer.value
  if (id === partnerRefundId && price === formatAmount(amount)) return answer
  return { ok: false, why: 'silence', detail: `it answered about ${id}, ${price}` }
}

/** Undefined while nothing is decided. */
function endOf(answer: TerminalAnswer<Refund>, doubtful: boolean): RefundEnd | undefined {
  if (!answer.ok) {
    if (answer.why === 'silence') return undefined
    if (doubtful) return unclear('contradiction')
    return { end: 'notRefunded', reason: 'REFUSED_BY_RELAY', message: `Not refunded: ${answer.detail}` }
  }
  const { status, message = '' } = answer.value
  switch (status) {
    case 'refunded':
      return { end: 'refunded', refund: {}, message }
    case 'not_refunded':
      return { end: 'notRefunded', reason: 'REFUSED', message }
    case 'unclear':
      return unclear('refundNotConfirmed')
    default:
      return undefined
  }
}

function unclear(personMustLook: 'refundNotConfirmed' | 'contradiction'): RefundEnd {
  const message =
    'It is not clear whether the money was given back. Please call your supervisor, and do not refund again.'
  return { end: 'unclear', personMustLook, message }
}
