/** Conditions and calls by fast-check, from so few values that they often meet. */
import fc from 'fast-check'
import type { Currency } from '../protocol/currency.ts'
import { money } from '../protocol/money.ts'
import { services } from '../protocol/service.ts'
import type { Call } from '../simulator/behaviour/behaviour.ts'
import type { Condition } from '../simulator/behaviour/match.ts'
import { aCall, noon } from './behaviour-calls.ts'

const service = fc.constantFrom(...services)
const name = fc.constantFrom('A', 'B', 'C')
const currency = fc.constantFrom<Currency>('USD', 'SGD', 'JPY')
const amountText = fc.constantFrom('0.01', '9', '10.00', '10.01', '12', '300')
const code = fc.constantFrom('281234567890123456', '281299999999999999', '2800030312345678')
const times = ['2024-01-15 11:00:00', '2024-01-15 12:00:00', '2024-01-15 13:00:00', '2024-01-16 12:00:00']

const oneOf = <T>(one: fc.Arbitrary<T>) => fc.oneof(one, fc.array(one, { minLength: 1, maxLength: 2 }))
const some = <T>(shape: { [Key in keyof T]: fc.Arbitrary<T[Key]> }) =>
  fc.record(shape, { requiredKeys: [] }).filter((parts) => Object.keys(parts).length > 0)

const plain = {
  service: oneOf(service),
  partner: oneOf(name),
  storeId: oneOf(name),
  currency: oneOf(currency),
  amount: some({ exactly: amountText, from: amountText, to: amountText }),
  code: some({ exactly: code, prefix: fc.constantFrom('2', '2800', '2812', '2712') }),
  nth: fc.integer({ min: 1, max: 3 }),
  between: some({ from: fc.constantFrom(...times), to: fc.constantFrom(...times) }),
  daily: fc.record({ from: fc.constantFrom('11:30', '12:00'), to: fc.constantFrom('12:00', '12:30') }),
}

/** One or two of the plain conditions: more hardly ever hold together. */
const leaf: fc.Arbitrary<Condition> = fc
  .tuple(fc.record<Condition>(plain), fc.subarray(Object.keys(plain), { maxLength: 2 }))
  .map(([whole, kept]) => Object.fromEntries(Object.entries(whole).filter(([key]) => kept.includes(key))))

const around = (inner: fc.Arbitrary<Condition>): fc.Arbitrary<Condition> => {
  const several = fc.array(inner, { minLength: 1, maxLength: 2 })
  return fc.oneof(
    leaf,
    fc.tuple(leaf, several).map(([outer, all]) => ({ ...outer, all })),
    fc.tuple(leaf, several).map(([outer, any]) => ({ ...outer, any })),
    fc.tuple(leaf, inner).map(([outer, not]) => ({ ...outer, not })),
  )
}

const condition = around(around(leaf))

const call: fc.Arbitrary<Call> = fc
  .record({
    service,
    partner: name,
    store: name,
    currency,
    minor: fc.constantFrom(1, 9, 10, 12, 300, 1000, 1001, 1200),
    identityCode: code,
    nth: fc.integer({ min: 1, max: 3 }),
    hours: fc.integer({ min: -1, max: 25 }),
  })
  .map(({ store, currency: of, minor, hours, ...rest }) =>
    aCall({ ...rest, shop: { storeId: store }, amount: money(minor, of), at: noon + hours * 3_600_000 }),
  )

export const conditions = { condition, call }
