/**
 * `topology --demo`: one sale of each kind through each of the four modes, and the sequence of each as it happened.
 * Source: introduction.md ("Steps of the four modes").
 */

import { openChainBooks, pushesDone } from './chain-books.ts'
import type { Surroundings } from './command.ts'
import { makeSale, type Sale, saleKinds } from './mode-sales.ts'
import { sequenceMermaid, sequenceOf, sequenceText } from './mode-sequence.ts'
import { startTopology, type Topology } from './topology.ts'
import type { StartHop } from './topology-hop.ts'
import { type TopologyMode, topologyModes } from './topology-plan.ts'

export type Demo = {
  readonly modes: readonly TopologyMode[]
  readonly startHop: StartHop
  readonly timeScale: number
  readonly mermaid: boolean
  readonly defects: Readonly<Record<string, string>>
}

/** Whether every sale ended as it should, and every book says so. */
export async function demonstrate(demo: Demo, { write }: Pick<Surroundings, 'write'>): Promise<boolean> {
  // All at once, for most of it is waiting; told in their order.
  const shown = await Promise.all(demo.modes.map((mode) => demonstrateMode(mode, demo)))
  for (const { text } of shown) write(text)
  return shown.every(({ held }) => held)
}

type Shown = { readonly text: string; readonly held: boolean }

async function demonstrateMode(mode: TopologyMode, demo: Demo): Promise<Shown> {
  const names: readonly string[] = topologyModes[mode]
  const defects = Object.fromEntries(Object.entries(demo.defects).filter(([hop]) => names.includes(hop)))
  const { startHop, timeScale, mermaid } = demo
  await using chain = await startTopology({ mode, startHop, timeScale, defects })
  const sales = await Promise.all(saleKinds.map((kind) => makeSale(chain, kind)))
  await pushesDone(chain.hops())
  const plans = chain.hops().map(({ plan }) => plan)
  await chain.stopHops()
  const books = openChainBooks(plans)
  const people = ['customer', 'cashier', ...names.toReversed(), 'Alipay']
  let text = `${mermaid ? '## ' : ''}${mode}: ${people.slice(1).join(' → ')}\n\n`
  let held = true
  for (const sale of sales) {
    const pages = books.sale(sale.paymentId)
    const arrows = await sequenceOf(chain, sale, pages)
    const told = pages.map(({ hop, told: { status, refunded } }) => `${hop} ${status}, refunded ${refunded}`)
    const isRight =
      pages.length === names.length &&
      pages.every(({ told: { status, refunded } }) => endsAs(sale, { status, refunded }))
    held &&= isRight
    const verdict = `books: ${told.join('; ')}; gateway ${await tradeOf(chain, pages.at(-1)?.payment.partnerTransId)}`
    const title = `${sale.kind.name}${isRight ? '' : `: expected ${sale.kind.status}`}`
    text += mermaid
      ? `### ${title}\n\n\`\`\`mermaid\n${sequenceMermaid(arrows, people)}\`\`\`\n\n${verdict}\n\n`
      : `${title}\n${sequenceText(arrows)}        ${verdict}\n\n`
  }
  await books.close()
  return { text, held }
}

function endsAs(
  { kind }: Sale,
  { status, refunded }: { readonly status: string; readonly refunded: string | undefined },
): boolean {
  return status === kind.status && refunded === kind.refunded
}

async function tradeOf({ partner }: Topology, id = ''): Promise<string> {
  const [trade] = (await partner.transactions.list({ partner_trans_id: id })).transactions
  if (trade === undefined) return 'knows no trade'
  const given = trade.refunds.filter(({ state }) => state === 'done').map(({ refund_amount: { amount } }) => amount)
  return [trade.state, ...given.map((amount) => `refunded ${amount}`)].join(', ')
}
