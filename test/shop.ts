/**
 * A simulator on a port of its own whose clock stands still, and the calls that a shop makes of it. What the simulator itself
 * calls an error fails the test that caused it, when the shop closes.
 */
import type { Instant } from '../protocol/beijing-time.ts'
import { virtualClock } from '../simulator/clock.ts'
import type { Exchange } from '../simulator/journal/exchange.ts'
import { startSimulator } from '../simulator/simulator.ts'
import type { Simulator, SimulatorOptions } from '../simulator/simulator-options.ts'
import { type CallOptions, call, type Fields, md5Key, pid, type Told } from './signed-call.ts'

export type Shop = AsyncDisposable & {
  readonly simulator: Simulator
  readonly gateway: string
  /** Signs the fields, sends them, reads the answer. */
  ask(fields: Fields, options?: CallOptions): Promise<Told>
  now(): Instant
  /** Moves the clock, and waits for all that falls due on the way. */
  advance(ms: number): Promise<void>
  /** The journal, oldest first. */
  exchanges(): Promise<readonly Exchange[]>
  lastExchange(): Promise<Exchange | undefined>
}

/** 2024-01-15 10:30:00 in Beijing, when the worked examples take place. */
export const opening = Date.UTC(2024, 0, 15, 2, 30)

export async function openShop(options: SimulatorOptions = {}, start: Instant = opening): Promise<Shop> {
  const clock = virtualClock(start)
  const errors: unknown[] = []
  const simulator = await startSimulator({
    partners: [{ pid, md5Key }],
    seed: '7',
    clock,
    onError: (error) => void errors.push(error),
    ...options,
  })
  const { gateway, store } = simulator
  const exchanges = () => store.exchanges({ limit: 10_000 })
  return {
    simulator,
    gateway,
    ask: (fields, how) => call(gateway, fields, how),
    now: () => clock.now(),
    advance: (ms) => clock.advanceTo(clock.now() + ms, () => simulator.settled()),
    exchanges,
    lastExchange: async () => (await exchanges()).at(-1),
    async [Symbol.asyncDispose]() {
      await simulator.stop()
      if (errors.length > 0) throw new AggregateError(errors, `the simulator met ${errors.length} errors`)
    },
  }
}
