/**
 * Every error code of the gateway and of the four services, and the one way to look one up.
 * Knows no answer and no state. Source: gateway.md §7, spot-pay.md §6, query.md §4, cancel.md §5, refund.md §5.
 */
import { type CancelErrorCode, cancelErrors } from './errors/cancel.ts'
import type { ErrorRow, ErrorTable } from './errors/error-row.ts'
import { type GatewayErrorCode, gatewayErrors } from './errors/gateway.ts'
import { type PayErrorCode, payErrors } from './errors/pay.ts'
import { type QueryErrorCode, queryErrorOtherNames, queryErrors } from './errors/query.ts'
import { type RefundErrorCode, refundErrorOtherNames, refundErrors } from './errors/refund.ts'
import { type Service, services } from './service.ts'

export { type ErrorKind, type ErrorRow, type ErrorTable, errorKinds } from './errors/error-row.ts'
export type { CancelErrorCode, GatewayErrorCode, PayErrorCode, QueryErrorCode, RefundErrorCode }
export {
  cancelErrors,
  gatewayErrors,
  payErrors,
  queryErrorOtherNames,
  queryErrors,
  refundErrorOtherNames,
  refundErrors,
}

/** The business errors of each service, by its own codes. */
export const serviceErrors = {
  pay: payErrors,
  cancel: cancelErrors,
  query: queryErrors,
  refund: refundErrors,
} as const satisfies Record<Service, ErrorTable>

/** Codes that mean the same as one in the service's table, by that one. */
export const errorOtherNames: Readonly<Record<Service, Readonly<Record<string, string>>>> = {
  pay: {},
  cancel: {},
  query: queryErrorOtherNames,
  refund: refundErrorOtherNames,
}

/** Any code of the tables. */
export type ErrorCode = GatewayErrorCode | PayErrorCode | QueryErrorCode | CancelErrorCode | RefundErrorCode

const rowsByService = {
  pay: lookupOf('pay'),
  cancel: lookupOf('cancel'),
  query: lookupOf('query'),
  refund: lookupOf('refund'),
} as const satisfies Record<Service, ReadonlyMap<string, ErrorRow>>

/**
 * What a code means when this service answers with it, be it the service's own or the gateway's. The service's row wins:
 * SYSTEM_ERROR asks for a query after a pay and for a repeat after a cancel. Undefined for a code that no table has.
 */
export function errorRow(code: string, service: Service): ErrorRow | undefined {
  return rowsByService[service].get(code)
}

/** Which services answer with the code, in the order of `services`; all four for a code of the gateway. */
export function servicesOf(code: string): readonly Service[] {
  return services.filter((service) => rowsByService[service].has(code))
}

function lookupOf(service: Service): ReadonlyMap<string, ErrorRow> {
  const own: ErrorTable = serviceErrors[service]
  const rows = new Map<string, ErrorRow>([...Object.entries(gatewayErrors), ...Object.entries(own)])
  for (const [otherName, code] of Object.entries(errorOtherNames[service])) {
    const row = own[code]
    if (row !== undefined) rows.set(otherName, row)
  }
  return rows
}
