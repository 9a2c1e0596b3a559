/**
 * What carries one HTTP exchange: the interface that the client stands on, so that a proxy, a pool or a test may stand
 * in its place. Knows nothing of the gateway. Source: gateway.md §2.
 */

export type TransportRequest = {
  readonly url: string
  readonly method: 'GET' | 'POST'
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  /** Until the connection stands, TLS included. */
  readonly connectTimeoutMs: number
  /** From the first moment to the last byte of the answer: a slow drip does not prolong it. */
  readonly answerTimeoutMs: number
  /** Reading stops beyond this. */
  readonly bodyBytesMax: number
  readonly signal?: AbortSignal
}

export type TransportFailure =
  /** No connection: nothing was sent. */
  | 'unreachable'
  | 'connectTimeout'
  | 'answerTimeout'
  /** The connection broke before the answer was whole. */
  | 'broken'
  | 'tooLarge'
  | 'aborted'

export type TransportResult =
  | {
      readonly ok: true
      readonly status: number
      readonly contentType: string | undefined
      readonly body: Uint8Array
    }
  | {
      readonly ok: false
      readonly failure: TransportFailure
      readonly detail: string
      /** What had come by then, at most `bodyBytesMax`. */
      readonly received: Uint8Array
    }

export type Transport = {
  /** Never rejects, and never follows a redirect: the new address has no right to see a payment. */
  exchange(request: TransportRequest): Promise<TransportResult>
  /** Closes the connections kept for later. */
  close(): void
}
