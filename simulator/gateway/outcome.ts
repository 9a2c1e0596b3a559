/**
 * What the gateway decided about a call, before it is written as XML. Source: gateway.md §6.
 */
import type { Diagnosis } from '../../protocol/diagnosis/diagnosis.ts'
import type { Refusal } from '../behaviour/behaviour.ts'
import type { Dialect } from '../dialect/switch.ts'
import type { Order, ServiceKey } from '../ledger/order.ts'

export type Fields = Readonly<Record<string, string | undefined>>

export type Outcome =
  /** `is_success` F; the diagnosis says why, unless a behaviour made it up. */
  | { readonly kind: 'refused'; readonly code: string; readonly diagnosis?: Diagnosis }
  /** `is_success` T: the fields of the response, `result_code` among them. */
  | { readonly kind: 'answered'; readonly resultCode: string; readonly error?: string; readonly fields: Fields }
  /** Nothing was executed and there is nothing to say: a fault before the commit. */
  | { readonly kind: 'lost' }

export function answered(resultCode: string, fields: Fields): Outcome {
  return { kind: 'answered', resultCode, fields: { ...fields, result_code: resultCode } }
}

const failureSwitch = {
  pay: 'payFailureWord',
  query: 'queryFailureWord',
  cancel: 'cancelFailureWord',
  refund: 'refundFailureWord',
} as const satisfies Record<ServiceKey, keyof Dialect>

/** A business refusal in the service's own words; `fields` adds what is known of the trade. */
export function failed(service: ServiceKey, error: string, dialect: Dialect, fields: Fields = {}): Outcome {
  const resultCode = dialect[failureSwitch[service]]
  const code = `${dialect.errorPrefix}${error}`
  const detail = service === 'query' || service === 'cancel' ? { detail_error_code: code } : {}
  return { kind: 'answered', resultCode, error, fields: { ...fields, ...detail, error: code, result_code: resultCode } }
}

/** What a behaviour says instead of the ledger. */
export function staged(order: Order, { code, level, retryFlag }: Refusal, dialect: Dialect): Outcome {
  if (level === 'gateway') return { kind: 'refused', code }
  if (order.service !== 'cancel') return failed(order.service, code, dialect)
  return failed('cancel', code, dialect, { out_trade_no: order.partnerTransId, retry_flag: retryFlag ?? 'N' })
}

/** For the journal and the log line: the error code when there is one, else the `result_code`. */
export function outcomeLabel(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'refused':
      return outcome.code
    case 'answered':
      return outcome.error ?? outcome.resultCode
    case 'lost':
      return 'LOST'
  }
}
