/**
 * A request's entry in the journal: opened before anything is decided, closed when the answer is out.
 */
import type { Instant } from '../../protocol/beijing-time.ts'
import type { Service } from '../../protocol/service.ts'
import type { Chosen, Play } from '../behaviour/behaviour.ts'
import type { Exchange, ReceivedRequest, SentAnswer } from '../journal/exchange.ts'
import type { Partner } from '../partner.ts'
import type { PartnerRegistry } from '../partner-registry.ts'
import type { Store } from '../store/store.ts'
import type { Delivery } from './disturb.ts'

export type EntryParts = {
  readonly store: Store
  readonly partners: PartnerRegistry
  /** When a request of nobody known arrives: the simulator's own time. */
  readonly now: () => number
}

/** An exchange whose answer has been sent, or not, on purpose. */
export type Finished = { readonly exchange: Exchange; readonly delivery: Delivery; readonly play?: Play }

const noBytes = Buffer.alloc(0)

type Entry = {
  readonly partner: Partner | undefined
  readonly service: Service | string
  readonly partnerTransId: string
  readonly chosen?: Chosen
  /** When it arrived. @default now */
  readonly at?: Instant
}

/** The journal's entry as far as it is known before anything is decided. */
export function openExchange(parts: EntryParts, request: ReceivedRequest, entry: Entry): Exchange {
  const { partner, service, partnerTransId, chosen, at = partner?.clock.now() ?? parts.now() } = entry
  return {
    id: parts.store.nextExchangeId(),
    at,
    partner: partner?.pid ?? '',
    service,
    partnerTransId,
    request,
    outcome: '',
    ...(chosen === undefined ? {} : { behaviour: behaviourOf(chosen) }),
  }
}

function behaviourOf({ play, explain }: Chosen): NonNullable<Exchange['behaviour']> {
  const { behaviour: id, why } = play
  return explain.nearMisses.length === 0 ? { id, why } : { id, why, nearMisses: explain.nearMisses }
}

export function sentAnswer(parts: EntryParts, { exchange, delivery, play }: Finished, tookMs: number): SentAnswer {
  const at = parts.partners.get(exchange.partner)?.clock.now() ?? parts.now()
  const fault = play?.fault === undefined ? {} : { fault: play.fault.kind }
  if (delivery.kind !== 'answer') return { at, tookMs, status: 0, contentType: '', body: noBytes, ...fault }
  const { status, headers, body } = delivery
  return { at, tookMs, status, contentType: headers['content-type'] ?? '', body, ...fault }
}
