/**
 * `notify_verify`: asks the gateway whether a notification is its own. Plain text, unsigned, good for one minute.
 * Pure. Source: signature.md §4.
 */
import type { TransportResult } from './transport.ts'

export type Confirmation =
  | { readonly outcome: 'genuine' }
  /** Not genuine, or older than a minute: an answer to a late question proves no forgery. */
  | { readonly outcome: 'notGenuine' }
  /** The gateway did not understand the question. */
  | { readonly outcome: 'invalid' }
  | { readonly outcome: 'unknown'; readonly detail: string }

export function confirmationUrl(gateway: URL, { partner, notifyId }: { partner: string; notifyId: string }): string {
  const url = new URL(gateway)
  // URLSearchParams escapes the id once: `/`, `+` and `%` in old ids are often escaped twice, and then unknown.
  url.search = new URLSearchParams({ service: 'notify_verify', partner, notify_id: notifyId }).toString()
  return url.href
}

const outcomes = { true: 'genuine', false: 'notGenuine', invalid: 'invalid' } as const

export function readConfirmation(result: TransportResult): Confirmation {
  if (!result.ok) return { outcome: 'unknown', detail: `${result.failure}: ${result.detail}` }
  if (result.status !== 200) return { outcome: 'unknown', detail: `HTTP ${result.status}` }
  const text = Buffer.from(result.body).toString('latin1').trim().toLowerCase()
  const word = text.split(/\s/, 1)[0] ?? ''
  return Object.hasOwn(outcomes, word)
    ? { outcome: outcomes[word as keyof typeof outcomes] }
    : { outcome: 'unknown', detail: `answered "${text.slice(0, 80)}"` }
}
