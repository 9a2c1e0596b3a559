/**
 * What the till tells its operators. `alarm` is for a person, soon: money may be lost or the set-up is wrong.
 * No payment code is ever logged. Source: certification.md §2 (R6, R9, R11), §4.
 */
export type LogEntry = {
  readonly level: 'info' | 'alarm'
  /** A sentence. */
  readonly what: string
  readonly paymentId?: string
  readonly refundId?: string
  /** A status, an error code, a reason. */
  readonly detail?: string
}

export type PosLog = (entry: LogEntry) => void

/** An error as a log shows it: its message, without a stack. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}
