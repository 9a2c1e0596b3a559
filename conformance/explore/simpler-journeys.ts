/**
 * Every journey that is one bit simpler than another: bold cuts first, so that a long journey is short after a few tries. Pure.
 * Each keeps to what can be judged (journey.ts, isSound).
 */
import { isSound, type Journey, type JourneyRule, type JourneyStep, journeyId, laidOut, saleOf } from './journey.ts'

/** Without doubles, the boldest first. */
export function simplerJourneys(journey: Journey): readonly Journey[] {
  const { steps, rules } = journey
  const candidates: readonly Journey[] = [
    ...(rules.length > 0 ? [{ steps, rules: [] }] : []),
    ...salesOf(steps).map((sale) => ({ steps: withoutSale(steps, sale), rules })),
    { steps: steps.map(plainStep), rules },
    { steps, rules: rules.filter((rule) => isAbout(rule, 'pay')) },
    ...without(steps).map((fewer) => ({ steps: fewer, rules })),
    ...without(rules).map((fewer) => ({ steps, rules: fewer })),
    ...replaced(steps, simplerSteps).map((simpler) => ({ steps: simpler, rules })),
    ...replaced(rules, simplerRules).map((simpler) => ({ steps, rules: simpler })),
  ]
  const own = journeyId(journey)
  const sound = candidates.filter(isSound).map((one) => [journeyId(one), one] as const)
  return [...new Map(sound.filter(([id]) => id !== own)).values()]
}

/** All that are left out one at a time; a refund goes with the wait for it, a step with the wait behind it. */
function without<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  const pairs = items.map((_, index) => items.filter((__, at) => at !== index && at !== index + 1))
  return [...pairs, ...items.map((_, index) => items.filter((__, at) => at !== index))]
}

function replaced<Item>(items: readonly Item[], simpler: (item: Item) => readonly Item[][]): readonly Item[][] {
  return items.flatMap((item, index) =>
    simpler(item).map((instead) => [...items.slice(0, index), ...instead, ...items.slice(index + 1)]),
  )
}

function salesOf(steps: readonly JourneyStep[]): readonly string[] {
  const names = new Set(laidOut(steps).flatMap((step) => saleOf(step) ?? []))
  return names.size > 1 ? [...names] : []
}

function withoutSale(steps: readonly JourneyStep[], sale: string): readonly JourneyStep[] {
  return steps.flatMap((step): JourneyStep[] => {
    if (!('parallel' in step)) return saleOf(step) === sale ? [] : [step]
    const left = step.parallel.filter((one) => saleOf(one) !== sale)
    return left.length > 1 ? [{ parallel: left }] : left
  })
}

function isAbout({ match }: JourneyRule, service: string): boolean {
  return match?.service === service
}

/** 12.30 USD by a barcode of 18 digits, and refunds of all of it. */
function plainStep(step: JourneyStep): JourneyStep {
  if ('parallel' in step)
    return { parallel: step.parallel.map((one) => plainStep(one) as (typeof step.parallel)[number]) }
  if ('pay' in step) return { pay: step.pay?.as === undefined ? {} : { as: step.pay.as } }
  if (!('refund' in step) || step.refund?.amount === undefined) return step
  const { amount: _, ...rest } = step.refund
  return { refund: rest }
}

function simplerSteps(step: JourneyStep): readonly JourneyStep[][] {
  if ('parallel' in step) return [[...step.parallel], ...step.parallel.map((one) => [one])]
  if ('pay' in step && step.pay !== undefined) {
    const { pay } = step
    const given = (['subject', 'code_length', 'amount', 'currency'] as const).filter((name) => pay[name] !== undefined)
    return given.map((name) => {
      const { [name]: _, ...rest } = pay
      return [{ pay: rest }]
    })
  }
  if ('refund' in step && step.refund?.amount !== undefined) return [[plainStep(step)], [partRefund(step.refund)]]
  return 'wait' in step && (step.wait?.ms ?? 0) > 1_000 ? [[{ wait: { ms: 1_000 } }]] : []
}

type Refund = NonNullable<Extract<JourneyStep, { refund?: unknown }>['refund']>

function partRefund(refund: Refund): JourneyStep {
  return { refund: { ...refund, amount: '1.00' } }
}

/** Without notifications, without delays, without a fault, the first call in place of a later one, plain faults. */
function simplerRules(rule: JourneyRule): readonly JourneyRule[][] {
  const { notifications, ...silent } = rule
  const { play, match } = rule
  const plays = play === undefined ? [] : simplerPlays(play)
  return [
    ...(notifications === undefined ? [] : [[silent]]),
    ...plays.map((simpler) => [{ ...rule, play: simpler }]),
    ...(rule.buyer?.does === 'pays' && rule.buyer.afterMs !== 5_000
      ? [[{ ...rule, buyer: { does: 'pays', afterMs: 5_000 } as const }]]
      : []),
    ...(match?.nth !== undefined && match.nth > 1 ? [[{ ...rule, match: { ...match, nth: 1 } }]] : []),
  ]
}

type Play = NonNullable<JourneyRule['play']>

function simplerPlays(play: Play): readonly Play[] {
  const { delayAfter, delayBefore, fault, ...rest } = play
  const lost = play.plan?.kind === 'lost'
  return [
    ...(delayAfter !== undefined || delayBefore !== undefined
      ? [{ ...rest, ...(fault !== undefined && { fault }) }]
      : []),
    ...(fault !== undefined && !lost && rest.plan !== undefined ? [rest] : []),
    ...(fault !== undefined && fault.kind !== 'no answer' ? [{ ...play, fault: { kind: 'no answer' } as const }] : []),
  ]
}
