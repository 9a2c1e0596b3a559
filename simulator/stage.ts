/**
 * What one partner's calls get: its rules, its defaults, and the tables that all partners share. Turns an order into a call
 * that a choice can be made for, and counts it only when the choice may depend on the count.
 * Source: design.md (Behaviours), issue 4.
 */
import type { Instant } from '../protocol/beijing-time.ts'
import { services } from '../protocol/service.ts'
import type { Call, Chosen } from './behaviour/behaviour.ts'
import { choose, type Defaults } from './behaviour/choose.ts'
import { type Climates, climateTable } from './behaviour/climate.ts'
import type { Problem } from './behaviour/field-problem.ts'
import type { WrittenLatency } from './behaviour/latency.ts'
import { type LatencyByService, type LatencyPresets, latencyPresets, readyLatency } from './behaviour/latency-preset.ts'
import { createRules, type Rules } from './behaviour/rule.ts'
import type { Matched } from './behaviour/rule-types.ts'
import { type Behaviours, behaviourTable } from './behaviour/table.ts'
import type { Order } from './ledger/order.ts'
import type { Trade } from './ledger/trade.ts'
import { nearestHint } from './nearest-name.ts'
import type { PartnerClock } from './partner-clock.ts'
import type { Random } from './random.ts'
import { isBlocked, type Store, type TradeKey } from './store/store.ts'

/** The data that all partners of a simulator share; read from files when first needed. */
export type Tables = {
  readonly behaviours: Behaviours
  readonly climates: Climates
  readonly presets: LatencyPresets
}

/** @param own a folder of the user's behaviours, besides those that ship */
export function openTables(own?: string): Tables {
  const presets = latencyPresets()
  const behaviours = behaviourTable(own === undefined ? { presets } : { presets, own })
  return { presets, behaviours, climates: climateTable({ behaviours, presets }) }
}

/** What a partner's calls get when no rule and no code says anything, as it is written. */
export type DefaultsDraft = {
  /** By number. */
  readonly behaviour?: string
  /** By name: `calm`, `lively`, `storm`. */
  readonly climate?: string
  /** The name of a preset, or a latency of every service. */
  readonly latency?: string | WrittenLatency
}

export type DefaultsResult = { readonly ok: true } | { readonly ok: false; readonly problems: readonly Problem[] }

export type Counting = (find: () => Matched) => Promise<Matched>

export type Stage = Tables & {
  readonly rules: Rules
  defaults(): DefaultsDraft
  /** Replaces all of them, or none when one is wrong. */
  setDefaults(draft: DefaultsDraft): Promise<DefaultsResult>
  /** @param counting counts what the rules find together with other simulators. @default this one counts alone */
  choose(order: Order, store: Store, counting?: Counting): Promise<Chosen>
  /** What a call would get that nobody has made. Counts nothing. */
  foresee(call: Call): Promise<Chosen>
  /** No rules but those of the file, no defaults, and schedules of latency begin now. */
  reset(): void
}

export type StageSurroundings = { readonly clock: PartnerClock; readonly random: Random }

const behaviourCode = /^2800\d{4}/

export function openStage({ clock, random }: StageSurroundings, tables: Tables): Stage {
  const rules = createRules({ clock, random, ...tables })
  let since: Instant = clock.now()
  let draft: DefaultsDraft = {}
  let defaults: Defaults = {}

  const isPlain = (identityCode: string | undefined, trade: Trade | undefined) =>
    (trade === undefined || trade.behaviour === 'default') &&
    (identityCode === undefined || !behaviourCode.test(identityCode)) &&
    defaults.behaviour === undefined &&
    defaults.climate === undefined &&
    defaults.latency === undefined &&
    rules.size === 0

  return {
    ...tables,
    rules,
    defaults: () => draft,
    async setDefaults(next) {
      const ready = await readyDefaults(next, tables)
      if (!ready.ok) return ready
      draft = next
      defaults = ready.defaults
      since = clock.now()
      return { ok: true }
    },
    async choose(order, store, counting) {
      const trade = order.service === 'pay' ? undefined : await tradeOf(order, store)
      const identityCode = order.service === 'pay' ? order.identityCode : trade?.identityCode
      if (isPlain(identityCode, trade)) return plain
      const known = trade ?? (order.service === 'pay' ? await tradeOf(order, store) : undefined)
      const partnerTransId = known?.partnerTransId ?? order.partnerTransId ?? ''
      const call: Call = {
        service: order.service,
        partner: order.partner,
        partnerTransId,
        shop: order.service === 'pay' ? order.shop : (known?.shop ?? {}),
        nth: await store.count(order.partner, `${order.service}/${partnerTransId}`),
        at: clock.now(),
        ...(identityCode === undefined ? {} : { identityCode }),
        ...amountOf(order),
        ...(known === undefined ? {} : { tradeBehaviour: known.behaviour }),
      }
      if (counting === undefined) return choose({ ...tables, rules, random, defaults, since }, call)
      const matched = await counting(() => rules.match(call))
      return choose({ ...tables, rules: { ...rules, match: () => matched }, random, defaults, since }, call)
    },
    async foresee(call) {
      return choose({ ...tables, rules: { ...rules, match: rules.foresee }, random, defaults, since }, call)
    },
    reset() {
      rules.clear('api')
      draft = {}
      defaults = {}
      since = clock.now()
    },
  }
}

const plain: Chosen = {
  play: {
    behaviour: 'default',
    why: 'no rule, payment code or default asks for more',
    plan: { kind: 'normal' },
    delayBeforeMs: 0,
    delayAfterMs: 0,
  },
  explain: { chosenBy: 'nothing', nearMisses: [] },
}

async function tradeOf(order: Order, store: Store): Promise<Trade | undefined> {
  const { partner, partnerTransId = '' } = order
  const alipayTransId = 'alipayTransId' in order && order.service !== 'refund' ? order.alipayTransId : undefined
  const key: TradeKey = alipayTransId === undefined ? { partnerTransId } : { alipayTransId }
  const held = await store.trade(partner, key)
  return held === undefined || isBlocked(held) ? undefined : held
}

function amountOf(order: Order): Pick<Call, 'amount'> {
  if (order.service === 'pay') return { amount: order.price }
  return order.service === 'refund' ? { amount: order.amount } : {}
}

type ReadyDefaults = { readonly ok: true; readonly defaults: Defaults } | Extract<DefaultsResult, { ok: false }>

async function readyDefaults({ behaviour, climate, latency }: DefaultsDraft, tables: Tables): Promise<ReadyDefaults> {
  const problems: Problem[] = []
  const unknown = (name: string, wanted: string, known: readonly string[]) =>
    problems.push({ path: [name], message: `names nothing that there is: "${wanted}"${nearestHint(wanted, known)}` })
  if (behaviour !== undefined && !tables.behaviours.has(behaviour))
    unknown('behaviour', behaviour, tables.behaviours.keys())
  if (climate !== undefined && !tables.climates.has(climate)) unknown('climate', climate, tables.climates.keys())
  const byService: { -readonly [S in keyof LatencyByService]: LatencyByService[S] } = {}
  if (latency !== undefined) {
    const written = typeof latency === 'string' ? ({ kind: 'preset', name: latency } as const) : latency
    for (const service of services) {
      const ready = await readyLatency(written, service, tables)
      if (ready.ok) byService[service] = ready.latency
      else if (problems.every(({ path }) => path[0] !== 'latency'))
        problems.push({ path: ['latency'], message: ready.message })
    }
  }
  if (problems.length > 0) return { ok: false, problems }
  return {
    ok: true,
    defaults: {
      ...(behaviour === undefined ? {} : { behaviour }),
      ...(climate === undefined ? {} : { climate }),
      ...(latency === undefined ? {} : { latency: byService }),
    },
  }
}
