/** What a case expects of its own: the ends told, the ledger, refunds, notifications, a sentence for the cashier. */
import type { Evidence, Finding, Rule, Sale } from './evidence.ts'
import { chargedTimes, givenBackUnits, heldUnits, units } from './sums.ts'

export const caseRules: readonly Rule[] = [
  {
    id: 'case/steps',
    sentence: 'Each step of the case gets the answer that the terminal API promises.',
    clause: 'certification.md §2 (R10)',
    level: 'must',
    check: ({ steps }) => steps.map(({ text }) => ({ text, witness: 'told' })),
  },
  {
    id: 'case/told',
    sentence: 'The payment ends as the protocol says that it must.',
    clause: 'flows.md §1',
    level: 'must',
    check: (evidence) => evidence.sales.flatMap((sale) => wrongEnd(evidence, sale)),
  },
  {
    id: 'case/refund-told',
    sentence: 'The refund ends as the protocol says that it must.',
    clause: 'flows.md §4',
    level: 'must',
    check: ({ theCase: { expect }, sales, till }) =>
      sales.flatMap(({ refunds }) =>
        refunds.flatMap(({ name, told }): readonly Finding[] => {
          const wanted: readonly string[] | undefined = expect.refunds[name] ?? till?.refund
          if (wanted === undefined || told === undefined || wanted.includes(told.status)) return []
          return [{ text: `refund ${name} told ${told.status}, expected ${wanted.join(' or ')}`, witness: 'told' }]
        }),
      ),
  },
  {
    id: 'case/ledger',
    sentence: 'The ledger ends as the case says.',
    clause: 'flows.md §1',
    level: 'must',
    check: wrongLedger,
  },
  {
    id: 'case/notifications',
    sentence: 'Genuine notifications are acknowledged with success, others are not.',
    clause: 'flows.md §5',
    level: 'must',
    check: ({ theCase: { expect }, sales }) => {
      if (expect.notifications === undefined) return []
      const all = sales.flatMap(({ notifications }) => notifications)
      const text = `${all.length} notifications: ${all.map(({ state, attempts }) => `${state}, last answer "${attempts.at(-1)?.said ?? ''}"`).join('; ')}`
      const held =
        expect.notifications === 'acknowledged'
          ? all.length > 0 && all.every(({ attempts }) => attempts.some(({ acknowledged }) => acknowledged))
          : all.every(({ attempts }) => attempts.every(({ acknowledged }) => !acknowledged))
      return held ? [] : [{ text: `${text}; expected ${expect.notifications}`, witness: 'wire' }]
    },
  },
  {
    id: 'case/message',
    sentence: 'The cashier gets a sentence.',
    clause: 'certification.md §2 (R8)',
    level: 'should',
    check: ({ theCase: { expect }, sales }) =>
      sales.flatMap(({ told }) =>
        expect.message && (told?.message ?? '').trim().length < 8
          ? [{ text: 'no message for the cashier', witness: 'told' as const }]
          : [],
      ),
  },
]

function wrongEnd({ theCase: { expect }, till, sales }: Evidence, { name, told }: Sale): readonly Finding[] {
  const wanted: readonly string[] | undefined = expect.told_of[name] ?? expect.told ?? till?.payment
  // A payment that the SUT refused to take is judged by its step.
  if (wanted === undefined || told === undefined || wanted.includes(told.status)) return []
  const subject = sales.length === 1 ? '' : `${name} `
  return [{ text: `${subject}told ${told.status}, expected ${wanted.join(' or ')}`, witness: 'told' }]
}

function wrongLedger({ theCase: { expect }, sales }: Evidence): readonly Finding[] {
  const { charged, held, refunded, state } = expect.ledger
  const currency = sales[0]?.request.currency ?? 'USD'
  const total = (of: (sale: Sale) => number) => sales.reduce((sum, sale) => sum + of(sale), 0)
  const rows: readonly (readonly [what: string, wanted: number | undefined, was: number])[] = [
    ['charged', charged, total(chargedTimes)],
    ['held', held === undefined ? undefined : units(held, currency), total(heldUnits)],
    ['refunded', refunded === undefined ? undefined : units(refunded, currency), total(givenBackUnits)],
  ]
  const wrong = rows.flatMap(([what, wanted, was]): readonly Finding[] =>
    wanted === undefined || wanted === was ? [] : [{ text: `${was} ${what}, expected ${wanted}`, witness: 'ledger' }],
  )
  const states = sales.flatMap(({ trades }) => trades.map((trade) => trade.state))
  const other = state === undefined ? undefined : states.find((was) => was !== state)
  return other === undefined ? wrong : [...wrong, { text: `${other}, expected ${state}`, witness: 'ledger' }]
}
