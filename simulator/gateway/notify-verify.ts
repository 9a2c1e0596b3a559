/**
 * The service `notify_verify`: is this notification one of ours? Unsigned, answered in plain text.
 * Source: signature.md §4.
 */
import type { PartnerRegistry } from '../partner-registry.ts'
import type { Store } from '../store/store.ts'

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
