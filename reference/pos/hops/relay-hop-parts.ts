/** What it takes to hand a sale on to a relay. Types only. */
import type { Clock } from '../../client/index.ts'
import type { TerminalApi } from '../../terminal-api/terminal-client.ts'
import type { PaymentRequest } from '../../terminal-api/words.ts'
import type { PaymentRecord } from '../book/records.ts'
import type { Bell } from '../desk/bell.ts'

export type RelayHopParts = {
  /** As whom the payment is handed on. */
  readonly api: (payment: PaymentRecord) => TerminalApi
  readonly request: (payment: PaymentRecord) => PaymentRequest
  /** Stopped with the till. */
  readonly clock: Clock
  /** Rings for a payment id when the relay has pushed something about it. */
  readonly pushed: Bell
}
