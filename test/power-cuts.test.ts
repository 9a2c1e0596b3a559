/**
 * `kill -9` of each hop of the longest chain while sales are at each of their steps; started again, everything is settled, with
 * nothing lost and nobody charged twice. The hops are processes of their own.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, vi } from 'vitest'
import { openChainBooks } from '../bin/chain-books.ts'
import { startTopology, type Topology } from '../bin/topology.ts'
import { startHopAsChild } from '../bin/topology-hop.ts'
import { topologyModes } from '../bin/topology-plan.ts'
import type { Payment } from '../reference/terminal-api/words.ts'
import type { TransactionView } from '../simulator/admin/client/index.ts'

const launcher = fileURLToPath(new URL('../bin/alipay-sandbox.ts', import.meta.url))
const mode = 'integrator-acquirer'
const timeScale = 10
const price = '12.30'
const part = '2.30'

const moments = ['at once', 'when the gateway has it', 'half a second after that'] as const
type Moment = (typeof moments)[number]

/** Each sale is at another step when the power goes; the behaviours lose the answers of just that step. */
type Step = 'pay' | 'password' | 'cancel' | 'refund'
const behaviours = { pay: '0303', password: '0101', cancel: '0414', refund: '0423' } as const satisfies Record<
  Step,
  string
>

type Sale = { readonly step: Step; readonly id: string; readonly code: string }
type Sales = Readonly<Record<Step, Sale>>

function salesOf(moment: Moment): Sales {
  const nth = moments.indexOf(moment)
  const sale = (step: Step, i: number): Sale => ({
    step,
    id: `${step}-${nth}`,
    code: `2800${behaviours[step]}${`${nth}${i}`.padStart(10, '0')}`,
  })
  return { pay: sale('pay', 0), password: sale('password', 1), cancel: sale('cancel', 2), refund: sale('refund', 3) }
}

/** The till of a chain, whose line may break at any time. */
function tillOf(chain: Topology) {
  const { url } = chain.till().plan
  /** Undefined when nobody answers, or the till does not know it. */
  async function ask<Value>(path: string, body?: object): Promise<Value | undefined> {
    try {
      const answer = await fetch(
        `${url}/payments${path}`,
        body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) },
      )
      return answer.ok ? ((await answer.json()) as Value) : undefined
    } catch {
      return undefined
    }
  }
  return {
    pay: ({ id, code }: Sale) => ask<Payment>('', { payment_id: id, code, amount: price, currency: 'USD' }),
    cancel: ({ id }: Sale) => ask(`/${id}/cancel`, {}),
    refund: ({ id }: Sale) => ask(`/${id}/refunds`, { refund_id: 'r', amount: part }),
    async settled(path: string): Promise<void> {
      while ((await ask<{ status: string }>(path))?.status === 'pending') await sleep(50)
    },
  }
}

/** By what the control API shows of the payment code. */
async function tradesOf(chain: Topology, { code }: Sale): Promise<readonly TransactionView[]> {
  const { transactions } = await chain.partner.transactions.list()
  return transactions.filter(
    ({ buyer_identity_code: masked }) => masked.startsWith(code.slice(0, 8)) && masked.endsWith(code.slice(-2)),
  )
}

/** Brings four sales to their steps, takes the power away, and waits until the till has found everything out. */
async function cutPower(
  chain: Topology,
  hop: (typeof topologyModes)[typeof mode][number],
  moment: Moment,
): Promise<void> {
  const till = tillOf(chain)
  const sales = salesOf(moment)
  for (const sale of [sales.cancel, sales.refund]) {
    await till.pay(sale)
    await till.settled(`/${sale.id}`)
  }
  const underWay = [till.pay(sales.pay), till.pay(sales.password), till.cancel(sales.cancel), till.refund(sales.refund)]
  if (moment !== 'at once')
    await vi.waitUntil(
      async () => {
        const [[paying], [waiting], [cancelled], [refunded]] = await Promise.all([
          tradesOf(chain, sales.pay),
          tradesOf(chain, sales.password),
          tradesOf(chain, sales.cancel),
          tradesOf(chain, sales.refund),
        ])
        return paying && waiting && cancelled?.state === 'TRADE_CLOSED' && refunded?.refunds.length === 1
      },
      { interval: 10, timeout: 30_000 },
    )
  if (moment === 'half a second after that') await sleep(500)
  await chain.powerCut(hop)
  // Or nothing was proven.
  if (moment !== 'at once') expect(chain.hop(hop).log()).not.toContain('"0 payments, 0 refunds"')
  await Promise.all(underWay)
  for (const { id } of Object.values(sales)) await till.settled(`/${id}`)
  await till.settled(`/${sales.refund.id}/refunds/r`)
}

describe('a power cut', { timeout: 180_000 }, () => {
  it.concurrent.each(topologyModes[mode])('of the %s loses nothing and charges nobody twice', async (hop) => {
    await using chain = await startTopology({ mode, startHop: startHopAsChild(launcher), timeScale, seed: '7' })
    for (const moment of moments) await cutPower(chain, hop, moment)
    const plans = chain.hops().map(({ plan }) => plan)
    await chain.stopHops()
    const books = openChainBooks(plans)
    for (const moment of moments)
      for (const sale of Object.values(salesOf(moment))) {
        const trades = await tradesOf(chain, sale)
        const pages = books.sale(sale.id)
        const told = pages.map(({ told: { status, refunded } }) => `${status} ${refunded}`)
        const seen = { moment, step: sale.step, told, held: trades.map(heldOf) }
        expect(agreed(seen), JSON.stringify(seen)).toBe(true)
      }
    await books.close()
  })
})

function heldOf({ state, refunds }: TransactionView): string {
  const given = refunds.filter((refund) => refund.state === 'done').map(({ refund_amount: { amount } }) => amount)
  return [state, ...given].join(' ')
}

/** One trade at most, nothing left to a person, and every hop that knows the sale says what the gateway says. */
function agreed({ told, held }: { readonly told: readonly string[]; readonly held: readonly string[] }): boolean {
  const [trade = 'none', ...more] = held
  if (more.length > 0) return false
  const right: Readonly<Record<string, readonly string[]>> = {
    none: ['not_paid 0.00'],
    TRADE_SUCCESS: ['paid 0.00'],
    [`TRADE_SUCCESS ${part}`]: [`paid ${part}`],
    TRADE_CLOSED: ['cancelled 0.00', 'not_paid 0.00'],
  }
  // Where there is a trade, every hop must know of it; where there is none, the power may have gone before.
  if (trade !== 'none' && told.length !== topologyModes[mode].length) return false
  return told.every((one) => right[trade]?.includes(one))
}
