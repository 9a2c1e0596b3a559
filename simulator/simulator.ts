/**
 * The simulator put together: one port, its partners, its store, its clock. Usable inside a test process: everything it opens
 * it closes again. Source: design.md "The house".
 */
import { adminDoor } from './admin-door.ts'
import { agenda, type TaskRunner } from './agenda.ts'
import { type AlipayKeys, alipayKeys } from './alipay-keys.ts'
import { both } from './both.ts'
import { type Clock, realClock, realStopwatch } from './clock.ts'
import { demoPartner } from './demo-partner.ts'
import { globalDialect } from './dialect/dialect.ts'
import type { Dialect } from './dialect/switch.ts'
import { openDoors } from './doors.ts'
import { runDueTask } from './due-task.ts'
import { cancelBell } from './gateway/cancel-bell.ts'
import { type Company, joinOthers, seedOf, toldBell } from './join-others.ts'
import type { Exchange } from './journal/exchange.ts'
import { type JournalBell, journalBell, ringing } from './journal/journal-bell.ts'
import { type Metrics, metrics } from './metrics/metrics.ts'
import { destinationGuard } from './notify/destination-guard.ts'
import { openLanes } from './notify/lanes.ts'
import type { NotificationRecord } from './notify/notification-record.ts'
import { overtaking } from './notify/overtaking.ts'
import { poster } from './notify/post.ts'
import { systemResolve } from './notify/system-resolve.ts'
import { makePartner, type Partner, type PartnerOptions } from './partner.ts'
import { type PartnerRegistry, partnerRegistry } from './partner-registry.ts'
import type { Beginnings } from './partner-reset.ts'
import { type Pauses, scaledPauses } from './pause.ts'
import { usualTerms } from './settlement/settlement-terms.ts'
import { type SharedAccounts, sharedAccounts } from './shared-accounts.ts'
import { SimulatorError } from './simulator-error.ts'
import type { Simulator, SimulatorOptions } from './simulator-options.ts'
import { type DefaultsDraft, openTables } from './stage.ts'
import { openStore } from './store/open-store.ts'
import type { Store } from './store/store.ts'
import { openSurvival } from './survival.ts'
import { harmless, type SmsPort } from './wallet/sms-port.ts'

const stopGraceMs = 5_000

/** @throws when the port is taken, a partner's public key cannot be used, or a file that is named cannot be read. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const store = await openStore(options)
  try {
    return await startOn(store, options)
  } catch (error) {
    await store.close()
    throw error
  }
}

async function startOn(store: Store, options: SimulatorOptions): Promise<Simulator> {
  const { shared } = store
  const { seed = await seedOf(store), stateDir, clock = realClock } = options
  const tables = openTables(options.behaviours)
  // Mistakes in somebody's own files are told now, and not when a code first asks for one.
  if (options.behaviours !== undefined) await tables.behaviours.all()
  const bell = journalBell(shared?.watchJournal)
  const accounts = shared === undefined ? undefined : sharedAccounts(shared)
  const watched = metrics(realStopwatch)
  const sms = harmless(options.sms ?? ignore, options.onError ?? ignore)
  const sendSms: SmsPort = (message) => (accounts?.isSilent() === true ? undefined : sms(message))
  const parts: Parts = {
    store: ringing(watched.timed(store), bell),
    metrics: watched,
    journalBell: bell,
    seed,
    clock,
    pauses: scaledPauses(options.timeScale ?? 1),
    rateLimit: options.rateLimit,
    strict: options.strict ?? false,
    dialect: options.dialect ?? globalDialect,
    makePartner: (partner, ownSeed) => makePartner(partner, { clock, seed: ownSeed, tables, sendSms }),
    alipayKeys: alipayKeys({ stateDir, agree: shared && ((offer) => shared.agree('alipay key', offer)) }),
    accounts,
    partners: partnerRegistry(),
    onExchange: both(watched.exchange, options.onExchange),
    onDelivery: both(watched.delivery, options.onDelivery),
    onError: options.onError ?? ignore,
  }
  for (const partner of options.partners ?? [demoPartner]) parts.partners.put(parts.makePartner(partner, seed))
  await setDefaults(parts, options.defaults)
  const waitingForCancel = cancelBell()
  const order = overtaking(parts.store, (held) =>
    shared?.mention({ kind: 'held back', partner: held.partner, notifyId: held.id }),
  )
  const { resolve = systemResolve, notifyPrivate: allowPrivate = false } = options
  const lanes = openLanes()
  const post = poster(destinationGuard({ resolve, allowPrivate }))
  const dueParts = { ...parts, post, lanes, overtaking: order, stopwatch: realStopwatch }
  const runTask: TaskRunner = (known, task) => runDueTask(dueParts, known, task)
  const due = agenda(parts.store, runTask, parts.onError)
  const beginnings: Beginnings = new Map()
  const company: Company = { bell, waitingForCancel, order, watch: due.watch }
  const together = await joinOthers({ ...parts, beginnings }, company)
  const survival = together ?? (await openSurvival({ ...parts, beginnings }))
  const [partner] = parts.partners.all()
  if (partner === undefined) throw new RangeError('a simulator needs at least one partner')
  const ruleFile = await followRules(partner, options)

  const stopping = new AbortController()
  const { adminToken, host = '127.0.0.1', port = 0, connectionsMost } = options
  const others = adminDoor({
    ...parts,
    agenda: due,
    runTask,
    beginnings,
    terms: { ...usualTerms, ...options.settlement },
    keep: survival.keep,
    together,
    wallClock: realClock,
    stopping: stopping.signal,
    ...(adminToken === undefined ? {} : { adminToken }),
  })
  const doors = await openDoors(parts, {
    ...{ host, port, others, connectionsMost },
    onTasks: due.watch,
    choose: survival.choose,
    bell: shared === undefined ? waitingForCancel : toldBell(waitingForCancel, shared),
    tls: options.tls,
    upstream: options.upstream,
    tracing: options.tracing,
  })
  // What fell due while nobody ran is done now.
  for (const known of parts.partners.all()) due.watch(known)
  const stop = once(async () => {
    stopping.abort()
    parts.pauses.end()
    ruleFile?.close()
    await doors.stop(stopGraceMs)
    lanes.close()
    await due.stop()
    // What cannot be kept any more keeps nobody from stopping.
    await survival.keep().catch(parts.onError)
    await parts.store.close()
  })
  return {
    gateway: `${doors.origin}/gateway.do`,
    admin: `${doors.origin}/_admin`,
    port: doors.port,
    ...(doors.tls !== undefined && { tls: doors.tls }),
    seed,
    partner,
    partners: parts.partners,
    store: parts.store,
    clock,
    alipayPublicKey: () => parts.alipayKeys.publicKeyPem(),
    settled: () => due.settled(),
    stop,
    [Symbol.asyncDispose]: stop,
  }
}

type Parts = {
  readonly store: Store
  readonly journalBell: JournalBell
  readonly metrics: Metrics
  readonly seed: string
  readonly clock: Clock
  readonly pauses: Pauses
  readonly rateLimit: number | undefined
  readonly strict: boolean
  readonly dialect: Dialect
  readonly makePartner: (options: PartnerOptions, seed: string) => Partner
  readonly alipayKeys: AlipayKeys
  readonly accounts: SharedAccounts | undefined
  readonly partners: PartnerRegistry
  readonly onExchange: (exchange: Exchange) => void
  readonly onDelivery: (record: NotificationRecord) => void
  readonly onError: (error: unknown) => void
}

/** The rules of the first partner. @throws SimulatorError UNREADABLE_RULES */
async function followRules({ stage }: Partner, { rules, onRules = ignore }: SimulatorOptions) {
  if (rules === undefined) return undefined
  const { watchRuleFile } = await import('./behaviour/rule-file.ts')
  return watchRuleFile(stage.rules, rules, { onChange: onRules })
}

/** @throws SimulatorError UNKNOWN_DEFAULT */
async function setDefaults({ partners }: Parts, defaults: DefaultsDraft | undefined): Promise<void> {
  if (defaults === undefined) return
  for (const { stage } of partners.all()) {
    const result = await stage.setDefaults(defaults)
    if (result.ok) continue
    const [first] = result.problems
    throw new SimulatorError('UNKNOWN_DEFAULT', { detail: `${first?.path.join('.')} ${first?.message}.` })
  }
}

function ignore(): void {}

function once(run: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined
  return () => {
    done ??= run()
    return done
  }
}
