/**
 * The rule of a field as a readable sentence part: the same words in a refusal's diagnosis and in the manual.
 * Pure; off the hot path. Source: the rule columns of spot-pay.md §1 and its sisters.
 */
import type { AmountRow, CurrencyRow, DateTimeFormat, FieldRow } from './field.ts'

export type LengthUnit = 'characters' | 'bytes'

const dateTimeRules: Record<DateTimeFormat, string> = {
  YYYYMMDDHHMMSS: '14 digits YYYYMMDDHHMMSS, a real date and time',
  'YYYY-MM-DD HH:MM:SS': 'YYYY-MM-DD HH:MM:SS with its blank, a real date and time',
}

/** Everything the table demands of the field's value, e.g. `letters, digits, - and _; at most 32 characters`. */
export function ruleOf(row: FieldRow, lengthUnit: LengthUnit = 'characters'): string {
  const parts = [shapeRule(row), lengthRule(row, lengthUnit)]
  if (row.sameAs !== undefined) parts.push(`the same value as ${row.sameAs}`)
  if (row.differsFrom !== undefined) parts.push(`another value than ${row.differsFrom}`)
  return parts.filter((part) => part !== '').join('; ')
}

/** When the field must be there, e.g. `required`, `required unless alipay_trans_id is sent`. */
export function needRule(row: FieldRow): string {
  if (row.unless !== undefined) return `required unless ${row.unless} is sent`
  if (row.when !== undefined && row.need === 'conditional') return row.when
  return row.need
}

function shapeRule(row: FieldRow): string {
  switch (row.type) {
    case 'string':
      return row.rule ?? ''
    case 'constant':
      return `always ${row.value}`
    case 'choice':
      return alternatives(row.values) + (row.anyCase === true ? ', in any letter case' : '')
    case 'amount':
      return amountRule(row)
    case 'currency':
      return currencyRule(row)
    case 'number':
      return 'a positive number, its decimals after a point'
    case 'integer':
      return 'a whole number of at least 1'
    case 'json':
      return row.members === undefined ? 'one JSON object' : 'one flat JSON object whose values are all strings'
    case 'url':
      return 'an absolute http or https address without blanks'
    case 'datetime':
      return dateTimeRules[row.format]
    case 'timestamp':
      return 'milliseconds since 1970 (13 digits), or a real date and time as YYYY-MM-DD HH:MM:SS or YYYYMMDDHHMMSS'
  }
}

function lengthRule({ length, lengthLeast, type }: FieldRow, unit: LengthUnit): string {
  // What is one of few values, or a date, has its length already; the page's longer limit would only puzzle the reader.
  if (length === undefined || (type !== 'string' && type !== 'url')) return ''
  return lengthLeast === undefined ? `at most ${length} ${unit}` : `${lengthLeast} to ${length} ${unit}`
}

function amountRule(row: AmountRow): string {
  const range = `${hundredthsText(row.leastHundredths)} to ${hundredthsText(row.mostHundredths)}`
  if (row.currency !== undefined) return `${range} in ${row.currency}, at most two decimals`
  return `${range} in ${row.currencyFrom.join(' or else ')}, at most two decimals, none for JPY and KRW`
}

function currencyRule({ values, orSameAs }: CurrencyRow): string {
  const named = values === undefined ? 'a currency of the product in three upper-case letters' : alternatives(values)
  return orSameAs === undefined ? named : `${named}, or the same as ${orSameAs}`
}

function alternatives(values: readonly string[]): string {
  return values.length < 2 ? values.join() : `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`
}

function hundredthsText(hundredths: number): string {
  const digits = String(hundredths).padStart(3, '0')
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`
}
