/**
 * The simulator put together: one port, its partners, its store, its clock. Usable inside a test process: everything it opens
 * it closes again. Source: design.md "The house".
 */
import type { Instant } from '../protocol/beijing-time.ts'
import { adminDoor } from './admin-door.ts'
import { type Agenda, agenda, type TaskRunner } from './agenda.ts'
import { type AlipayKeys, alipayKeys } from './alipay-keys.ts'
import { type Clock, realClock, realStopwatch } from './clock.ts'
import { demoPartner } from './demo-partner.ts'
import { globalDialect } from './dialect/dialect.ts'
import type { Dialect } from './dialect/switch.ts'
import { runDueTask } from './due-task.ts'
import { cancelBell } from './gateway/cancel-bell.ts'
import { gateway } from './gateway/gateway.ts'
import { type HttpServer, type HttpServerOptions, openHttpServer } from './http-server.ts'
import type { Exchange } from './journal/exchange.ts'
import { type JournalBell, journalBell, ringing } from './journal/journal-bell.ts'
import type { NotificationRecord } from './notify/notification-record.ts'
import { overtaking } from './notify/overtaking.ts'
import { postForm } from './notify/post.ts'
import { makePartner, type Partner, type PartnerOptions } from './partner.ts'
import { type PartnerRegistry, partnerRegistry } from './partner-registry.ts'
import { beginningOf } from './partner-reset.ts'
import { type Pauses, scaledPauses } from './pause.ts'
import { freshSeed } from './random.ts'
import { SimulatorError } from './simulator-error.ts'
import type { Simulator, SimulatorOptions } from './simulator-options.ts'
import { type DefaultsDraft, openTables } from './stage.ts'
import { memoryStore } from './store/memory-store.ts'
import type { Store } from './store/store.ts'
import { throttled } from './throttle.ts'

const stopGraceMs = 5_000

/** @throws when the port is taken, a partner's public key cannot be used, or a file that is named cannot be read. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { seed = freshSeed(), stateDir, journalSize, clock = realClock } = options
  const tables = openTables(options.behaviours)
  // Mistakes in somebody's own files are told now, and not when a code first asks for one.
  if (options.behaviours !== undefined) await tables.behaviours.all()
  const bell = journalBell()
  const parts: Parts = {
    store: ringing(memoryStore(journalSize === undefined ? {} : { journalSize }), bell),
    journalBell: bell,
    seed,
    clock,
    pauses: scaledPauses(options.timeScale ?? 1),
    rateLimit: options.rateLimit,
    strict: options.strict ?? false,
    dialect: options.dialect ?? globalDialect,
    makePartner: (partner, ownSeed) => makePartner(partner, { clock, seed: ownSeed, tables }),
    alipayKeys: alipayKeys({ stateDir }),
    partners: partnerRegistry(),
    onExchange: options.onExchange ?? ignore,
    onDelivery: options.onDelivery ?? ignore,
    onError: options.onError ?? ignore,
  }
  for (const partner of options.partners ?? [demoPartner]) parts.partners.put(parts.makePartner(partner, seed))
  const [partner] = parts.partners.all()
  if (partner === undefined) throw new RangeError('a simulator needs at least one partner')

  await setDefaults(parts, options.defaults)
  const ruleFile = await followRules(partner, options)

  const dueParts = { ...parts, post: postForm, overtaking: overtaking(parts.store), stopwatch: realStopwatch }
  const runTask: TaskRunner = (known, task) => runDueTask(dueParts, known, task)
  const tasks = agenda(parts.store, runTask, parts.onError)
  const stopping = new AbortController()
  const { adminToken, host = '127.0.0.1', port = 0, connectionsMost } = options
  const others = adminDoor({
    ...parts,
    agenda: tasks,
    runTask,
    beginnings: new Map(parts.partners.all().map((begun) => [begun.pid, beginningOf(begun)])),
    wallClock: realClock,
    stopping: stopping.signal,
    ...(adminToken === undefined ? {} : { adminToken }),
  })
  const server = await openServer(parts, tasks, { host, port, others, connectionsMost })
  const stop = once(async () => {
    stopping.abort()
    parts.pauses.end()
    ruleFile?.close()
    await server.stop(stopGraceMs)
    await tasks.stop()
    await parts.store.close()
  })
  return {
    gateway: `${server.origin}/gateway.do`,
    admin: `${server.origin}/_admin`,
    port: server.port,
    seed,
    partner,
    partners: parts.partners,
    store: parts.store,
    clock,
    alipayPublicKey: () => parts.alipayKeys.publicKeyPem(),
    settled: () => tasks.settled(),
    stop,
    [Symbol.asyncDispose]: stop,
  }
}

type Parts = {
  readonly store: Store
  readonly journalBell: JournalBell
  readonly seed: string
  readonly clock: Clock
  readonly pauses: Pauses
  readonly rateLimit: number | undefined
  readonly strict: boolean
  readonly dialect: Dialect
  readonly makePartner: (options: PartnerOptions, seed: string) => Partner
  readonly alipayKeys: AlipayKeys
  readonly partners: PartnerRegistry
  readonly onExchange: (exchange: Exchange) => void
  readonly onDelivery: (record: NotificationRecord) => void
  readonly onError: (error: unknown) => void
}

type Address = Pick<HttpServerOptions, 'host' | 'port' | 'others' | 'connectionsMost'>

function openServer(parts: Parts, tasks: Agenda, address: Address): Promise<HttpServer> {
  const { clock } = parts
  const handle = gateway({
    ...parts,
    onTasks: (partner) => tasks.watch(partner),
    choose: throttled((order, partner) => partner.stage.choose(order, parts.store), parts.rateLimit, realClock),
    bell: cancelBell(),
    pause: parts.pauses.pause,
    now: (): Instant => clock.now(),
    stopwatch: realStopwatch,
  })
  return openHttpServer({ ...address, gateway: handle, onError: parts.onError })
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
