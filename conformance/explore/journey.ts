/**
 * A journey: the steps of a cashier and the weather of one payment, written as in a case file, so that it is judged, saved and
 * run again as any case. Pure. Knows nothing of chance: draw-journeys.ts has it.
 */
import { createHash } from 'node:crypto'
import type { z } from 'zod'
import { type Case, caseSchema } from '../case/case-schema.ts'

type Written = z.input<typeof caseSchema>

export type JourneyStep = NonNullable<Written['steps']>[number]
export type JourneyRule = NonNullable<NonNullable<Written['gateway']>['rules']>[number]

export type Journey = {
  readonly steps: readonly JourneyStep[]
  /** What gateway, network and buyer do. */
  readonly rules: readonly JourneyRule[]
}

/** What a case file says besides its steps. */
export type JourneyWords = Pick<Written, 'proves' | 'source' | 'costs' | 'mend'>

const words: JourneyWords = {
  proves: 'Money and wire hold on a journey that was drawn by chance.',
  source: ['flows.md §1'],
  costs: 'What the rule that is broken says.',
  mend: 'Look at the wire of the journey, and at the clause of the rule.',
}

/** The same journey has the same id, in every run. */
export function journeyId({ steps, rules }: Journey): string {
  return `explore/${createHash('sha256')
    .update(JSON.stringify([steps, rules]))
    .digest('hex')
    .slice(0, 10)}`
}

/** As it is written down. Judged by money and wire alone: what a journey should end in, nobody has said. */
export function writtenCase(journey: Journey, about: JourneyWords = words): Written {
  const refunds = [...new Set(refundsOf(journey.steps))]
  return {
    id: journeyId(journey),
    ...about,
    tags: ['explored'],
    ...(journey.rules.length > 0 && { gateway: { rules: [...journey.rules] } }),
    steps: [...journey.steps],
    expect: {
      ...(refunds.length > 0 && { refunds: Object.fromEntries(refunds.map((name) => [name, [...anyEnd]])) }),
      without: ['case/steps'],
    },
  }
}

const anyEnd = ['pending', 'refunded', 'not_refunded', 'unclear'] as const

export function caseOf(journey: Journey, about: JourneyWords = words): Case {
  return caseSchema.parse(writtenCase(journey, about))
}

/** The steps with those in `parallel` laid out. */
export function laidOut(steps: readonly JourneyStep[]): readonly JourneyStep[] {
  return steps.flatMap((step): readonly JourneyStep[] => ('parallel' in step ? step.parallel : [step]))
}

function refundsOf(steps: readonly JourneyStep[]): readonly string[] {
  return laidOut(steps).flatMap((step) => ('refund' in step ? [step.refund?.as ?? 'refund'] : []))
}

/** The sale that a step is about; none for a mere pause. */
export function saleOf(step: JourneyStep): string | undefined {
  if ('pay' in step) return step.pay?.as ?? 'sale'
  if ('wait' in step) return step.wait?.ms === undefined ? (step.wait?.payment ?? 'sale') : undefined
  if ('cancel' in step) return step.cancel?.payment ?? 'sale'
  if ('refund' in step) return step.refund?.payment ?? 'sale'
  if ('repeat_pay' in step) return step.repeat_pay?.payment ?? 'sale'
  if ('send_notification' in step) return step.send_notification?.payment ?? 'sale'
  return undefined
}

/**
 * Whether it can be judged: every sale is paid for before anything else is done with it, and is given the time to come to
 * rest after the last thing that is done with it.
 */
export function isSound({ steps }: Journey): boolean {
  const flat = laidOut(steps)
  const sales = new Set(flat.map(saleOf).filter((name) => name !== undefined))
  return sales.size > 0 && [...sales].every((sale) => isSoundSale(flat, sale))
}

function isSoundSale(flat: readonly JourneyStep[], sale: string): boolean {
  const own = flat.filter((step) => saleOf(step) === sale)
  const pays = own.filter((step) => 'pay' in step)
  const first = own[0]
  const lastMove = own.findLastIndex((step) => 'pay' in step || 'repeat_pay' in step || 'cancel' in step)
  const settles = own.findLastIndex((step) => 'wait' in step && (step.wait?.until ?? 'settled') === 'settled')
  if (pays.length !== 1 || first === undefined || !('pay' in first) || settles < lastMove) return false
  return own.every((step, index) => {
    if (!('refund' in step)) return true
    const name = step.refund?.as ?? 'refund'
    const asked = own
      .slice(0, index)
      .some((before) => 'wait' in before && (before.wait?.until ?? 'settled') === 'settled')
    return asked && own.slice(index).some((after) => waitsForRefund(after, name))
  })
}

function waitsForRefund(step: JourneyStep, name: string): boolean {
  return 'wait' in step && step.wait?.until === 'refund settled' && (step.wait.refund ?? 'refund') === name
}
