/**
 * What a row of an error table says: to the integrator, to the cashier, and to the code that decides what comes next.
 * Source: gateway.md §7, spot-pay.md §6, query.md §4, cancel.md §5, refund.md §5.
 */
import type { Grade } from '../field.ts'

/** What kind of error it is, told by what has to happen next. */
export const errorKinds = {
  final: 'Refused for good and nothing was booked by this request; sent again as it is, it would be refused again.',
  'new id': 'Refused because of the ID; nothing was booked by this request, and another try needs a new ID.',
  query: 'The outcome is not known: money may have moved. Ask with a query before anything else.',
  retry: 'The outcome is not known, or not reached yet: repeat the same request unchanged until the answer is clear.',
  repair: 'The request or the set-up is wrong and nothing was booked by this request: mend it, then send it again.',
} as const satisfies Record<string, string>

export type ErrorKind = keyof typeof errorKinds

export type ErrorRow = {
  /** What the code says, for a reader of logs. */
  readonly meaning: string
  readonly kind: ErrorKind
  /** What the integrator's software or its developer does: a sentence. */
  readonly action: string
  /** What the till tells a cashier who does not know computers: a sentence or two. */
  readonly cashier: string
  /** Cancel only: the `retry_flag` that goes with the code; absent when the gateway refuses and there is none. */
  readonly retryFlag?: 'Y' | 'N'
  /** How good the evidence for the code is. */
  readonly grade: Grade
}

export type ErrorTable = Readonly<Record<string, ErrorRow>>
