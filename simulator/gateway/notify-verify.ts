/**
 * The service `notify_verify`: is this notification one of ours? Unsigned, answered in plain text.
 * Source: signature.md §4.
 */
import type { ReceivedRequest } from '../journal/exchange.ts'
import type { PartnerRegistry } from '../partner-registry.ts'
import type { Store } from '../store/store.ts'
import type { Decoded } from './decode.ts'
import { whole } from './disturb.ts'
import { type EntryParts, type Finished, openExchange } from './journal-entry.ts'

export const notifyVerifyService = 'notify_verify'

/** An id can be asked about for one minute after it was last sent; the receiver may still be at its answer. */
const validMs = 60_000

export type NotifyVerdict = 'true' | 'false' | 'invalid'

export async function verifyNotifyId(
  store: Store,
  partners: PartnerRegistry,
  { pid, notifyId }: { pid: string; notifyId: string },
): Promise<NotifyVerdict> {
  const partner = partners.get(pid)
  if (partner === undefined || notifyId === '') return 'invalid'
  const sentAt = (await store.notification(pid, notifyId))?.sentAt
  return sentAt !== undefined && partner.clock.now() <= sentAt + validMs ? 'true' : 'false'
}

export async function answerNotifyVerify(
  parts: EntryParts,
  request: ReceivedRequest,
  { values }: Decoded,
): Promise<Finished> {
  const pid = values.get('partner') ?? ''
  const verdict = await verifyNotifyId(parts.store, parts.partners, { pid, notifyId: values.get('notify_id') ?? '' })
  const entry = { partner: parts.partners.get(pid), service: notifyVerifyService, partnerTransId: '' }
  const exchange = { ...openExchange(parts, request, entry), outcome: verdict }
  await parts.store.commit({ partner: exchange.partner, exchange })
  const rendered = { contentType: 'text/plain;charset=UTF-8', body: Buffer.from(verdict) }
  return { exchange, delivery: whole(rendered) }
}
