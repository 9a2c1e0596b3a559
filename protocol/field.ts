/**
 * What a row of a field table says about one field of a message. Rows are data; validate-fields.ts walks them.
 * Knows no field by name. Source: the table columns of gateway.md §4, spot-pay.md §1, §2, §5 and their sisters.
 */
import type { Currency } from './currency.ts'

/**
 * - `required`: must be there and not empty;
 * - `optional`: may be there;
 * - `conditional`: `when` says in which messages (answers), or `unless` names the field that replaces it (requests);
 * - `ignored`: known, documented, and neither read nor checked.
 */
export type FieldNeed = 'required' | 'optional' | 'conditional' | 'ignored'

/** How good the best evidence for the row is. The letters are those of gateway.md; `A*` is Alipay's, but not for this service. */
export type Grade = 'A' | 'A*' | 'B' | 'C' | 'inferred'

type FieldBasics = {
  /** The name on the wire. */
  readonly name: string
  readonly need: FieldNeed
  /** The dialect's switch that may turn `required` into `optional` or the other way round, by its name. */
  readonly needSwitch?: string
  /** In answers and notifications: when a conditional field is there, in words. */
  readonly when?: string
  /** In requests: needed unless that other field is there. */
  readonly unless?: string
  /** Longest value, in characters. */
  readonly length?: number
  /** Shortest value, in characters. */
  readonly lengthLeast?: number
  /** The value must be that of this other field, when both are there. */
  readonly sameAs?: string
  /** The value must not be that of this other field. */
  readonly differsFrom?: string
  /** What the field is for: a sentence. */
  readonly meaning: string
  readonly example?: string
  /** Page and section that describe the field. */
  readonly source: string
  readonly grade: Grade
}

/** Any text, or text of a shape that `pattern` checks and `rule` tells. */
export type StringRow = FieldBasics & { readonly type: 'string' } & (
    | { readonly pattern: RegExp; readonly rule: string }
    | { readonly pattern?: never; readonly rule?: never }
  )

export type ConstantRow = FieldBasics & { readonly type: 'constant'; readonly value: string }

export type ChoiceRow = FieldBasics & {
  readonly type: 'choice'
  readonly values: readonly string[]
  /** Accept the values in any letter case. @default false */
  readonly anyCase?: boolean
}

/** Decimal text in major units. The currency it is in stands in the first of the fields named, or is always the same. */
export type AmountRow = FieldBasics & {
  readonly type: 'amount'
  /** The smallest amount in hundredths of the major unit; a currency without decimals rounds it up. */
  readonly leastHundredths: number
  /** The largest amount in hundredths of the major unit; a currency without decimals rounds it down. */
  readonly mostHundredths: number
} & (
    | { readonly currencyFrom: readonly string[]; readonly currency?: never }
    | { readonly currency: Currency; readonly currencyFrom?: never }
  )

export type CurrencyRow = FieldBasics & {
  readonly type: 'currency'
  /** Only these. @default every currency of the product */
  readonly values?: readonly Currency[]
  /** Besides `values`, the currency that stands in this field. */
  readonly orSameAs?: string
}

/** A positive decimal that is no amount: a rate. */
export type NumberRow = FieldBasics & { readonly type: 'number' }

/** A whole number of at least 1. */
export type IntegerRow = FieldBasics & { readonly type: 'integer' }

/** Text that is one JSON object; with `members`, a flat one whose values are all strings, unlisted ones included. */
export type JsonRow = FieldBasics & { readonly type: 'json' } & (
    | {
        readonly members: readonly StringRow[]
        /** Which members must be there, by profile. */
        readonly profiles: Readonly<Record<MemberProfile, readonly string[]>>
      }
    | { readonly members?: never; readonly profiles?: never }
  )

/** How much of `extend_info` is demanded: nothing, the merchant behind an acquirer, or all that the page requires. */
export type MemberProfile = 'lenient' | 'acquirer' | 'strict'

/** An absolute http or https address. */
export type UrlRow = FieldBasics & { readonly type: 'url' }

/** A real date and time in Beijing. */
export type DateTimeRow = FieldBasics & { readonly type: 'datetime'; readonly format: DateTimeFormat }

/** The moment of sending: milliseconds since 1970, or a date and time in either spelling. */
export type TimestampRow = FieldBasics & { readonly type: 'timestamp' }

export type DateTimeFormat = 'YYYYMMDDHHMMSS' | 'YYYY-MM-DD HH:MM:SS'

export type FieldRow =
  | StringRow
  | ConstantRow
  | ChoiceRow
  | AmountRow
  | CurrencyRow
  | NumberRow
  | IntegerRow
  | JsonRow
  | UrlRow
  | DateTimeRow
  | TimestampRow

export type FieldType = FieldRow['type']
