/** What each of the three witnesses saw of a case, and what it should have been: short words for a reader. Pure. */
import { currencyNamed } from '../../protocol/currency.ts'
import { formatAmount, money } from '../../protocol/money.ts'
import type { Evidence, Sale } from '../verdict/evidence.ts'
import { ruleNamed } from '../verdict/rules.ts'
import { chargedTimes, givenBackUnits, heldUnits } from '../verdict/sums.ts'
import { cut } from './shown-text.ts'

export type Witness = 'told' | 'ledger' | 'wire'

export type WitnessWords = {
  readonly witness: Witness
  /** Whose word it is. */
  readonly title: string
  readonly saw: string
  readonly more: readonly string[]
  /** What the case expects; undefined where it expects nothing in particular. */
  readonly expected: string | undefined
}

/** `12.30 USD`; the bare number for a currency that nobody knows. */
export function amountText(units: number, currency: string): string {
  const known = currencyNamed(currency)
  return known === undefined || !Number.isSafeInteger(units)
    ? `${units} minor units`
    : `${formatAmount(money(units, known))} ${known}`
}

export function witnessWords(evidence: Evidence, sale: Sale): readonly WitnessWords[] {
  return [toldWords(evidence, sale), ledgerWords(evidence, sale), wireWords(evidence, sale)]
}

function toldWords({ theCase: { expect }, till }: Evidence, { name, told, history, refunds }: Sale): WitnessWords {
  const wanted = expect.told_of[name] ?? expect.told ?? till?.payment
  const steps = history.map(({ status }) => status).filter((status, at, all) => status !== all[at - 1])
  return {
    witness: 'told',
    title: 'What the backend told the till',
    saw: told?.status ?? 'nothing',
    more: [
      ...(steps.length > 1 ? [`one after the other: ${steps.join(', ')}`] : []),
      ...(told?.message === undefined ? [] : [`to the cashier: “${told.message}”`]),
      ...refunds.map(
        ({ request, told: said }) => `refund of ${request.amount}: ${said === undefined ? 'refused' : said.status}`,
      ),
    ],
    expected: wanted?.join(' or '),
  }
}

function ledgerWords({ theCase: { expect }, sales }: Evidence, sale: Sale): WitnessWords {
  const { currency } = sale.request
  const times = chargedTimes(sale)
  const back = givenBackUnits(sale)
  const { charged, held, refunded, state } = expect.ledger
  // The sums that a case expects are over all of its sales.
  const wanted =
    sales.length > 1
      ? []
      : [
          ...(charged === undefined ? [] : [charged === 0 ? 'nothing charged' : `charged ${timesText(charged)}`]),
          ...(held === undefined ? [] : [`${held} ${currency} held`]),
          ...(refunded === undefined ? [] : [`${refunded} ${currency} given back`]),
          ...(state === undefined ? [] : [state]),
        ]
  return {
    witness: 'ledger',
    title: 'What the ledger of the gateway holds',
    saw: `${amountText(heldUnits(sale), currency)} held`,
    more: [
      times === 0 ? 'nothing charged' : `charged ${timesText(times)}`,
      ...(back === 0 ? [] : [`${amountText(back, currency)} given back`]),
      ...sale.trades.map(({ state: was, closed_by: by }) => `trade ${was}${by === null ? '' : `, closed by ${by}`}`),
    ],
    expected: wanted.length === 0 ? undefined : wanted.join(', '),
  }
}

function timesText(count: number): string {
  return count === 1 ? 'once' : `${count} times`
}

function wireWords({ theCase: { expect } }: Evidence, { calls, notifications }: Sale): WitnessWords {
  const counts = [...Map.groupBy(calls, ({ service }) => service)].map(([service, of]) => `${of.length} ${service}`)
  const sends = notifications.reduce((sum, { attempts }) => sum + attempts.length, 0)
  const first = calls[0]
  const wanted = expect.wire.flatMap((id) => ruleNamed(id)?.sentence ?? [])
  return {
    witness: 'wire',
    title: 'What went over the wire',
    saw: counts.join(', ') || 'nothing',
    more: [
      ...(first === undefined ? [] : [`journal #${first.id}${calls.length === 1 ? '' : ` to #${calls.at(-1)?.id}`}`]),
      ...(sends === 0 ? [] : [`${sends} ${sends === 1 ? 'notification' : 'notifications'} sent to the backend`]),
    ],
    expected: wanted.length === 0 ? undefined : wanted.join(' '),
  }
}

/** A pattern that a text of megabytes matches as a whole is too much for the engine. */
const textMost = 2_000

/** A finding with amounts as a shop writes them, and with long ids shortened. */
export function findingText(text: string, currency: string): string {
  return amountsIn(text, currency).replaceAll(/[\w-]{33,}/g, (id) => `${id.slice(0, 10)}…${id.slice(-10)}`)
}

/** A finding with amounts as a shop writes them: the rules count in minor units. As it is, in a currency that nobody knows. */
export function amountsIn(text: string, currency: string): string {
  if (currencyNamed(currency) === undefined) return cut(text, textMost)
  const amount = (units: string) => amountText(Number(units), currency)
  const bare = (units: string) => amount(units).replace(` ${currency}`, '')
  return cut(text, textMost)
    .replaceAll(/, and (\d+) (were given back|told refunded)/g, ', and $1 minor units $2')
    .replaceAll(/(\d+) of (\d+) minor units/g, (_, part: string, whole: string) => `${bare(part)} of ${amount(whole)}`)
    .replaceAll(
      /(\d+) minor units (\w+ of) (\d+)/g,
      (_, a: string, of: string, b: string) => `${amount(a)} ${of} ${amount(b)}`,
    )
    .replaceAll(/(\d+) minor units/g, (_, units: string) => amount(units))
    .replace(/^(\d+) (held|refunded), expected (\d+)$/, (_, was: string, what: string, wanted: string) => {
      return `${amount(was)} ${what}, expected ${amount(wanted)}`
    })
}

/** The currency in which a case is told: that of its first payment. */
export function currencyOf(evidence: Evidence | undefined): string {
  return evidence?.sales[0]?.request.currency ?? ''
}
