/**
 * What was written down of one attempt at a case, and the evidence that it makes. The kit judges a run by it, and judges the
 * run again from it years later: both by this function, from the wire as it was, never from words made of it. Pure. The
 * names are those of the evidence bundle: docs/evidence.md.
 */
import { maskIdentityCode } from '../../protocol/identity-code.ts'
import type {
  Capabilities,
  Payment,
  PaymentRequest,
  Refund,
  RefundRequest,
} from '../../reference/terminal-api/words.ts'
import type { ExchangeView, NotificationView, TransactionView } from '../../simulator/admin/client/index.ts'
import type { Case } from '../case/case-schema.ts'
import type { ChainSeen } from './chain-seen.ts'
import type { Call, Evidence, Sale } from './evidence.ts'
import { heard } from './heard.ts'
import type { Testimony } from './testimony.ts'

export type RefundRecord = { readonly name: string; readonly request: RefundRequest; readonly told?: Refund }

/** What was asked of the SUT, and what it said. */
export type SaleRecord = {
  readonly name: string
  /** Its payment code is masked. */
  readonly request: PaymentRequest
  /** Every status that was told, in order. */
  readonly history: readonly Payment[]
  readonly cancel_asked: boolean
  /** Who took it, where the SUT is a relay. */
  readonly merchant?: string
  readonly refunds: readonly RefundRecord[]
}

/** An instant on the partner's clock, in milliseconds, and the same on the wall clock. */
export type ClockAnchor = { readonly partner: number; readonly wall: number }

export type CaseRecord = {
  /** What a till should end in, by the behaviour that the case plays. */
  readonly till?: { readonly payment: readonly string[]; readonly refund?: readonly string[] }
  /** When the partner's clock began to run, and from when on anew after each jump. */
  readonly clock: readonly ClockAnchor[]
  readonly sales: readonly SaleRecord[]
  /** What a step should have brought about and did not. */
  readonly findings: readonly string[]
  /** How long the kit or the SUT once stood still, on the wall clock. */
  readonly stalled_ms?: number
  /** Only where a person was at the till. */
  readonly testimony?: readonly Testimony[]
  /** Only around a relay. */
  readonly chain?: ChainSeen
  readonly ledger: readonly TransactionView[]
  readonly notifications: readonly NotificationView[]
  /** Every exchange under the order ids of its sales, by number. */
  readonly wire: readonly ExchangeView[]
}

/** What holds for all cases of a run, and the case itself. */
export type CaseSetting = {
  readonly theCase: Case
  readonly capabilities: Capabilities
  readonly timeScale: number
}

export function evidenceOf(
  { theCase, capabilities, timeScale }: CaseSetting,
  { till, clock, sales, findings, stalled_ms: stalledMs = 0, testimony, chain, ...seen }: CaseRecord,
): Evidence {
  const setting = { capabilities, timeScale, stalledMs, wallOf: (at: number) => wallOf(clock, timeScale, at) }
  const calls = seen.wire.map((view) => callOf(view, setting)).toSorted((a, b) => a.id - b.id)
  return {
    theCase,
    capabilities,
    timeScale,
    till: till && { payment: till.payment, refund: till.refund },
    sales: sales.map((sale) => saleOf(sale, { ...seen, calls })),
    steps: findings.map((text) => ({ text })),
    stalledMs,
    ...(testimony !== undefined && { testimony }),
    ...(chain !== undefined && { chain }),
  }
}

type Seen = Pick<CaseRecord, 'ledger' | 'notifications'> & { readonly calls: readonly Call[] }

function saleOf({ cancel_asked: cancelAsked, refunds, ...sale }: SaleRecord, seen: Seen): Sale {
  const orders = ordersOf(sale, seen.calls)
  const isOwn = ({ partner_trans_id: id }: { readonly partner_trans_id: string }) => orders.has(id)
  const calls = seen.calls.filter(({ partnerTransId }) => orders.has(partnerTransId))
  return {
    ...sale,
    told: sale.history.at(-1),
    cancelAsked,
    refunds: refunds.map(({ name, request, told }) => ({ name, request, told })),
    calls,
    codes: [...new Set(calls.filter(({ service }) => service === 'pay').map(codeOf))],
    trades: seen.ledger.filter(isOwn),
    notifications: seen.notifications.filter(isOwn),
  }
}

/** Under which order ids its payment code went out; by the SUT's own word as well, for a code that it lost on the way. */
function ordersOf({ request, history }: Pick<Sale, 'request' | 'history'>, calls: readonly Call[]) {
  const code = maskIdentityCode(request.code)
  const sent = calls.filter((call) => call.service === 'pay' && codeOf(call) === code)
  const told = history.flatMap(({ partner_trans_id: id }) => (id === undefined ? [] : [id]))
  return new Set([...sent.map(({ partnerTransId }) => partnerTransId), ...told])
}

/** Masked, as the journal shows it. */
function codeOf({ exchange }: Call): string {
  return exchange.request.parameters.find(({ name }) => name === 'buyer_identity_code')?.value ?? ''
}

/** The wall time of an instant of the partner's clock. */
function wallOf(clock: readonly ClockAnchor[], timeScale: number, at: number): number {
  const anchor = clock.findLast(({ partner }) => partner <= at) ?? clock[0]
  return anchor === undefined ? at : anchor.wall + (at - anchor.partner) / timeScale
}

export type CallSetting = Pick<CaseSetting, 'capabilities' | 'timeScale'> & {
  readonly wallOf: (at: number) => number
  /** @default 0 */
  readonly stalledMs?: number
}

/** An exchange as the rules see it. How long the SUT listens is by its own word; a query until the next one is due. */
export function callOf(
  exchange: ExchangeView,
  { capabilities: { timings }, timeScale, stalledMs = 0, wallOf: wall }: CallSetting,
): Call {
  const listensMs =
    exchange.service === 'query'
      ? Math.min(timings.answer_timeout_ms, timings.query_interval_ms)
      : timings.answer_timeout_ms
  const at = Date.parse(exchange.at)
  return {
    id: exchange.id,
    at,
    wallAt: wall(at),
    service: exchange.service,
    partnerTransId: exchange.partner_trans_id,
    outcome: exchange.outcome,
    values: new Map(exchange.request.parameters.map(({ name, value }) => [name, value])),
    ...heard(exchange, { listensMs: listensMs / timeScale, stalledMs }),
    endedAt: at + (exchange.took_ms ?? 0) * timeScale,
    exchange,
  }
}
