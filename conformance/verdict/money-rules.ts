/**
 * Where a shop or its customer would lose money: what the SUT told against what the ledger holds.
 * Source: terminal-api.md (promises about money); flows.md §1, §4; certification.md §2 (R10).
 */
import type { Evidence, Finding, Rule, Sale } from './evidence.ts'
import { chargedTimes, givenBackUnits, heldUnits, isWaiting, refundedUnits, units } from './sums.ts'

type Seen = { readonly sale: Sale; readonly evidence: Evidence }

/** A rule that looks at one sale at a time; a phrase is a finding. */
function eachSale(look: (seen: Seen) => string | undefined, witness: Finding['witness'] = 'ledger'): Rule['check'] {
  return (evidence) =>
    evidence.sales.flatMap((sale) => {
      const text = look({ sale, evidence })
      return text === undefined ? [] : [{ text: evidence.sales.length === 1 ? text : `${sale.name}: ${text}`, witness }]
    })
}

export const moneyRules: readonly Rule[] = [
  {
    id: 'money/told-paid',
    sentence: 'What is told to be paid is paid, and the merchant holds it but for what was given back.',
    clause: 'flows.md §1',
    level: 'must',
    check: eachSale(({ sale }) => {
      if (sale.told?.status !== 'paid') return undefined
      const { amount, currency } = sale.request
      const due = units(amount, currency) - givenBackUnits(sale)
      const held = heldUnits(sale)
      return held >= due || (due === 0 && chargedTimes(sale) > 0)
        ? undefined
        : `told paid, and ${held} of ${due} minor units are held`
    }),
  },
  {
    id: 'money/told-not-paid',
    sentence: 'What is told to be not paid or cancelled holds no money.',
    clause: 'flows.md §1',
    level: 'must',
    check: eachSale(({ sale }) => {
      const status = sale.told?.status
      if (status !== 'not_paid' && status !== 'cancelled') return undefined
      const held = heldUnits(sale)
      return held > 0 ? `told ${status}, and ${held} minor units are held` : undefined
    }),
  },
  {
    id: 'money/charged-once',
    sentence: 'Nobody is charged twice for one sale.',
    clause: 'spot-pay.md §1',
    level: 'must',
    check: eachSale(({ sale }) => {
      const times = chargedTimes(sale)
      return times > 1 ? `${times} charged for one payment` : undefined
    }),
  },
  {
    id: 'money/charged-as-asked',
    sentence: 'What is charged is the amount of the sale, in its currency.',
    clause: 'spot-pay.md §3',
    level: 'must',
    check: eachSale(({ sale }) => {
      const { amount, currency } = sale.request
      const wrong = sale.trades.find(
        ({ trans_amount: was }) => was.currency !== currency || units(was.amount, currency) !== units(amount, currency),
      )
      const was = wrong?.trans_amount
      return was === undefined ? undefined : `${was.amount} ${was.currency} charged for a sale of ${amount} ${currency}`
    }),
  },
  {
    id: 'money/refunded-at-most',
    sentence: 'No more is given back, and no more is told to be, than was paid.',
    clause: 'refund.md §3',
    level: 'must',
    check: eachSale(({ sale }) => {
      const { amount, currency } = sale.request
      const paid = units(amount, currency) * chargedTimes(sale)
      const back = Math.max(givenBackUnits(sale), sum(sale, 'refunded', currency))
      return back > paid ? `${back} minor units refunded of ${paid}` : undefined
    }),
  },
  {
    id: 'money/refunded-as-told',
    sentence: 'What is told to be refunded goes back, once, and nothing else does.',
    clause: 'refund.md §2',
    level: 'must',
    check: eachSale(refundMismatch),
  },
  {
    id: 'money/refunded-sum-told',
    sentence: 'The sum that the SUT shows as refunded is the sum that was given back.',
    clause: 'flows.md §4',
    level: 'must',
    check: eachSale(({ sale }) => {
      const { told, request, refunds, trades } = sale
      if (told?.refunded === undefined || refunds.length === 0) return undefined
      const closedByCancel = trades.some(({ closed_by: by }) => by === 'cancel')
      const asynchronous = trades.some((trade) => trade.refunds.some(({ state }) => state === 'waiting'))
      if (closedByCancel || asynchronous) return undefined
      const { currency } = request
      const [said, back] = [units(told.refunded, currency), givenBackUnits(sale)]
      // Of what it calls unclear it does not know whether it went back, and says so.
      const least = back - sum(sale, 'unclear', currency)
      return said >= least && said <= back
        ? undefined
        : `told refunded ${said} minor units, and ${back} were given back`
    }, 'told'),
  },
  {
    id: 'money/nothing-waiting',
    sentence: 'No trade is left open that the buyer can still pay.',
    clause: 'flows.md §1',
    level: 'must',
    check: eachSale(({ sale }) => (isWaiting(sale) ? 'a trade is left in WAIT_BUYER_PAY' : undefined)),
  },
  {
    id: 'money/decided',
    sentence: 'Every payment comes to an end that the cashier can act on.',
    clause: 'certification.md §2 (R10)',
    level: 'must',
    check: eachSale(
      ({ sale }) => (sale.told?.status === 'pending' ? 'still told pending when it should have ended' : undefined),
      'told',
    ),
  },
]

/** A refund that is told pending or unclear promises nothing. */
function refundMismatch({ sale }: Seen): string | undefined {
  const { currency } = sale.request
  const promised = sum(sale, 'refunded', currency)
  const open = sum(sale, 'pending', currency) + sum(sale, 'unclear', currency)
  const back = sale.trades.reduce((total, trade) => total + refundedUnits(trade), 0)
  // A sale that could no longer be cancelled goes back by a refund that nobody asked for.
  const cancelled = sale.told?.status === 'cancelled'
  if (back < promised) return `${promised} minor units told refunded, and ${back} were given back`
  if (back > promised + open && !cancelled) return `${back} minor units were given back, and ${promised} told refunded`
  return undefined
}

function sum({ refunds }: Sale, status: string, currency: string): number {
  return refunds
    .filter(({ told }) => told?.status === status)
    .reduce((total, { request }) => total + units(request.amount, currency), 0)
}
