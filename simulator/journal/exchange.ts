/**
 * One exchange on the wire, as bytes: what came in, what went out, and what the gateway made of it.
 * Kept as received and as sent; read into words only when somebody looks. Source: performance.md (4).
 */
import type { Instant } from '../../protocol/beijing-time.ts'
import type { Diagnosis } from '../../protocol/diagnosis/diagnosis.ts'
import type { NearMiss } from '../behaviour/behaviour.ts'

export type ReceivedRequest = {
  readonly method: string
  /** Path and query as they stood in the request line. */
  readonly target: string
  /** Names and values in turn, as received. */
  readonly rawHeaders: readonly string[]
  readonly body: Buffer
}

export type SentAnswer = {
  readonly at: Instant
  /** Milliseconds from the first byte received to the last byte sent, by the machine's own clock. */
  readonly tookMs: number
  /** 0 when no status line went out. */
  readonly status: number
  readonly contentType: string
  readonly body: Buffer
  /** The fault that acted on the answer, by name. */
  readonly fault?: string
}

export type Exchange = {
  readonly id: number
  readonly at: Instant
  /** Empty when the request named no partner that is known. */
  readonly partner: string
  readonly service: string
  readonly partnerTransId: string
  readonly request: ReceivedRequest
  /** `result_code`, or the error code when there is one: what the gateway decided, whatever the caller got to see. */
  readonly outcome: string
  /** Which behaviour the call got, why, and which rules nearly matched. */
  readonly behaviour?: { readonly id: string; readonly why: string; readonly nearMisses?: readonly NearMiss[] }
  readonly diagnosis?: Diagnosis
  /** Absent until the answer went out, and for ever when the process died before. */
  readonly answer?: SentAnswer
}
