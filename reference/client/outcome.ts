/**
 * What the outcomes of all four services have in common: the exchange they rest on, the refusal, and not knowing.
 * Source: gateway.md §6, §7; spot-pay.md §6.
 */
import type { Instant } from '../../protocol/beijing-time.ts'
import { type ErrorRow, errorOtherNames, errorRow } from '../../protocol/error-code.ts'
import type { Service } from '../../protocol/service.ts'
import type { SignedRequest } from './request.ts'
import type { TransportFailure } from './transport.ts'

/** What went over the wire, for logs and for whoever has to look later. */
export type Exchange = {
  readonly request: SignedRequest
  readonly sentAt: Instant
  readonly endedAt: Instant
  /** The HTTP status, when an answer came. */
  readonly status?: number
  readonly contentType?: string
  /** The answer as it came, or as much of it as was read. */
  readonly received: Uint8Array
}

/** Why a readable, well-formed answer was not believed. */
export type Distrust =
  | 'unsigned'
  | 'otherSignType'
  | 'wrongSignature'
  /** A field twice, or a value that reads like several fields: one signed string would fit two meanings. */
  | 'ambiguous'
  /** Well signed, but the echo names another request. */
  | 'otherRequest'
  /** Well signed, but an answer of another service. */
  | 'otherService'
  /** Well signed, for another trade or another refund. */
  | 'otherOrder'
  /** Well signed, for our order, with another amount. */
  | 'otherAmount'
  /** Well signed, for our order, with another currency. */
  | 'otherCurrency'
  /** Well signed, but it does not name the order. */
  | 'incomplete'

/** Why nothing is known. */
export type Doubt =
  | { readonly reason: TransportFailure; readonly detail: string }
  /** A 3xx; it is not followed. */
  | { readonly reason: 'redirect'; readonly detail: string }
  /** Another status than 200. */
  | { readonly reason: 'httpStatus'; readonly detail: string }
  /** No answer of a gateway: HTML, broken XML, a document type, nothing at all. */
  | { readonly reason: 'unreadable'; readonly detail: string }
  | { readonly reason: 'distrusted'; readonly distrust: Distrust; readonly detail: string }
  | { readonly reason: 'systemError'; readonly error: string; readonly detail: string }
  /** Believed, but it says nothing that the protocol knows. */
  | { readonly reason: 'unclearResult'; readonly detail: string }

/** The request may have been carried out or not; only a later answer tells. */
export type Unknown = Doubt & { readonly outcome: 'unknown'; readonly exchange: Exchange }

export type Refused = {
  readonly outcome: 'refused'
  /** `gateway`: `is_success` F, which nobody signs. `business`: a signed FAILED or FAIL. */
  readonly level: 'gateway' | 'business'
  /** The code as it came. */
  readonly error: string
  /** What the tables say about the code; undefined for a code they do not have. */
  readonly row: ErrorRow | undefined
  /** A sentence for the cashier. */
  readonly message: string
  readonly exchange: Exchange
}

export function unknown(doubt: Doubt, exchange: Exchange): Unknown {
  return { outcome: 'unknown', ...doubt, exchange }
}

type Refusal = { service: Service; level: Refused['level']; error: string; exchange: Exchange }

/** A refusal, or not knowing when the code is a system error: at either level the request may have been carried out. */
export function refusedOrUnknown({ service, level, error, exchange }: Refusal): Refused | Unknown {
  if (mainCode(error, service) === 'SYSTEM_ERROR')
    return unknown({ reason: 'systemError', error, detail: `${level} level` }, exchange)
  const row = errorRow(withoutPrefix(error), service)
  const message = row?.cashier ?? `The payment service refused this: ${error}. Please call your supervisor.`
  return { outcome: 'refused', level, error, row, message, exchange }
}

/** A code by the name that the tables file it under. */
export function mainCode(error: string, service: Service): string {
  const code = withoutPrefix(error)
  return errorOtherNames[service][code] ?? code
}

/** The open API prints the same codes with a prefix; which form the gateway sends is not certain. Source: sources.md §4. */
function withoutPrefix(error: string): string {
  return error.startsWith('ACQ.') ? error.slice(4) : error
}
