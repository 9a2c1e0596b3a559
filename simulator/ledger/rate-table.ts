/**
 * What one unit of each currency is worth in CNY: fixed figures, so that runs can be repeated. Not market rates.
 * USD is the rate of the worked example in spot-pay.md §8.
 */
import { type Currency, currencies } from '../../protocol/currency.ts'
import { parseRate, type Rate, rateBetween } from '../../protocol/money.ts'

const cnyPerUnit = {
  AED: '1.94860000',
  AUD: '4.71850000',
  CAD: '5.28340000',
  CHF: '8.32110000',
  CNY: '1.00000000',
  CZK: '0.31560000',
  DKK: '1.05130000',
  EUR: '7.84420000',
  GBP: '9.10270000',
  HKD: '0.91530000',
  IDR: '0.00045760',
  ILS: '1.89270000',
  JPY: '0.04916000',
  KRW: '0.00540300',
  LKR: '0.02214000',
  MOP: '0.88890000',
  MUR: '0.16080000',
  MYR: '1.53260000',
  NOK: '0.69140000',
  NZD: '4.44060000',
  PHP: '0.12810000',
  RUB: '0.08134000',
  SEK: '0.69320000',
  SGD: '5.35190000',
  THB: '0.20420000',
  TWD: '0.22910000',
  USD: '7.15630000',
  ZAR: '0.38270000',
} as const satisfies Record<Currency, string>

const rates = Object.fromEntries(
  Object.keys(currencies).map((currency) => [currency, parseRate(cnyPerUnit[currency as Currency])]),
) as Record<Currency, Rate>

/** Foreign currency to CNY: `exchange_rate`. */
export function exchangeRate(currency: Currency): Rate {
  return rates[currency]
}

/** Pricing to settlement currency: `trans_forex_rate`; 1 when they are the same. */
export function transForexRate(pricing: Currency, settlement: Currency): Rate {
  return rateBetween(rates[pricing], rates[settlement])
}
