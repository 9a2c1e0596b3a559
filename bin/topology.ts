/**
 * A whole chain at once: the simulator, the relays of the mode, and the till, each on free ports of this machine. All that is
 * started here is stopped here. Source: introduction.md ("Steps of the four modes").
 */
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { adminClient, type PartnerAdmin } from '../simulator/admin/client/index.ts'
import { startSimulator } from '../simulator/index.ts'
import { CommandError } from './command-error.ts'
import type { RunningHop, StartHop } from './topology-hop.ts'
import { type HopName, planTopology, type TopologyMode, topologyModes } from './topology-plan.ts'

export type TopologyOptions = {
  readonly mode: TopologyMode
  readonly startHop: StartHop
  /** 10 makes every wait a tenth, at the gateway and at every hop. @default 1 */
  readonly timeScale?: number
  /** A mistake for a hop, by its name. */
  readonly defects?: Readonly<Record<string, string>>
  /** @default one nobody chose */
  readonly seed?: string
}

export type Topology = AsyncDisposable & {
  readonly mode: TopologyMode
  readonly gateway: string
  readonly admin: string
  /** The simulator's control API, as the partner. */
  readonly partner: PartnerAdmin
  /** From the gateway outwards; the last one is the till. */
  readonly hops: () => readonly RunningHop[]
  readonly till: () => RunningHop
  hop(name: HopName): RunningHop
  /** A time of the simulator, whose clock may run faster, on this machine's clock. Milliseconds since 1970. */
  hereAt(iso: string): number
  /** Stops it at once, and starts it again on the same ports with the same book. */
  powerCut(name: HopName): Promise<void>
  /** Stops the hops, so that their books can be read; the simulator goes on. */
  stopHops(): Promise<void>
  stop(): Promise<void>
}

/** @throws (rejects) CommandError when a hop does not start, or there is no such hop to put a defect in */
export async function startTopology(options: TopologyOptions): Promise<Topology> {
  const { mode, startHop, timeScale = 1, defects = {}, seed } = options
  const names: readonly string[] = topologyModes[mode]
  for (const name of Object.keys(defects))
    if (!names.includes(name))
      throw new CommandError('BAD_USAGE', { detail: `There is no ${name} in mode ${mode}, but ${names.join(', ')}.` })
  const folder = await mkdtemp(join(tmpdir(), 'alipay-topology-'))
  const simulator = await startSimulator({ timeScale, ...(seed !== undefined && { seed }) })
  const running = new Map<HopName, RunningHop>()
  const stopHops = async () => {
    // From the till inwards: nobody is left waiting for one that is gone.
    for (const hop of [...running.values()].toReversed()) await hop.stop()
    running.clear()
  }
  const stop = async () => {
    await stopHops()
    await simulator.stop()
    await rm(folder, { recursive: true, force: true })
  }
  try {
    const partner = adminClient({ url: simulator.admin }).partner()
    if (timeScale !== 1) await partner.clock.run(timeScale)
    const before = Date.now()
    const there = Date.parse((await partner.clock.get()).now.iso)
    const began = { here: (before + Date.now()) / 2, there }
    const ports = await freePorts(2 * names.length)
    const { pid, md5Key } = simulator.partner
    const facts = { gateway: simulator.gateway, partner: pid, md5Key, folder, timeScale }
    const secret = () => randomBytes(24).toString('hex')
    const plans = planTopology(mode, { ...facts, port: () => ports.pop() ?? 0, secret })
    for (const plan of plans) running.set(plan.name, await startHop(plan, defects[plan.name]))
    const hop = (name: HopName): RunningHop => {
      const found = running.get(name)
      if (found === undefined) throw new CommandError('BAD_USAGE', { detail: `There is no ${name} in mode ${mode}.` })
      return found
    }
    return {
      ...{ mode, gateway: simulator.gateway, admin: simulator.admin, partner, hop, stopHops, stop },
      hops: () => [...running.values()],
      till: () => hop('till'),
      hereAt: (iso) => began.here + (Date.parse(iso) - began.there) / timeScale,
      async powerCut(name) {
        const { plan, kill } = hop(name)
        await kill()
        running.set(name, await startHop(plan, defects[name]))
      },
      [Symbol.asyncDispose]: stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Ports that nobody listens on at the moment: all are taken at once, so that none comes twice. */
async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer())
  for (const server of servers) {
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
  }
  const ports = servers.map((server) => (server.address() as AddressInfo).port)
  for (const server of servers) {
    server.close()
    await once(server, 'close')
  }
  return ports
}
