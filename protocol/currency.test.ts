import { expect, it } from 'vitest'
import { type Currency, currencies, currencyNamed, pricingCurrencies } from './currency.ts'

it('knows the currencies of the Chinese page, and those that may only be priced in', () => {
  const page =
    'GBP HKD USD SGD JPY CAD AUD EUR NZD KRW THB CHF SEK DKK NOK MYR IDR PHP MUR ILS LKR RUB AED CZK ZAR CNY'.split(' ')
  expect(Object.keys(currencies).sort()).toEqual([...new Set([...page, ...pricingCurrencies])].sort())
})

it('has no decimals for yen and won alone', () => {
  const whole = Object.entries(currencies).filter(([, { minorUnits }]) => minorUnits === 0)
  expect(whole.map(([currency]) => currency)).toEqual(['JPY', 'KRW'])
})

it.each(Object.keys(currencies) as Currency[])('%s is found by its code, in capitals only', (currency) => {
  expect(currencyNamed(currency)).toBe(currency)
  expect(currencyNamed(currency.toLowerCase())).toBeUndefined()
})

it.each(['', 'XXX', 'RMB', 'USD ', 'toString', '__proto__'])('"%s" is no currency', (text) => {
  expect(currencyNamed(text)).toBeUndefined()
})
