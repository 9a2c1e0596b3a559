/**
 * Whether a call is one that a rule means: a function for each kind of condition, and the walk over them.
 * Pure: chance is handed in. Whether a condition can hold at all is rule-check.ts's question. Source: issue 4 (Rules).
 */
import { blankTime } from '../../protocol/beijing-time.ts'
import type { Currency } from '../../protocol/currency.ts'
import { maskIdentityCode } from '../../protocol/identity-code.ts'
import { formatAmount, parseAmount } from '../../protocol/money.ts'
import type { Service } from '../../protocol/service.ts'
import type { Call, NearMiss } from './behaviour.ts'

export type OneOf<T> = T | readonly T[]

/** All that is given has to hold. Nothing given: every call. */
export type Condition = {
  readonly service?: OneOf<Service>
  readonly partner?: OneOf<string>
  readonly secondaryMerchantId?: OneOf<string>
  readonly storeId?: OneOf<string>
  readonly terminalId?: OneOf<string>
  readonly currency?: OneOf<Currency>
  /** Decimal text in the call's own currency; the bounds belong to the range. */
  readonly amount?: { readonly exactly?: string; readonly from?: string; readonly to?: string }
  readonly code?: { readonly exactly?: string; readonly prefix?: string }
  /** The n-th call of its service on its trade. */
  readonly nth?: number
  /** `YYYY-MM-DD HH:MM:SS` in Beijing, on the partner's clock; from it on, and before it. */
  readonly between?: { readonly from?: string; readonly to?: string }
  /** `HH:MM` in Beijing; may go over midnight. */
  readonly daily?: { readonly from: string; readonly to: string }
  readonly all?: readonly Condition[]
  readonly any?: readonly Condition[]
  readonly not?: Condition
  /** In (0, 1]. */
  readonly probability?: number
}

export type ConditionName = keyof Condition

/** In the order in which they are looked at; chance last, so that it is blamed only for what it did. */
export const conditionNames = [
  'service',
  'partner',
  'secondaryMerchantId',
  'storeId',
  'terminalId',
  'currency',
  'amount',
  'code',
  'nth',
  'between',
  'daily',
  'all',
  'any',
  'not',
  'probability',
] as const satisfies readonly ConditionName[]

export type Miss = Pick<NearMiss, 'condition' | 'wanted' | 'was'>

export type Verdict = { readonly held: number; readonly miss?: Miss }

/** What a condition is looked at with: the call, chance by the path of the condition, and that path. */
export type Sight = { readonly call: Call; readonly draw: (path: string) => number; readonly path: string }

/** How many conditions hold before the first that does not; without a miss the call is meant. */
export function judge(condition: Condition, sight: Sight): Verdict {
  let held = 0
  for (const name of conditionNames) {
    const miss = missOf(name, condition, sight)
    if (miss !== undefined) return { held, miss }
    if (condition[name] !== undefined) held += 1
  }
  return { held }
}

function missOf<Name extends ConditionName>(name: Name, condition: Condition, sight: Sight): Miss | undefined {
  const wanted: Condition[Name] = condition[name]
  return wanted === undefined ? undefined : tests[name](wanted, { ...sight, path: `${sight.path}.${name}` })
}

type Tests = {
  readonly [Name in ConditionName]: (wanted: NonNullable<Condition[Name]>, sight: Sight) => Miss | undefined
}

const fact =
  (of: (call: Call) => string | undefined) =>
  (wanted: OneOf<string>, { call, path }: Sight): Miss | undefined => {
    const was = of(call)
    const names = typeof wanted === 'string' ? [wanted] : wanted
    if (was !== undefined && names.includes(was)) return undefined
    return { condition: path, wanted: names.join(' or '), was: was ?? 'not given' }
  }

const tests: Tests = {
  service: fact((call) => call.service),
  partner: fact((call) => call.partner),
  secondaryMerchantId: fact((call) => call.shop.secondaryMerchantId),
  storeId: fact((call) => call.shop.storeId),
  terminalId: fact((call) => call.shop.terminalId),
  currency: fact((call) => call.amount?.currency),
  amount: ({ exactly, from, to }, { call, path }) => {
    const { amount } = call
    const bound = (text: string | undefined) => {
      if (text === undefined || amount === undefined) return undefined
      const parsed = parseAmount(text, amount.currency)
      return parsed.ok ? parsed.money.amount : Number.NaN
    }
    // A bound that this currency cannot express is NaN: nothing compares to it.
    const holds =
      amount !== undefined &&
      (bound(exactly) ?? amount.amount) === amount.amount &&
      (bound(from) ?? 0) <= amount.amount &&
      (bound(to) ?? amount.amount) >= amount.amount
    if (holds) return undefined
    const wanted = exactly ?? `${from ?? '0'} to ${to ?? 'any'}`
    return { condition: path, wanted, was: amount === undefined ? 'not given' : formatAmount(amount) }
  },
  code: ({ exactly, prefix }, { call, path }) => {
    const { identityCode } = call
    if (
      identityCode !== undefined &&
      identityCode === (exactly ?? identityCode) &&
      identityCode.startsWith(prefix ?? '')
    )
      return undefined
    const wanted = exactly === undefined ? `${prefix}…` : maskIdentityCode(exactly)
    return { condition: path, wanted, was: identityCode === undefined ? 'not given' : maskIdentityCode(identityCode) }
  },
  nth: (wanted, { call, path }) =>
    call.nth === wanted ? undefined : { condition: path, wanted: String(wanted), was: String(call.nth) },
  between: ({ from = '', to = '~' }, { call, path }) => {
    const now = blankTime(call.at)
    return from <= now && now < to ? undefined : { condition: path, wanted: `${from || 'ever'} to ${to}`, was: now }
  },
  daily: ({ from, to }, { call, path }) => {
    const now = blankTime(call.at).slice(11, 16)
    const inside = from <= to ? from <= now && now < to : from <= now || now < to
    return inside ? undefined : { condition: path, wanted: `${from} to ${to}`, was: now }
  },
  all: (conditions, sight) => {
    for (const [index, condition] of conditions.entries()) {
      const { miss } = judge(condition, { ...sight, path: `${sight.path}[${index}]` })
      if (miss !== undefined) return miss
    }
    return undefined
  },
  any: (conditions, sight) => {
    const holds = conditions.some(
      (condition, index) => judge(condition, { ...sight, path: `${sight.path}[${index}]` }).miss === undefined,
    )
    return holds ? undefined : { condition: sight.path, wanted: `one of ${conditions.length}`, was: 'none' }
  },
  not: (condition, sight) =>
    judge(condition, sight).miss === undefined
      ? { condition: sight.path, wanted: 'anything else', was: 'just that' }
      : undefined,
  probability: (wanted, { draw, path }) => {
    const drawn = draw(path)
    return drawn < wanted ? undefined : { condition: path, wanted: `below ${wanted}`, was: drawn.toFixed(3) }
  },
}
