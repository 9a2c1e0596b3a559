/**
 * Whether one value keeps the rule of its row. Allocates nothing on the way to "yes" but what parsing an amount or a date
 * needs: this is the gateway's hot path. Source: the rule columns of spot-pay.md §1, §3 and their sisters.
 */
import { parseTime } from './beijing-time.ts'
import { type Charset, encodeText } from './charset.ts'
import { type Currency, currencies, currencyNamed } from './currency.ts'
import type { AmountRow, ChoiceRow, CurrencyRow, FieldRow } from './field.ts'
import type { LengthUnit } from './field-rule.ts'
import { parseAmount } from './money.ts'

/** What may be wrong with a value that is there. `not allowed`: well formed, but not a value the field may have here. */
export type ValueProblem = 'too long' | 'malformed' | 'not allowed'

export type ValueOptions = {
  /** What a length limit counts; no page says. Source: spot-pay.md §1 (inferred, a switch). */
  readonly lengthUnit: LengthUnit
  /** The charset that bytes are counted in. @default 'UTF-8' */
  readonly charset?: Charset
  /** What to do with `100.00` JPY. @default 'reject'. Source: spot-pay.md §3 (inferred, a switch). */
  readonly wholeCurrencyDecimals?: 'reject' | 'accept'
  /** Fewer values than the table allows, by field: a contract's currencies, a dialect's code types. */
  readonly allowed?: Readonly<Record<string, readonly string[]>>
}

const decimal = /^(?=[0.]*[1-9])\d+(?:\.\d+)?$/
const wholeFromOne = /^[1-9]\d*$/
const currencyShape = /^[A-Z]{3}$/
const webAddress = /^https?:\/\/[^\s/?#]\S*$/i
const milliseconds = /^\d{13}$/

/** What is wrong with a value that is there; undefined when nothing is. JSON is only seen as text here. */
export function valueProblem(
  row: FieldRow,
  value: string,
  parameters: ReadonlyMap<string, string>,
  options: ValueOptions,
): ValueProblem | undefined {
  const problem = shapeProblem(row, value, parameters, options)
  if (problem !== undefined) return problem
  if (row.sameAs !== undefined) {
    const other = parameters.get(row.sameAs)
    if (other !== undefined && other !== '' && other !== value) return 'not allowed'
  }
  if (row.differsFrom !== undefined && parameters.get(row.differsFrom) === value) return 'not allowed'
  return undefined
}

function shapeProblem(
  row: FieldRow,
  value: string,
  parameters: ReadonlyMap<string, string>,
  options: ValueOptions,
): ValueProblem | undefined {
  switch (row.type) {
    case 'string':
      if (row.length !== undefined && isLonger(value, row.length, options)) return 'too long'
      if (row.lengthLeast !== undefined && value.length < row.lengthLeast) return 'malformed'
      return row.pattern === undefined || row.pattern.test(value) ? undefined : 'malformed'
    case 'url':
      if (row.length !== undefined && isLonger(value, row.length, options)) return 'too long'
      return webAddress.test(value) ? undefined : 'malformed'
    case 'constant':
      return value === row.value ? undefined : 'not allowed'
    case 'choice':
      return isChoice(row, value, options.allowed?.[row.name] ?? row.values) ? undefined : 'not allowed'
    case 'amount':
      return amountProblem(row, value, parameters, options)
    case 'currency':
      return currencyProblem(row, value, parameters, options)
    case 'number':
      return decimal.test(value) ? undefined : 'malformed'
    case 'integer':
      return wholeFromOne.test(value) ? undefined : 'malformed'
    case 'datetime':
      return value.length === row.format.length && parseTime(value) !== undefined ? undefined : 'malformed'
    case 'timestamp':
      return milliseconds.test(value) || parseTime(value) !== undefined ? undefined : 'malformed'
    case 'json':
      return undefined
  }
}

function isChoice(row: ChoiceRow, value: string, values: readonly string[]): boolean {
  if (values.includes(value)) return true
  if (row.anyCase !== true) return false
  const lower = value.toLowerCase()
  return values.some((one) => one.toLowerCase() === lower)
}

/** An amount whose currency is missing or unknown is not judged: the currency's own row has the complaint. */
function amountProblem(
  row: AmountRow,
  value: string,
  parameters: ReadonlyMap<string, string>,
  options: ValueOptions,
): ValueProblem | undefined {
  const currency = row.currency ?? currencyOf(row.currencyFrom, parameters)
  if (currency === undefined) return undefined
  const parsed = parseAmount(value, currency, options)
  if (!parsed.ok) return 'malformed'
  const { amount } = parsed.money
  const whole = currencies[currency].minorUnits === 0
  const least = whole ? Math.ceil(row.leastHundredths / 100) : row.leastHundredths
  const most = whole ? Math.floor(row.mostHundredths / 100) : row.mostHundredths
  return amount < least || amount > most ? 'not allowed' : undefined
}

function currencyOf(fields: readonly string[], parameters: ReadonlyMap<string, string>): Currency | undefined {
  for (const field of fields) {
    const text = parameters.get(field)
    if (text !== undefined && text !== '') return currencyNamed(text)
  }
  return undefined
}

function currencyProblem(
  row: CurrencyRow,
  value: string,
  parameters: ReadonlyMap<string, string>,
  options: ValueOptions,
): ValueProblem | undefined {
  if (!currencyShape.test(value)) return 'malformed'
  const allowed = options.allowed?.[row.name]
  if (allowed !== undefined) return allowed.includes(value) ? undefined : 'not allowed'
  if (currencyNamed(value) === undefined) return 'not allowed'
  if (row.orSameAs !== undefined && parameters.get(row.orSameAs) === value) return undefined
  return row.values === undefined || (row.values as readonly string[]).includes(value) ? undefined : 'not allowed'
}

/** Counts only when the cheap bound leaves a doubt: a code unit is at most one character and at most three bytes. */
function isLonger(value: string, length: number, { lengthUnit, charset }: ValueOptions): boolean {
  if (lengthUnit === 'bytes') return value.length * 3 > length && encodeText(value, charset ?? 'UTF-8').length > length
  return value.length > length && characterCount(value, length) > length
}

/** Counts up to one beyond the limit: a body of megabytes is not walked to its end. */
function characterCount(value: string, limit: number): number {
  let count = 0
  for (const _ of value) if (++count > limit) break
  return count
}
