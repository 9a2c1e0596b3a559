/**
 * What each field of a request to the till may be: a table, and the one walk over it. Most rules are the gateway's own, asked
 * before anything is sent, so that a mistake of the till is told to the till. Source: terminal-api.md; spot-pay.md §1, §2, §4.
 */
import { identityCodePattern } from '../../../protocol/identity-code.ts'

export type FieldRule = {
  readonly need: 'required' | 'optional'
  readonly pattern: RegExp
  /** In words. */
  readonly rule: string
}

/** No control characters: XML cannot carry them, and no receipt prints them. */
const line = (most: number) => new RegExp(`^[^\\p{Cc}\\p{Cs}]{1,${most}}$`, 'u')
const shopId = {
  need: 'optional',
  pattern: /^[A-Za-z0-9_-]{1,32}$/,
  rule: 'up to 32 letters, digits, - and _',
} as const
const amount = { need: 'required', pattern: /^.{1,32}$/, rule: 'decimal text in major units, as 12.30' } as const

export const paymentFields = {
  payment_id: { need: 'required', pattern: line(128), rule: 'up to 128 characters on one line' },
  code: { need: 'required', pattern: identityCodePattern, rule: '16 to 24 digits that begin with 25 to 30' },
  code_type: { need: 'optional', pattern: /^(?:barcode|qrcode)$/, rule: 'barcode or qrcode' },
  amount,
  currency: { need: 'required', pattern: /^[A-Z]{3}$/, rule: 'three capital letters, as USD' },
  subject: { need: 'optional', pattern: line(256), rule: 'up to 256 characters on one line' },
  store_id: shopId,
  terminal_id: shopId,
} as const satisfies Record<string, FieldRule>

export const refundFields = {
  refund_id: { need: 'required', pattern: line(128), rule: 'up to 128 characters on one line' },
  amount,
  reason: { need: 'optional', pattern: line(128), rule: 'up to 128 characters on one line' },
} as const satisfies Record<string, FieldRule>

type Given<Table extends Record<string, FieldRule>> = {
  readonly [Name in keyof Table as Table[Name]['need'] extends 'required' ? Name : never]: string
} & { readonly [Name in keyof Table as Table[Name]['need'] extends 'optional' ? Name : never]?: string }

export type ReadFields<Table extends Record<string, FieldRule>> =
  | { readonly ok: true; readonly fields: Given<Table> }
  /** `message`: which field breaks which rule. */
  | { readonly ok: false; readonly message: string }

/** Reads what the table knows; members that it does not know are passed over, for the API may grow. */
export function readFields<const Table extends Record<string, FieldRule>>(
  table: Table,
  body: unknown,
): ReadFields<Table> {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    return { ok: false, message: 'The body is no JSON object.' }
  const given = new Map(Object.entries(body))
  const fields: Record<string, string> = {}
  for (const [name, { need, pattern, rule }] of Object.entries(table)) {
    const value: unknown = given.get(name)
    if ((value === undefined || value === null) && need === 'optional') continue
    if (typeof value !== 'string' || !pattern.test(value)) return { ok: false, message: `${name} must be ${rule}.` }
    fields[name] = value
  }
  return { ok: true, fields: fields as Given<Table> }
}
