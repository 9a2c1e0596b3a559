/**
 * The currencies of the product and how many decimals their amounts have.
 * Knows no rates. Source: spot-pay.md §3 (Chinese page), certification of JPY and KRW: refund.md §1.
 */
export const currencies = {
  AED: { minorUnits: 2, name: 'UAE dirham' },
  AUD: { minorUnits: 2, name: 'Australian dollar' },
  CAD: { minorUnits: 2, name: 'Canadian dollar' },
  CHF: { minorUnits: 2, name: 'Swiss franc' },
  CNY: { minorUnits: 2, name: 'Chinese yuan' },
  CZK: { minorUnits: 2, name: 'Czech koruna' },
  DKK: { minorUnits: 2, name: 'Danish krone' },
  EUR: { minorUnits: 2, name: 'Euro' },
  GBP: { minorUnits: 2, name: 'Pound sterling' },
  HKD: { minorUnits: 2, name: 'Hong Kong dollar' },
  IDR: { minorUnits: 2, name: 'Indonesian rupiah' },
  ILS: { minorUnits: 2, name: 'Israeli shekel' },
  JPY: { minorUnits: 0, name: 'Japanese yen' },
  KRW: { minorUnits: 0, name: 'South Korean won' },
  LKR: { minorUnits: 2, name: 'Sri Lankan rupee' },
  MOP: { minorUnits: 2, name: 'Macanese pataca' },
  MUR: { minorUnits: 2, name: 'Mauritian rupee' },
  MYR: { minorUnits: 2, name: 'Malaysian ringgit' },
  NOK: { minorUnits: 2, name: 'Norwegian krone' },
  NZD: { minorUnits: 2, name: 'New Zealand dollar' },
  PHP: { minorUnits: 2, name: 'Philippine peso' },
  RUB: { minorUnits: 2, name: 'Russian rouble' },
  SEK: { minorUnits: 2, name: 'Swedish krona' },
  SGD: { minorUnits: 2, name: 'Singapore dollar' },
  THB: { minorUnits: 2, name: 'Thai baht' },
  TWD: { minorUnits: 2, name: 'New Taiwan dollar' },
  USD: { minorUnits: 2, name: 'US dollar' },
  ZAR: { minorUnits: 2, name: 'South African rand' },
} as const satisfies Record<string, { minorUnits: 0 | 2; name: string }>

export type Currency = keyof typeof currencies

/** Currencies that `trans_currency` may name besides the settlement currency. Source: spot-pay.md §1. */
export const pricingCurrencies: readonly Currency[] = ['MOP', 'TWD', 'CNY']

export function currencyNamed(text: string): Currency | undefined {
  return Object.hasOwn(currencies, text) ? (text as Currency) : undefined
}
