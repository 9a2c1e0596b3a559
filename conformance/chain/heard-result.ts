/** A result as a relay sends it, read as far as the kit looks at it. Pure. Source: docs/modes.md ("Hear from a relay"). */
import { maskIdentityCode } from '../../protocol/identity-code.ts'
import type { HeardResult } from '../verdict/chain-seen.ts'

type Told = Readonly<Record<string, unknown>>

/** Undefined for what is no result. */
export function readResult(
  text: string,
  from: Pick<HeardResult, 'merchant' | 'via' | 'at' | 'signed' | 'answered'>,
): HeardResult | undefined {
  const event = objectIn(text)
  const payment = event?.payment as Told | undefined
  const refund = event?.refund as Told | undefined
  if (event === undefined || typeof event.event_id !== 'string' || typeof payment?.payment_id !== 'string')
    return undefined
  return {
    ...from,
    event_id: event.event_id,
    type: word(event.type),
    payment_id: payment.payment_id,
    status: word(payment.status),
    amount: word(payment.amount),
    currency: word(payment.currency),
    ...(refund !== undefined && { refund_id: word(refund.refund_id), refund_status: word(refund.status) }),
    body: withoutCodes(text),
  }
}

/** Payment codes masked, whoever said them. */
export function withoutCodes(text: string): string {
  return text.replaceAll(/(?<!\d)28\d{14,22}(?!\d)/g, maskIdentityCode)
}

export function objectIn(text: string): Told | undefined {
  try {
    const read: unknown = JSON.parse(text)
    return typeof read === 'object' && read !== null ? (read as Told) : undefined
  } catch {
    return undefined
  }
}

function word(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
