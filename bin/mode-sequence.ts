/**
 * What happened to one sale, in order: put together from the books of the hops, each of which wrote down what it was about to
 * send, and from what the simulator tells of its notifications and of the customer's phone.
 */
import type { HopPage } from './chain-books.ts'
import { price, type Sale } from './mode-sales.ts'
import type { Topology } from './topology.ts'

export type Arrow = {
  /** Milliseconds since 1970. */
  readonly at: number
  readonly from: string
  readonly to: string
  readonly text: string
  /** `answer` belongs to a call; `push` comes without one. */
  readonly kind: 'call' | 'answer' | 'push'
}

/** @param pages from the till to the one that calls the gateway */
export async function sequenceOf(chain: Topology, sale: Sale, pages: readonly HopPage[]): Promise<readonly Arrow[]> {
  const arrows = [...atTheTill(sale, pages[0]), ...pages.flatMap((page, i) => ofHop(page, neighbours(pages, i)))]
  const asked = arrows.filter(({ to, kind }) => to === 'Alipay' && kind === 'call')
  const when = (iso: string) => afterItsCause(chain.hereAt(iso), asked)
  const id = pages.at(-1)?.payment.partnerTransId ?? ''
  const first = pages.at(-1)?.hop ?? ''
  for (const { attempts, notify_action_type: action } of await chain.partner.notifications.list({
    partner_trans_id: id,
  }))
    for (const { at, acknowledged } of attempts) {
      const text = `notification ${action}${acknowledged ? '' : ', not acknowledged'}`
      arrows.push({ at: when(at.iso), from: 'Alipay', to: first, text, kind: 'push' })
    }
  for (const { at, channel, text } of await chain.partner.buyers.inbox(sale.buyer)) {
    const by = channel === 'app' ? 'in the app' : 'by SMS'
    arrows.push({ at: when(at.iso), from: 'Alipay', to: 'customer', text: `${by}: ${text}`, kind: 'push' })
  }
  return arrows.toSorted((a, b) => a.at - b.at)
}

/** The two clocks are read one after the other: what comes just before a call to the gateway came of it. */
function afterItsCause(at: number, calls: readonly Arrow[]): number {
  const cause = calls.find((call) => call.at > at && call.at - at < 50)
  return cause === undefined ? at : cause.at + 0.5
}

type Neighbours = { readonly caller: string; readonly next: string }

function neighbours(pages: readonly HopPage[], i: number): Neighbours {
  return { caller: pages[i - 1]?.hop ?? 'cashier', next: pages[i + 1]?.hop ?? 'Alipay' }
}

/** What the cashier did, and was told. */
function atTheTill({ kind }: Sale, till: HopPage | undefined): Arrow[] {
  if (till === undefined) return []
  const { payment, steps } = till
  const between = { from: 'cashier', to: till.hop, kind: 'call' } as const
  const asked: Arrow[] = [{ ...between, at: payment.createdAt, text: `scans the code, ${price} USD` }]
  const follows = steps.find(
    ({ event, step, at }) => event === 'sending' && step === (kind.after === 'cancel' ? 'cancel' : 'refund') && at > 0,
  )
  const wish = kind.after === 'cancel' ? 'cancels the sale' : 'gives a part back'
  if (kind.after !== undefined && follows !== undefined) asked.push({ ...between, at: follows.at, text: wish })
  for (const { event, step, at } of steps)
    if (event === 'settled')
      asked.push({ at, from: till.hop, to: 'cashier', text: step.replace('_', ' '), kind: 'push' })
  return asked
}

function ofHop({ hop, steps, events }: HopPage, { caller, next }: Neighbours): Arrow[] {
  const sent = steps.flatMap(({ event, step, at, detail = '' }): Arrow[] => {
    if (event === 'sending') return [{ at, from: hop, to: next, text: wordOf(step), kind: 'call' }]
    return event === 'outcome' ? [{ at, from: next, to: hop, text: detail, kind: 'answer' }] : []
  })
  const pushed = events.map(({ at, body, attempts }): Arrow => {
    const { payment, refund } = JSON.parse(body) as { payment: { status: string }; refund?: { status: string } }
    const times = attempts > 1 ? ` (${attempts} times)` : ''
    const text = `push: ${refund === undefined ? 'payment' : 'refund'} ${(refund ?? payment).status.replace('_', ' ')}${times}`
    return { at, from: hop, to: caller, text, kind: 'push' }
  })
  return [...sent, ...pushed]
}

function wordOf(step: string): string {
  return step === 'check' ? 'query' : step
}

/** One line an arrow, times in milliseconds since the first. */
export function sequenceText(arrows: readonly Arrow[]): string {
  const start = arrows[0]?.at ?? 0
  const lines = arrows.map(({ at, from, to, text, kind }) => {
    const time = `${Math.round(at - start)}`.padStart(6)
    const way = kind === 'answer' ? `${to} ⇠ ${from}` : `${from} → ${to}`
    return `${time}  ${way.padEnd(26)}${text}\n`
  })
  return lines.join('')
}

/** A sequence diagram in Mermaid. @param people everybody who may stand in it, from the left */
export function sequenceMermaid(arrows: readonly Arrow[], people: readonly string[]): string {
  const styles = { call: '->>', answer: '-->>', push: '-)' } as const
  const lines = arrows.map(({ from, to, text, kind }) => `  ${from}${styles[kind]}${to}: ${clean(text)}`)
  const isThere = (name: string) => arrows.some(({ from, to }) => from === name || to === name)
  const seats = people.filter(isThere).map((name) => `  participant ${name}`)
  return ['sequenceDiagram', ...seats, ...lines, ''].join('\n')
}

/** Mermaid ends a message at a semicolon, and takes `#` for a code. */
function clean(text: string): string {
  return text.replaceAll(/[;#]/g, ',')
}
