/** Work on a partner that no two simulators do at the same time: who holds its lock does it, and the lock ends with its time. */
import type { Commands } from './connection.ts'
import type { Keys } from './keys.ts'

export type HandParts = {
  readonly commands: Commands
  readonly keys: Keys
  readonly simulator: string
  readonly onError: (error: unknown) => void
}

export type Alone = <Result>(partner: string, work: () => Promise<Result>) => Promise<Result>

/** The lock of a simulator that was killed ends by itself; one that lives says so again and again. */
const lockMs = 4_000
const renewMs = 1_000
const patienceMs = 30_000
const pauseMs = 10

export function openHands({ commands, keys, simulator, onError }: HandParts): Alone {
  let nth = 0
  return async (partner, work) => {
    const { hand } = keys.of(partner)
    const token = `${simulator} ${++nth}`
    for (let waited = 0; (await commands.set(hand, token, 'PX', lockMs, 'NX')) !== 'OK'; waited += pauseMs) {
      if (waited > patienceMs) throw new Error(`somebody has been changing partner ${partner} for ${patienceMs} ms`)
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
    }
    const renewing = setInterval(() => commands.holdLock(hand, token, lockMs).catch(onError), renewMs)
    try {
      return await work()
    } finally {
      clearInterval(renewing)
      await commands.unlock(hand, token).catch(onError)
    }
  }
}
