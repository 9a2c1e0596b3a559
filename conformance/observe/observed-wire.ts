/**
 * Reads what a simulator holds of one partner, again and again: the journal from where it was, the ledger, the notifications.
 * Speaks the control API alone. Says when the journal has lost something that would be needed.
 */
import type {
  AdminClient,
  ClockView,
  ExchangeView,
  NotificationView,
  TransactionView,
} from '../../simulator/admin/client/index.ts'
import { KitError } from '../kit-error.ts'

export type ObservedOrder = {
  readonly partnerTransId: string
  /** In the order of the journal. */
  readonly exchanges: readonly ExchangeView[]
  readonly trades: readonly TransactionView[]
  readonly notifications: readonly NotificationView[]
}

export type ObservedWire = {
  /** Takes in what is new. @throws KitError JOURNAL_LOST, AdminError */
  read(): Promise<void>
  /** Orders of which something happened since. */
  orders(): readonly string[]
  exchangesOf(partnerTransId: string): readonly ExchangeView[]
  /** With ledger and notifications as they are now. */
  order(partnerTransId: string): Promise<ObservedOrder>
  clock(): Promise<ClockView>
  /** The number of the last exchange that was seen; 0 when none was. */
  last(): number
}

export type Since = {
  /** On the partner's clock, in milliseconds. */
  readonly at?: number | undefined
  /** The number of an exchange that was seen before. */
  readonly after?: number | undefined
}

/** The journal tells the newest so many at a time. */
const readMost = 10_000
/** A request that was numbered earlier may be written down later. */
const lookBack = 200

export function observeWire(client: AdminClient, pid: string, since: Since): ObservedWire {
  const admin = client.partner(pid)
  const seen = new Map<number, ExchangeView>()
  const byOrder = new Map<string, Set<number>>()
  let last = 0
  const isNew = ({ id, at }: ExchangeView) =>
    id > (since.after ?? 0) && (since.at === undefined || Date.parse(at) >= since.at)
  const take = (view: ExchangeView) => {
    seen.set(view.id, view)
    const ids = byOrder.get(view.partner_trans_id) ?? new Set()
    byOrder.set(view.partner_trans_id, ids.add(view.id))
    last = Math.max(last, view.id)
  }
  const ids = (order: string) => [...(byOrder.get(order) ?? [])].sort((a, b) => a - b)
  const exchangesOf = (order: string) => ids(order).flatMap((id) => seen.get(id) ?? [])
  return {
    async read() {
      const first = last === 0
      // Before the journal: a pay that comes in between is in both.
      const trades = first ? await allTrades() : []
      const after = Math.max(0, last - lookBack)
      const views = linesOf(await admin.exchanges.jsonLines({ limit: readMost, ...(after > 0 && { after }) }))
      const oldest = views[0]
      if (views.length === readMost && oldest !== undefined && (first ? isNew(oldest) : oldest.id > last))
        throw lost(`more than ${readMost} exchanges came since the beginning or the last look`)
      for (const view of views) take(view)
      // An answer that was under way may be older than the look back.
      const open = [...seen.values()].filter(({ id, took_ms: took }) => took === null && id <= after)
      for (const { id } of open) take(await admin.exchanges.get(id))
      checkLedger(trades)
    },
    orders: () => [...byOrder.keys()].filter((order) => exchangesOf(order).some(isNew)),
    exchangesOf,
    async order(partnerTransId) {
      const exchanges = exchangesOf(partnerTransId)
      if (partnerTransId === '') return { partnerTransId, exchanges, trades: [], notifications: [] }
      const filter = { partner_trans_id: partnerTransId, limit: 1_000 }
      const [{ transactions }, notifications] = await Promise.all([
        admin.transactions.list(filter),
        admin.notifications.list(filter),
      ])
      return { partnerTransId, exchanges, trades: transactions, notifications }
    },
    clock: () => admin.clock.get(),
    last: () => last,
  }

  async function allTrades(): Promise<readonly TransactionView[]> {
    const trades: TransactionView[] = []
    let cursor: string | null | undefined
    while (cursor !== null) {
      const page = await admin.transactions.list({ limit: 1_000, cursor })
      trades.push(...page.transactions)
      cursor = page.next
    }
    return trades
  }

  /** The ledger forgets nothing: a trade of the time observed whose pay the journal does not have was pushed out of it. */
  function checkLedger(trades: readonly TransactionView[]): void {
    const gone = trades.find(({ partner_trans_id: order, created_at: made }) => {
      const wanted = since.after === undefined && Date.parse(made.iso) >= (since.at ?? 0)
      const exchanges = exchangesOf(order)
      return (wanted || exchanges.some(isNew)) && !exchanges.some(({ service }) => service === 'pay')
    })
    if (gone !== undefined) throw lost(`the pay of ${JSON.stringify(gone.partner_trans_id)} is gone`)
  }
}

function lost(what: string): KitError {
  return new KitError('JOURNAL_LOST', { detail: `The journal of the simulator has lost entries: ${what}.` })
}

function linesOf(text: string): readonly ExchangeView[] {
  return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as ExchangeView]))
}
