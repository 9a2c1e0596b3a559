/**
 * Where the SMS of buyers go besides the inbox that the control API shows. Somebody's own sink, an SMPP connection or an
 * HTTP gateway, is handed to the simulator as a function; none ships.
 */
import type { Instant } from '../../protocol/beijing-time.ts'
import type { MessageKind } from './message-texts.ts'

export type Sms = {
  /** The partner whose buyer it is. */
  readonly partner: string
  /** `2088` and 12 digits: the buyer. */
  readonly userId: string
  /** The buyer's telephone number or e-mail address, masked as the gateway shows it. */
  readonly loginId: string
  /** When it was sent, on the partner's clock. */
  readonly at: Instant
  readonly kind: MessageKind
  readonly text: string
  /** null: refused before there was a trade. */
  readonly alipayTransId: string | null
}

/** Told of each SMS once what it tells is committed. What it throws, or rejects with, goes to `onError` and stops nothing. */
export type SmsPort = (sms: Sms) => void | Promise<void>

/** A port that nobody has to be afraid of. */
export function harmless(port: SmsPort, onError: (error: unknown) => void): (sms: Sms) => void {
  return (sms) => {
    void (async () => port(sms))().catch(onError)
  }
}
