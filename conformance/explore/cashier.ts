/**
 * What a cashier may do, as arbitraries: sales, a cancel in the middle, a second press of the button, refunds in parts, twice,
 * at once. Keeps to what the system under test claims. Source: terminal-api.md; flows.md §1, §4.
 */
import fc from 'fast-check'
import { currencyNamed } from '../../protocol/currency.ts'
import { formatAmount, money } from '../../protocol/money.ts'
import type { Capabilities } from '../../reference/terminal-api/words.ts'
import type { JourneyStep } from './journey.ts'
import { sometimes } from './sometimes.ts'

type Claims = Pick<Capabilities, 'features' | 'currencies'>
type Pay = NonNullable<Extract<JourneyStep, { pay?: unknown }>['pay']>
type Price = { readonly units: number; readonly currency: string }

const subjects = ['Kaffee & Kuchen', '拿铁咖啡', 'a=1&b="2"', 'two  blanks', '50% off + tea']

function textOf({ units, currency }: Price): string {
  return formatAmount(money(units, currencyNamed(currency) ?? 'USD'))
}

/** Most sales are plain, so that what fails is seldom the amount. */
function payOf(as: string, { currencies: claimed }: Claims): fc.Arbitrary<{ pay: Pay; price: Price }> {
  const known = claimed.filter((one) => currencyNamed(one) !== undefined)
  const usual = known.includes('USD') ? 'USD' : (known[0] ?? 'USD')
  return fc
    .record({
      price: sometimes(
        35,
        fc.record({
          units: fc.oneof(fc.integer({ min: 1, max: 99 }), fc.integer({ min: 100, max: 99_999 })),
          currency: fc.constantFrom(...(known.length === 0 ? ['USD'] : known)),
        }),
      ),
      length: sometimes(20, fc.integer({ min: 18, max: 24 })),
      subject: sometimes(20, fc.constantFrom(...subjects)),
    })
    .map(({ price, length, subject }) => {
      return {
        // What a case takes when nothing is said.
        price: price ?? { units: 1_230, currency: usual },
        pay: {
          ...(as !== 'sale' && { as }),
          ...(price !== null && { amount: textOf(price), currency: price.currency }),
          ...(length !== null && { code_length: length }),
          ...(subject !== null && { subject }),
        },
      }
    })
}

const settledOf = (payment: string): JourneyStep => ({ wait: { ...(payment !== 'sale' && { payment }) } })

/** Before the end is known. */
function meanwhile(payment: string, { features }: Claims): fc.Arbitrary<readonly JourneyStep[]> {
  const named = payment === 'sale' ? {} : { payment }
  const pause = fc
    .integer({ min: 0, max: 20 })
    .map((s): JourneyStep[] => (s === 0 ? [] : [{ wait: { ms: s * 1_000 } }]))
  const cancel: JourneyStep = { cancel: named }
  const again: JourneyStep = { repeat_pay: named }
  const moves: readonly (readonly JourneyStep[])[] = [
    [again],
    ...(features.includes('cancel')
      ? [[cancel], [cancel, cancel], [again, cancel], [{ parallel: [again, cancel] }]]
      : []),
  ] as const
  return fc.oneof(
    { weight: 5, arbitrary: fc.constant([]) },
    {
      weight: 3,
      arbitrary: fc.tuple(pause, fc.constantFrom(...moves)).map(([before, move]) => [...before, ...move]),
    },
  )
}

/** After it: the price in parts of a quarter each, so that some of them exceed it together. */
function afterwards(payment: string, price: Price, { features }: Claims): fc.Arbitrary<readonly JourneyStep[]> {
  const named = payment === 'sale' ? {} : { payment }
  const partial = features.includes('partial_refund') && price.units >= 4
  const refund = (as: string, quarters: number): JourneyStep => ({
    refund: {
      ...named,
      as,
      ...(quarters < 4 && { amount: textOf({ ...price, units: Math.floor((price.units * quarters) / 4) }) }),
    },
  })
  const ended = (as: string): JourneyStep => ({ wait: { ...named, until: 'refund settled', refund: as } })
  const quarters = partial ? fc.integer({ min: 1, max: 4 }) : fc.constant(4)
  const asks: fc.Arbitrary<readonly JourneyStep[]> = fc.oneof(
    quarters.map((n) => [refund('first', n), ended('first')]),
    quarters.map((n) => [refund('first', n), refund('first', n), ended('first')]),
    fc
      .tuple(quarters, quarters)
      .map(([n, m]) => [refund('first', n), ended('first'), refund('second', m), ended('second')]),
    fc
      .tuple(quarters, quarters)
      .map(([n, m]) => [
        { parallel: [refund('first', n), refund('second', m)] } as JourneyStep,
        ended('first'),
        ended('second'),
      ]),
  )
  const others: readonly (readonly JourneyStep[])[] = [
    [{ repeat_pay: named }, settledOf(payment)],
    [{ send_notification: named }, settledOf(payment)],
    ...(features.includes('cancel') ? [[{ cancel: named } as JourneyStep, settledOf(payment)]] : []),
  ]
  return fc.oneof(
    { weight: 4, arbitrary: fc.constant([]) },
    ...(features.includes('refund') ? [{ weight: 4, arbitrary: asks }] : []),
    { weight: 2, arbitrary: fc.constantFrom(...others) },
  )
}

function sale(as: string, claims: Claims): fc.Arbitrary<readonly JourneyStep[]> {
  return payOf(as, claims).chain(({ pay, price }) =>
    fc
      .tuple(meanwhile(as, claims), afterwards(as, price, claims))
      .map(([before, after]) => [{ pay }, ...before, settledOf(as), ...after]),
  )
}

/** One sale, or two of one cashier, their steps mixed. */
export function cashier(claims: Claims): fc.Arbitrary<readonly JourneyStep[]> {
  return fc.oneof(
    { weight: 4, arbitrary: sale('sale', claims) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(sale('sale', claims), sale('other', claims), fc.array(fc.boolean(), { minLength: 16, maxLength: 16 }))
        .map(([one, two, turns]) => mixed(one, two, turns)),
    },
  )
}

/** Each sale keeps its own order. */
function mixed(one: readonly JourneyStep[], two: readonly JourneyStep[], turns: readonly boolean[]): JourneyStep[] {
  const [left, right] = [[...one], [...two]]
  const steps: JourneyStep[] = []
  for (const turn of turns) {
    const next = (turn ? left : right).shift()
    if (next !== undefined) steps.push(next)
  }
  return [...steps, ...left, ...right]
}
