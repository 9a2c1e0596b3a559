/** Which moment of a sale broke which rule, and which was the first that did. Pure. */
import type { Evidence, Sale } from '../verdict/evidence.ts'
import type { Violation } from '../verdict/judge.ts'
import type { JudgedMoment, Moment } from './moment.ts'

export function judgedMoments(moments: readonly Moment[], violations: readonly Violation[]): readonly JudgedMoment[] {
  const at = violations.map((violation) => placeOf(violation, moments))
  const first = Math.min(...at)
  return moments.map((moment, index) => ({
    ...moment,
    wrong: violations.filter((_, which) => at[which] === index),
    first: index === first,
  }))
}

/** What never happened went wrong at the end. */
function placeOf({ rule, witness, exchanges = [], text }: Violation, moments: readonly Moment[]): number {
  const end = moments.length - 1
  const counted = /^(\d+) \w+ calls, expected (at least |at most )?(\d+)$/.exec(text)
  if (counted !== null) {
    const most = Number(counted[3])
    // Too few: the missing one went wrong by not being there. Too many: the first that was too much.
    const id = Number(counted[1]) > most ? exchanges[most] : undefined
    return or(
      moments.findIndex(({ call }) => call !== undefined && call.id === id),
      end,
    )
  }
  // A rule of the wire may list the calls that a word is not covered by: what went wrong is the word.
  const isSaid = /^(?:[\w-]+: |[\w-]+ )?told /.test(text)
  const called = moments.findIndex(({ call }) => call !== undefined && exchanges.includes(call.id))
  if (called !== -1 && !isSaid) return called
  const lastTold = moments.findLastIndex(({ kind, words }) => kind === 'told' && !words.startsWith('refund '))
  const toldRefund = moments.findLastIndex(({ kind, words }) => kind === 'told' && words.startsWith('refund '))
  const aboutRefund = /refund/.test(rule) || text.startsWith('refund')
  const told = aboutRefund && toldRefund !== -1 ? toldRefund : lastTold
  const spoken = isSaid || rule.startsWith('money/told-') || rule === 'money/refunded-as-told' || witness === 'told'
  if (rule === 'money/charged-once') return or(secondCharge(moments), end)
  if (rule === 'case/steps' || rule === 'money/decided') return end
  return spoken ? or(told, end) : end
}

function secondCharge(moments: readonly Moment[]): number {
  const charges = moments.flatMap(({ booked = [], kind, words }, index) =>
    (kind === 'booked' ? [words] : booked).some((one) => one.endsWith(' charged')) ? [index] : [],
  )
  return charges[1] ?? -1
}

function or(index: number, otherwise: number): number {
  return index === -1 ? otherwise : index
}

/** Of one sale of several: those that name it or a call of it; what names none belongs to the first. */
export function violationsOf(
  sale: Sale,
  { sales }: Pick<Evidence, 'sales'>,
  violations: readonly Violation[],
): readonly Violation[] {
  const owner = ({ text, exchanges = [] }: Violation): Sale | undefined =>
    sales.find(({ calls }) => calls.some(({ id }) => exchanges.includes(id))) ??
    sales.find(({ name }) => text.startsWith(`${name}: `) || text.startsWith(`${name} told `)) ??
    sales[0]
  const own = sales.length === 1 ? violations : violations.filter((violation) => owner(violation) === sale)
  // Two orders of a sale may break a rule in the same words.
  return [...new Map(own.toReversed().map((one) => [`${one.rule} ${one.text}`, one])).values()].toReversed()
}
