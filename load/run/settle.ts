/**
 * What comes after the load: the faults stop, the system gets the time that its own timings ask for, the partner's clock moves
 * on so that nothing at Alipay is left open, and the system gets that time once more.
 */
import { SutError, type SystemUnderTest } from '../../conformance/adapter/system-under-test.ts'
import { settleMs } from '../../conformance/runner/case-world.ts'
import type { GatewaySide } from '../../conformance/runner/gateway-side.ts'
import type { Capabilities, Payment } from '../../reference/terminal-api/words.ts'
import { type Clock, sleep } from '../../simulator/clock.ts'

export type Settling = {
  readonly sut: Pick<SystemUnderTest, 'get'>
  readonly capabilities: Capabilities
  readonly side: Pick<GatewaySide, 'admin' | 'time'>
  readonly clock: Clock
  readonly timeScale: number
  /** All of the run, as the book has it now. */
  readonly read: () => Promise<readonly Payment[]>
}

/** Open trades close after 3 minutes, and most repeats of a notification come within half an hour. Source: flows.md §5. */
const onwardsMs = 30 * 60_000
const pauseMs = 250
const atOnce = 20

/** From now on every call of the partner is answered as it should be. */
export async function stopFaults({ admin }: Pick<GatewaySide, 'admin'>): Promise<void> {
  await admin.change({ defaults: { latency: null } })
  await admin.rules.put([{ id: 'the-faults-are-over', behaviour: '0000' }])
}

/** The book as it is in the end. */
export async function settle(settling: Settling): Promise<readonly Payment[]> {
  const { side, read, clock } = settling
  const within = settleMs(settling)
  await untilDecided(settling, await read(), clock.now() + within)
  await side.time.advance(onwardsMs)
  const late = await read()
  await untilDecided(settling, late, clock.now() + within)
  return read()
}

/** Only what is open is asked for again: a book may be long. */
async function untilDecided({ sut, clock }: Settling, payments: readonly Payment[], until: number): Promise<void> {
  let open = payments.flatMap(({ status, payment_id: id }) => (status === 'pending' ? [id] : []))
  while (open.length > 0 && clock.now() < until) {
    await sleep(clock, pauseMs)
    const still: string[] = []
    for (let at = 0; at < open.length; at += atOnce) {
      const asked = open.slice(at, at + atOnce)
      const states = await Promise.all(asked.map((id) => statusOf(sut, id)))
      still.push(...asked.filter((_, index) => states[index] === 'pending'))
    }
    open = still
  }
}

/** A system that does not answer now may answer later. */
async function statusOf(sut: Settling['sut'], id: string): Promise<string> {
  try {
    return (await sut.get(id)).status
  } catch (error) {
    if (!(error instanceof SutError)) throw error
    return error.code === 'not_found' ? 'gone' : 'pending'
  }
}
