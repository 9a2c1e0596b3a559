/**
 * What is wrong with a rule that is well formed: it can never match, or its play does not fit the calls it means.
 * Pure. Source: issue 4 (Bad input).
 */
import { blankTime, type Instant, parseTime } from '../../protocol/beijing-time.ts'
import { type Currency, currencies } from '../../protocol/currency.ts'
import { identityCodePattern } from '../../protocol/identity-code.ts'
import { parseAmount } from '../../protocol/money.ts'
import type { Service } from '../../protocol/service.ts'
import type { Problem } from './field-problem.ts'
import type { Condition, OneOf } from './match.ts'
import type { RuleDraft } from './rule-types.ts'

type Path = Problem['path']

/** Facts of a call that a condition may pin down, and what is still possible after the conditions so far. */
const factNames = ['service', 'partner', 'secondaryMerchantId', 'storeId', 'terminalId', 'currency'] as const
type FactName = (typeof factNames)[number]

type Possible = {
  readonly facts: { readonly [Name in FactName]?: readonly string[] }
  readonly nth?: number
}

/** Why no call can ever match, at the condition that makes it impossible; undefined when one can. */
export function whyNever(match: Condition, now: Instant): Problem | undefined {
  const found = narrow(match, { facts: {} }, ['match'], now)
  return 'problem' in found ? found.problem : undefined
}

type Narrowed = { readonly possible: Possible } | { readonly problem: Problem }

function narrow(condition: Condition, given: Possible, path: Path, now: Instant): Narrowed {
  let possible = given
  for (const name of factNames) {
    const wanted = condition[name]
    if (wanted === undefined) continue
    const before = possible.facts[name]
    const names = listed<string>(wanted).filter((value) => before?.includes(value) ?? true)
    if (names.length === 0) return never([...path, name], `only ${before?.join(', ')} is left by the other conditions`)
    possible = { ...possible, facts: { ...possible.facts, [name]: names } }
  }
  const { nth = possible.nth } = condition
  if (possible.nth !== undefined && nth !== possible.nth)
    return never([...path, 'nth'], `another condition wants ${possible.nth}`)
  possible = nth === undefined ? possible : { ...possible, nth }
  const own = neverOfItself(condition, possible, path, now)
  return own === undefined ? narrowCombined(condition, possible, path, now) : { problem: own }
}

function narrowCombined({ all, any, not }: Condition, given: Possible, path: Path, now: Instant): Narrowed {
  let possible = given
  for (const [index, part] of all?.entries() ?? []) {
    const narrowed = narrow(part, possible, [...path, 'all', index], now)
    if ('problem' in narrowed) return narrowed
    possible = narrowed.possible
  }
  if (any !== undefined) {
    const branches = any.map((part, index) => narrow(part, possible, [...path, 'any', index], now))
    const [first] = branches
    if (first !== undefined && 'problem' in first && branches.every((branch) => 'problem' in branch)) return first
  }
  if (not !== undefined && isCertain(not, possible))
    return never([...path, 'not'], 'it excludes every call that is left')
  return { possible }
}

/** Whether each call that is still possible meets the condition: told only for facts, the rest is never certain. */
function isCertain(condition: Condition, { facts, nth }: Possible): boolean {
  return Object.keys(condition).every((key) => {
    if (key === 'nth') return nth !== undefined && nth === condition.nth
    const name = factNames.find((fact) => fact === key)
    const wanted = name === undefined ? undefined : condition[name]
    if (name === undefined || wanted === undefined) return false
    return facts[name]?.every((value) => listed<string>(wanted).includes(value)) ?? false
  })
}

function neverOfItself(condition: Condition, { facts }: Possible, path: Path, now: Instant): Problem | undefined {
  const { amount, code, between, daily } = condition
  const known = facts.currency as readonly Currency[] | undefined
  const reason =
    (amount && within('amount', whyNoAmount(amount, known))) ??
    (code && within('code', whyNoCode(code))) ??
    (between && within('between', whyNoMoment(between, now))) ??
    (daily && within('daily', daily.from === daily.to ? ['to', 'it is the same as from'] : undefined))
  return reason && never([...path, ...reason.path], reason.why).problem
}

/** Which member of a condition, and why. */
type Reason = readonly [member: string, why: string] | undefined

function within(name: string, reason: Reason): { path: Path; why: string } | undefined {
  return reason && { path: [name, reason[0]], why: reason[1] }
}

type Amounts = NonNullable<Condition['amount']>

/** Without a known currency amounts are compared as if they had two decimals, which is right for every other, too. */
function whyNoAmount(amounts: Amounts, known: readonly Currency[] | undefined): Reason {
  const { exactly, from, to } = amounts
  for (const [member, written] of Object.entries(amounts)) {
    const fits = (known ?? ['USD' as const]).some((currency) => parseAmount(written, currency).ok)
    if (!fits) return [member, `${known?.join(', ')} has ${currencies[known?.[0] ?? 'USD'].minorUnits} decimals`]
  }
  const [low, exact, high] = [hundredths(from) ?? 0, hundredths(exactly), hundredths(to) ?? Infinity]
  if (low > high) return ['to', `it is less than from`]
  if (exact !== undefined && (exact < low || exact > high)) return ['exactly', 'it is outside of the range']
  return undefined
}

function hundredths(text: string | undefined): number | undefined {
  const parsed = text === undefined ? undefined : parseAmount(text, 'USD')
  return parsed?.ok === true ? parsed.money.amount : undefined
}

function whyNoCode({ exactly, prefix }: NonNullable<Condition['code']>): Reason {
  if (exactly !== undefined && !identityCodePattern.test(exactly))
    return ['exactly', 'a payment code has 16 to 24 digits, the first two 25 to 30']
  if (prefix !== undefined && !(/^(?:2|2[5-9]\d*|3|30\d*)$/.test(prefix) && prefix.length <= 24))
    return ['prefix', 'a payment code has at most 24 digits, the first two 25 to 30']
  if (exactly !== undefined && !exactly.startsWith(prefix ?? '')) return ['prefix', 'exactly does not begin with it']
  return undefined
}

function whyNoMoment({ from = '', to }: NonNullable<Condition['between']>, now: Instant): Reason {
  if (from !== '' && parseTime(from) === undefined) return ['from', 'there is no such time']
  if (to === undefined) return undefined
  if (parseTime(to) === undefined) return ['to', 'there is no such time']
  if (to <= from) return ['to', 'it is not after from']
  return to <= blankTime(now) ? ['to', `it is already ${blankTime(now)}`] : undefined
}

function never(path: Path, why: string): { readonly problem: Problem } {
  return { problem: { path, message: `can never hold: ${why}` } }
}

function listed<T>(values: OneOf<T>): readonly T[] {
  return Array.isArray(values) ? values : [values as T]
}

/** Plans and holds that only one service knows. */
const servicePlans: readonly {
  readonly of: (play: Play) => boolean
  readonly path: Path
  readonly service: Service
}[] = [
  { of: ({ plan }) => plan.kind === 'waiting', path: ['play', 'plan', 'kind'], service: 'pay' },
  { of: ({ plan }) => plan.kind === 'asynchronous', path: ['play', 'plan', 'kind'], service: 'refund' },
  { of: ({ plan }) => 'retryFlag' in plan, path: ['play', 'plan', 'retryFlag'], service: 'cancel' },
  { of: ({ waitForCancel }) => waitForCancel !== undefined, path: ['play', 'waitForCancel'], service: 'pay' },
]

type Play = NonNullable<RuleDraft['play']>

/** A play that only makes sense for one service, in a rule that may match another. */
export function whyUnplayable({ match, play }: Pick<RuleDraft, 'match' | 'play'>): Problem | undefined {
  if (play === undefined) return undefined
  const only = match?.service === undefined ? [] : listed<Service>(match.service)
  const wrong = servicePlans.find(({ of, service }) => of(play) && !(only.length === 1 && only[0] === service))
  return wrong && { path: wrong.path, message: `is for ${wrong.service} only, and only calls of it may be meant` }
}
