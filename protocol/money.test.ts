import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyCharacter, anyUnit } from '../test/any-character.ts'
import { type Currency, currencies } from './currency.ts'
import {
  amountRule,
  convert,
  formatAmount,
  formatRate,
  minorUnits,
  money,
  parseAmount,
  parseRate,
  type Rate,
  rateBetween,
} from './money.ts'

const anyCurrency = fc.constantFrom(...(Object.keys(currencies) as Currency[]))
const anyMoney = fc.tuple(fc.maxSafeNat(), anyCurrency).map(([amount, currency]) => money(amount, currency))
const anyRate = fc.integer({ min: 1, max: 999_999_999_999_999 }).map((scaled) => parseRate(formatRate(scaled as Rate)))

/** The money in a text that must be an amount. */
function amount(text: string, currency: Currency, style = {}): number | string {
  const parsed = parseAmount(text, currency, style)
  return parsed.ok ? parsed.money.amount : parsed.rule
}

describe('an amount', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(anyMoney, (given) => {
        expect(parseAmount(formatAmount(given), given.currency)).toEqual({ ok: true, money: given })
      }),
    )
  })

  it.each<[string, Currency, number]>([
    ['0.01', 'USD', 1],
    ['39.25', 'USD', 3925],
    ['39.2', 'USD', 3920],
    ['39', 'USD', 3900],
    ['0', 'USD', 0],
    ['0.00', 'USD', 0],
    ['007.50', 'USD', 750],
    ['100000000.00', 'USD', 10_000_000_000],
    ['90071992547409.91', 'USD', Number.MAX_SAFE_INTEGER],
    ['100', 'JPY', 100],
    ['9007199254740991', 'KRW', Number.MAX_SAFE_INTEGER],
    ['1.10', 'CNY', 110],
    ['4.35', 'EUR', 435],
  ])('%s %s is %i minor units', (text, currency, units) => {
    expect(amount(text, currency)).toBe(units)
  })

  it.each([
    '',
    ' ',
    '.',
    '.5',
    '5.',
    '1.234',
    '100.999',
    '-1',
    '+1',
    '1,000.00',
    '1e3',
    '0x10',
    ' 1',
    '1 ',
    '1\n',
    '１',
    '1.2.3',
    'USD',
    'NaN',
    'Infinity',
    '90071992547409.92',
    '9007199254740992',
    '99999999999999999999',
    '1'.repeat(1000),
  ])('%j is no amount of dollars', (text) => {
    expect(amount(text, 'USD')).toBe(amountRule('USD'))
  })

  it.each<Currency>(['JPY', 'KRW'])('of %s is whole', (currency) => {
    for (const text of ['100.00', '100.0', '100.5', '100.', '9007199254740992'])
      expect(amount(text, currency)).toBe(`a whole number for ${currency}, digits only`)
    expect(amount('100', currency)).toBe(100)
    expect(formatAmount(money(100, currency))).toBe('100')
  })

  it('of yen may have decimals that are zero, where that is accepted', () => {
    const accept = { wholeCurrencyDecimals: 'accept' }
    expect(['100.00', '100.0', '100'].map((text) => amount(text, 'JPY', accept))).toEqual([100, 100, 100])
    expect(['100.01', '100.5', '100.'].map((text) => amount(text, 'JPY', accept))).toEqual(
      Array(3).fill(amountRule('JPY')),
    )
    expect(amount('100.00', 'USD', accept)).toBe(10_000)
  })

  it('is read from any text without an exception', () => {
    const numberLike = fc.string({ unit: fc.constantFrom(...'0123456789.,-+e ') })
    fc.assert(
      fc.property(
        fc.oneof(numberLike, fc.string({ unit: fc.oneof(anyCharacter, anyUnit) })),
        anyCurrency,
        fc.boolean(),
        (text, currency, accepts) => {
          const parsed = parseAmount(text, currency, accepts ? { wholeCurrencyDecimals: 'accept' } : {})
          expect(parsed.ok ? undefined : parsed.rule).toBe(parsed.ok ? undefined : amountRule(currency))
          if (!parsed.ok) return
          expect(text).toMatch(/^\d+(?:\.\d{1,2})?$/)
          const [whole = '', fraction = ''] = formatAmount(parsed.money).split('.')
          expect([BigInt(whole), fraction]).toEqual([
            BigInt(text.split('.')[0] ?? ''),
            currencies[currency].minorUnits === 0 ? '' : (text.split('.')[1] ?? '').padEnd(2, '0'),
          ])
        },
      ),
      { numRuns: 1000 },
    )
  })

  it.each<[number, Currency, string]>([
    [0, 'USD', '0.00'],
    [1, 'USD', '0.01'],
    [10, 'USD', '0.10'],
    [100, 'USD', '1.00'],
    [3925, 'USD', '39.25'],
    [0, 'JPY', '0'],
    [1200, 'KRW', '1200'],
  ])('%i minor units of %s are written %s', (units, currency, text) => {
    expect(formatAmount(money(units, currency))).toBe(text)
  })

  it.each([-1, 0.5, NaN, Infinity, 2 ** 53])('is never %d', (value) => {
    expect(() => minorUnits(value)).toThrow(RangeError)
    expect(() => money(value, 'USD')).toThrow(RangeError)
  })
})

describe('a rate', () => {
  it('is read as it was written, eight decimals always', () => {
    fc.assert(
      fc.property(anyRate, (rate) => {
        expect(formatRate(rate)).toMatch(/^\d+\.\d{8}$/)
        expect(parseRate(formatRate(rate))).toBe(rate)
      }),
    )
  })

  it.each([
    ['7.1563', 715_630_000, '7.15630000'],
    ['6.64640000', 664_640_000, '6.64640000'],
    ['1', 100_000_000, '1.00000000'],
    ['0.031', 3_100_000, '0.03100000'],
    ['0.00000001', 1, '0.00000001'],
  ])('%s is %i', (text, scaled, written) => {
    expect(parseRate(text)).toBe(scaled)
    expect(formatRate(parseRate(text))).toBe(written)
  })

  it.each(['', '0', '0.00000000', '-1', '1.123456789', '1e3', '12345678', 'x', '1.', '.5'])('is never %j', (text) => {
    expect(() => parseRate(text)).toThrow(new RangeError(`not a rate: "${text}"; write it like 7.15630000`))
  })

  it('between two currencies is half-up of the quotient', () => {
    fc.assert(
      fc.property(anyRate, anyRate, (from, to) => {
        const doubled = (2n * BigInt(from) * 100_000_000n) / BigInt(to)
        const halfUp = doubled / 2n + (doubled % 2n)
        if (halfUp === 0n || halfUp > BigInt(Number.MAX_SAFE_INTEGER))
          expect(() => rateBetween(from, to)).toThrow(RangeError)
        else expect(BigInt(rateBetween(from, to))).toBe(halfUp)
      }),
    )
    expect(formatRate(rateBetween(parseRate('7.1563'), parseRate('7.1563')))).toBe('1.00000000')
    expect(formatRate(rateBetween(parseRate('1'), parseRate('3')))).toBe('0.33333333')
    expect(formatRate(rateBetween(parseRate('2'), parseRate('3')))).toBe('0.66666667')
  })
})

describe('conversion', () => {
  it.each<[string, Currency, string, Currency, string, string]>([
    ['0.01', 'USD', '6.6464', 'CNY', '0.07', 'captured: half-up of 0.0665 (query.md §2)'],
    ['39.25', 'USD', '7.15630000', 'CNY', '280.88', 'half-up of 280.884775 (spot-pay.md §8)'],
    ['10.00', 'USD', '7.15630000', 'CNY', '71.56', 'half-up of 71.563 (refund.md §8)'],
    ['369.30', 'AUD', '5.41940000', 'CNY', '2001.38', 'half-up of 2001.38442 (reconciliation.md §4)'],
    ['0.50', 'USD', '0.01', 'CNY', '0.01', 'half-up of 0.005'],
    ['0.49', 'USD', '0.01', 'CNY', '0.00', 'half-up of 0.0049'],
    ['1000', 'JPY', '0.0487', 'CNY', '48.70', 'from a currency without decimals'],
    ['1', 'JPY', '0.0487', 'CNY', '0.05', 'half-up of 0.0487'],
    ['1.50', 'CNY', '1', 'JPY', '2', 'to a currency without decimals, half-up of 1.5'],
    ['1.49', 'CNY', '1', 'JPY', '1', 'to a currency without decimals, half-up of 1.49'],
    ['100', 'KRW', '0.11', 'JPY', '11', 'between two of them'],
  ])('%s %s at %s is %s %s: %s', (text, currency, rate, target, expected) => {
    const parsed = parseAmount(text, currency)
    if (!parsed.ok) throw new Error(parsed.rule)
    const converted = convert(parsed.money, parseRate(rate), target)
    expect([formatAmount(converted), converted.currency]).toEqual([expected, target])
  })

  it('is half-up, never off by one', () => {
    const someMoney = fc.tuple(fc.nat(10_000_000_000), anyCurrency).map(([units, currency]) => money(units, currency))
    const someRate = fc.integer({ min: 1, max: 10_000_000_000 }).map((scaled) => parseRate(formatRate(scaled as Rate)))
    fc.assert(
      fc.property(someMoney, someRate, anyCurrency, (given, rate, target) => {
        const converted = BigInt(convert(given, rate, target).amount)
        // Both sides as whole numbers of 10^-12 units: |converted - exact| <= half a minor unit, the half upwards.
        const unit = 10n ** BigInt(12 - currencies[target].minorUnits)
        const exact = BigInt(given.amount) * BigInt(rate) * 10n ** BigInt(4 - currencies[given.currency].minorUnits)
        const difference = 2n * (converted * unit - exact)
        expect(difference <= unit && difference > -unit).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })

  it('at the rate 1 to the same currency changes nothing', () => {
    fc.assert(
      fc.property(anyMoney, (given) => {
        expect(convert(given, parseRate('1'), given.currency)).toEqual(given)
      }),
    )
  })

  it('never ends in an amount that cannot be counted', () => {
    expect(() => convert(money(Number.MAX_SAFE_INTEGER, 'USD'), parseRate('2'), 'CNY')).toThrow(RangeError)
  })
})
