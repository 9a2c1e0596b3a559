/**
 * Watches the orders of one partner until they have come to rest, or until somebody says that it is enough, and judges each.
 * Drives nothing.
 */
import type { AdminClient, ClockView, ExchangeView } from '../../simulator/admin/client/index.ts'
import { type Clock, sleep } from '../../simulator/clock.ts'
import { KitError } from '../kit-error.ts'
import { currencyOf } from '../report/witness-words.ts'
import type { CaseResult } from '../runner/result.ts'
import type { Violation } from '../verdict/judge.ts'
import { evidenceOfOrders, type Look, resultOf, violationsOf } from './judge-order.ts'
import { type ObserveOptions, rulesFor } from './observe-options.ts'
import { type ObservedWire, observeWire, type Since } from './observed-wire.ts'

export type Watching = {
  readonly client: AdminClient
  readonly pid: string
  readonly since: Since
  readonly options: ObserveOptions
  readonly clock: Clock
  /** How long orders may take to come to rest, in wall milliseconds. Without an end when it is undefined: then `enough` ends it. */
  readonly patienceMs: number | undefined
  readonly enough: Promise<void>
  /** Told of each order as it comes to rest, and again when more has happened to it. */
  readonly onOrder: (result: CaseResult) => void
  /** Told of what cannot be mended any more, as soon as it is seen, and in which currency the order is. */
  readonly onFinding: (order: string, violation: Violation, currency: string) => void
}

export type Watched = {
  readonly results: readonly CaseResult[]
  readonly clock: ClockView
  /** The number of the last exchange that was seen. */
  readonly last: number
}

/** Nothing for so long, in milliseconds of the protocol, is rest: longer than any pause between two calls of a loop. */
const restMs = 12_000
const pauseMs = 300

type Group = { readonly key: string; readonly orders: readonly string[]; readonly exchanges: readonly ExchangeView[] }

/** @throws KitError JOURNAL_LOST, NOTHING_OBSERVED; AdminError */
export async function watch(watching: Watching): Promise<Watched> {
  const { client, pid, since, clock, patienceMs, options } = watching
  const wire = observeWire(client, pid, since)
  const judged: News['judged'] = new Map()
  const toldFindings = new Set<string>()
  let over = false
  void watching.enough.then(() => {
    over = true
  })
  const startedAt = clock.now()
  for (;;) {
    await wire.read()
    const look = await lookOf(wire, watching)
    const groups = groupsOf(wire, options)
    if (patienceMs === undefined) await tellNews(watching, { wire, look, groups, judged, toldFindings })
    const done = over || (patienceMs !== undefined && (groups.every((one) => isAtRest(one, look)) || late()))
    if (done) return ended(watching, { wire, look, groups, judged })
    await Promise.race([sleep(clock, pauseMs), watching.enough])
  }

  function late(): boolean {
    return patienceMs !== undefined && clock.now() - startedAt > patienceMs
  }
}

async function lookOf(wire: ObservedWire, { options, clock }: Watching): Promise<Look> {
  const shown = await wire.clock()
  const { judged: rules } = rulesFor(options, shown.mode === 'running')
  return { options, rules, clock: shown, wall: clock.now() }
}

function groupsOf(wire: ObservedWire, { uniqueCodes }: ObserveOptions): readonly Group[] {
  const keyOf = (order: string) => (uniqueCodes ? (codeOf(wire.exchangesOf(order)) ?? order) : order)
  return [...Map.groupBy(wire.orders(), keyOf)].map(([key, orders]) => ({
    key,
    orders,
    exchanges: orders.flatMap((order) => wire.exchangesOf(order)),
  }))
}

function codeOf(exchanges: readonly ExchangeView[]): string | undefined {
  const pay = exchanges.find(({ service }) => service === 'pay')
  return pay?.request.parameters.find(({ name }) => name === 'buyer_identity_code')?.value
}

/** On a clock that stands still nobody can say how long ago something was: then what is answered is at rest. */
function isAtRest({ exchanges }: Group, { clock, options }: Look): boolean {
  if (exchanges.some(({ took_ms: took }) => took === null)) return false
  if (clock.mode === 'frozen') return true
  const now = Date.parse(clock.now.iso)
  const lastAt = Math.max(...exchanges.map(({ at, took_ms: took }) => Date.parse(at) + (took ?? 0) * clock.scale))
  return now - lastAt >= (restMs * clock.scale) / options.timeScale
}

type News = {
  readonly wire: ObservedWire
  readonly look: Look
  readonly groups: readonly Group[]
  /** What was judged last, by group; with its result when it had come to rest. */
  readonly judged: Map<string, { readonly state: string; readonly result: CaseResult | undefined }>
  readonly toldFindings: Set<string>
}

async function tellNews({ onOrder, onFinding }: Watching, news: News): Promise<void> {
  const { wire, look, groups, judged, toldFindings } = news
  for (const group of groups) {
    const atRest = isAtRest(group, look)
    const state = stateOf(group, atRest)
    if (judged.get(group.key)?.state === state) continue
    const evidence = evidenceOfOrders(await Promise.all(group.orders.map(wire.order)), look)
    for (const violation of violationsOf(evidence, look, atRest)) {
      const text = `${group.key} ${violation.rule} ${violation.text}`
      if (!toldFindings.has(text)) onFinding(group.orders[0] ?? '', violation, currencyOf(evidence))
      toldFindings.add(text)
    }
    const result = atRest ? resultOf(evidence, look) : undefined
    judged.set(group.key, { state, result })
    if (result !== undefined) onOrder(result)
  }
}

function stateOf({ exchanges }: Group, atRest: boolean): string {
  return `${exchanges.map(({ id, took_ms: took }) => `${id} ${took}`).join()} ${atRest}`
}

async function ended(
  { client }: Watching,
  { wire, look, groups, judged }: Omit<News, 'toldFindings'>,
): Promise<Watched> {
  if (groups.length === 0) throw await nothing(client)
  const results: CaseResult[] = []
  for (const group of groups) {
    const kept = judged.get(group.key)
    // A partner that was reset since has forgotten what was seen of it.
    if (kept?.result !== undefined && kept.state === stateOf(group, true)) {
      results.push(kept.result)
      continue
    }
    const evidence = evidenceOfOrders(await Promise.all(group.orders.map(wire.order)), look)
    const unrest = isAtRest(group, look) ? undefined : 'It was still under way when nobody looked any more.'
    results.push(resultOf(evidence, look, unrest))
  }
  return { results, clock: look.clock, last: wire.last() }
}

/** Tests with a wrong partner number leave requests that belong to nobody. */
async function nothing({ journal }: AdminClient): Promise<KitError> {
  const strangers = (await journal.list({ limit: 1_000 })).filter(({ partner }) => partner === '').length
  const others = strangers === 0 ? '' : `, and ${strangers} that name no partner the simulator knows`
  return new KitError('NOTHING_OBSERVED', { detail: `No request of this partner was seen${others}.` })
}
