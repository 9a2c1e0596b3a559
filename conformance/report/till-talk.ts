/**
 * Where the talk of the till belongs in a sale: what the cashier asked, what the backend told, when the power was cut. The
 * kit notes the order of each but no times; each stands at the earliest place that the wire explains. Pure.
 */
import type { Step } from '../case/case-schema.ts'
import type { Evidence, Sale } from '../verdict/evidence.ts'
import type { Moment } from './moment.ts'

/** A moment and after how many of the timed ones it comes. */
type Placed = { readonly after: number; readonly moment: Moment }

export function withTillTalk(evidence: Evidence, sale: Sale, timed: readonly Moment[]): readonly Moment[] {
  const placed = [
    ...tellings(sale, timed),
    ...(sale.cancelAsked ? [cancelAsked(timed)] : []),
    ...refundTalk(sale, timed),
    ...powerCuts(evidence, timed),
  ].toSorted((a, b) => a.after - b.after)
  const at = (after: number) => placed.filter((one) => one.after === after).map(({ moment }) => moment)
  return [...at(0), ...timed.flatMap((moment, index) => [moment, ...at(index + 1)])]
}

const untimed = { at: undefined } as const

function tellings({ history }: Sale, timed: readonly Moment[]): readonly Placed[] {
  const news = history.filter(({ status }, index) => status !== history[index - 1]?.status)
  let from = 0
  return news.map(({ status, message }) => {
    const rest = timed.slice(from)
    const found = status === 'pending' ? rest.findIndex(isCall) : rest.findIndex((moment) => explains(moment, status))
    const after = found === -1 ? Math.max(from, lastCall(timed)) : from + found + 1
    from = after
    const words = message === undefined ? status : `${status}: “${message}”`
    return { after, moment: { ...untimed, kind: 'told', from: 'backend', to: 'till', words } }
  })
}

const isCall = ({ kind }: Moment) => kind === 'called'

/** After how many moments the last call is over. */
function lastCall(timed: readonly Moment[]): number {
  return timed.findLastIndex(isCall) + 1
}

const grounds: Readonly<Record<string, readonly string[]>> = {
  paid: ['paid'],
  not_paid: ['refused', 'closed'],
  cancelled: ['cancelled', 'refunded'],
}

/** Whether a backend that heard this may say so. */
function explains({ kind, words, call }: Moment, status: string): boolean {
  if (kind === 'notified') return status === 'paid' && words.startsWith('notification pay')
  return call?.sure === true && (grounds[status] ?? []).includes(call.word)
}

function cancelAsked(timed: readonly Moment[]): Placed {
  const first = timed.findIndex(({ call }) => call?.service === 'cancel')
  const after = first === -1 ? lastCall(timed) : first
  return { after, moment: { ...untimed, kind: 'asked', from: 'till', to: 'backend', words: 'cancel' } }
}

/** A backend makes its own refund ids: the n-th that goes out is taken for the n-th that was asked for. */
function refundTalk({ refunds, request }: Sale, timed: readonly Moment[]): readonly Placed[] {
  const idOf = ({ call }: Moment) => (call?.service === 'refund' ? call.values.get('partner_refund_id') : undefined)
  const ids = [...new Set(timed.flatMap((moment) => idOf(moment) ?? []))]
  return refunds.flatMap(({ request: asked, told }, index): readonly Placed[] => {
    const id = ids[index]
    const isOwn = (moment: Moment) => id !== undefined && idOf(moment) === id
    const before = id === undefined ? timed.length : timed.findIndex(isOwn)
    const after = id === undefined ? timed.length : timed.findLastIndex(isOwn) + 1
    const words = told === undefined ? 'refused' : `${told.status}${told.message ? `: “${told.message}”` : ''}`
    const ask = `refund ${asked.amount} ${request.currency}`
    return [
      { after: before, moment: { ...untimed, kind: 'asked', from: 'till', to: 'backend', words: ask } },
      { after, moment: { ...untimed, kind: 'told', from: 'backend', to: 'till', words: `refund ${words}` } },
    ]
  })
}

/** A wait for a call tells after which one the power was cut; it came back before the next. */
function powerCuts({ theCase }: Evidence, timed: readonly Moment[]): readonly Placed[] {
  let after = 0
  return theCase.steps.flatMap((step): readonly Placed[] => {
    after = Math.max(after, placeAfter(step, timed))
    const words = 'kill' in step ? 'power cut' : 'restart' in step ? 'started again' : undefined
    return words === undefined
      ? []
      : [{ after, moment: { ...untimed, kind: 'cut', from: 'backend', to: 'backend', words } }]
  })
}

function placeAfter(step: Step, timed: readonly Moment[]): number {
  if (!('wait' in step)) return 0
  const { until, service, nth, ms } = step.wait
  if (ms !== undefined) return 0
  const waitedFor = (moment: Moment) =>
    until === 'sent' ? moment.call?.service === service : until === 'notified' && moment.kind === 'notified'
  const found = timed.flatMap((moment, index) => (waitedFor(moment) ? [index + 1] : []))[nth - 1]
  // Waited for in vain, or for a word of the backend: by then all that was sent was sent.
  return found ?? lastCall(timed)
}
