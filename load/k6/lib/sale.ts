/**
 * The n-th sale of a run: everything about it follows from the seed, so that k6 and the audit know the same sales without
 * telling each other. Pure; knows neither k6 nor Node.
 *
 * Code (as the journal masks it) and amount together are told from those of every other sale of the run: 100 codes that end
 * differently share an amount. So a payment is recognised at Alipay whatever order id the system under test sent it under.
 */
import type { Mix } from './mixes.ts'

export type Sale = {
  readonly n: number
  readonly paymentId: string
  readonly code: string
  /** Decimal text in major units. */
  readonly amount: string
  readonly behaviour: string
  /** The cashier cancels it. */
  readonly cancels: boolean
  /** Given back later, when it was paid: the whole or, in about half of the cases, a part. */
  readonly refund: { readonly refundId: string; readonly amount: string } | undefined
}

export type SaleSettings = {
  readonly seed: string
  readonly runId: string
  readonly percent: Mix['percent']
  readonly decimals: 0 | 2
  readonly cancelShare: number
  readonly refundShare: number
}

/** The conformance suite makes codes of 17 to 22 digits, and one of 24: certification under load meets none of ours. */
export const codeDigits = 23
const firstAmount = 1_000

export function nthSale(settings: SaleSettings, n: number): Sale {
  const { seed, runId, percent, decimals, cancelShare, refundShare } = settings
  const draw = (what: string) => fraction(`${seed}/${n}/${what}`)
  const behaviour = drawn(percent, draw('behaviour'))
  const amount = firstAmount + Math.floor(n / 100)
  const cancels = draw('cancel') < cancelShare
  const part = draw('part') < 0.5 ? Math.floor(amount / 4) : amount
  return {
    n,
    paymentId: `${runId}_${n}`,
    code: `2800${behaviour}${digits(`${seed}/${n}/code`, codeDigits - 10)}${String(n % 100).padStart(2, '0')}`,
    amount: decimal(amount, decimals),
    behaviour,
    cancels,
    refund:
      !cancels && draw('refund') < refundShare
        ? { refundId: `${runId}_${n}_r`, amount: decimal(part, decimals) }
        : undefined,
  }
}

export function decimal(minor: number, decimals: 0 | 2): string {
  if (decimals === 0) return String(minor)
  const text = String(minor).padStart(3, '0')
  return `${text.slice(0, -2)}.${text.slice(-2)}`
}

function drawn(percent: Mix['percent'], at: number): string {
  const entries = Object.entries(percent).sort(([a], [b]) => (a < b ? -1 : 1))
  let left = at * entries.reduce((sum, [, share]) => sum + share, 0)
  for (const [behaviour, share] of entries) {
    if (left < share) return behaviour
    left -= share
  }
  return entries.at(-1)?.[0] ?? '0000'
}

function digits(text: string, count: number): string {
  let made = ''
  for (let part = 0; made.length < count; part++)
    made += String(Math.floor(fraction(`${text}/${part}`) * 1e9)).padStart(9, '0')
  return made.slice(0, count)
}

/** In [0, 1), well mixed: cyrb53. */
export function fraction(text: string): number {
  let high = 0xdeadbeef
  let low = 0x41c6ce57
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    high = Math.imul(high ^ unit, 2_654_435_761)
    low = Math.imul(low ^ unit, 1_597_334_677)
  }
  high = Math.imul(high ^ (high >>> 16), 2_246_822_507) ^ Math.imul(low ^ (low >>> 13), 3_266_489_909)
  return (high >>> 0) / 2 ** 32
}
