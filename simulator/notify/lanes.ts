/**
 * How many notifications go out at once, to one receiver and in all. Whoever must wait waits in the lane of its receiver, and
 * the lanes take turns: a receiver that never answers delays nobody but itself. Knows no notification.
 */

export type LaneLimits = {
  /** To one receiver. */
  readonly perLane: number
  readonly inAll: number
}

/** Enough for a receiver that takes a tenth of a second and hundreds of payments a second; few enough for every limit on open files. */
export const deliveryLimits: LaneLimits = { perLane: 64, inAll: 512 }

export type Lanes = {
  /** Runs the work when it is its turn; undefined when the lanes were closed before that. */
  run<Value>(lane: string, work: () => Promise<Value>): Promise<Value | undefined>
  /** What waits is not run any more; what runs is not hurried. */
  close(): void
}

type Turn = (go: boolean) => void

export function openLanes({ perLane, inAll }: LaneLimits = deliveryLimits): Lanes {
  const running = new Map<string, number>()
  /** In the order of their next turn. */
  const waiting = new Map<string, Turn[]>()
  let runningInAll = 0
  let closed = false

  const runningIn = (lane: string) => running.get(lane) ?? 0
  const hasRoom = (lane: string) => runningInAll < inAll && runningIn(lane) < perLane

  const take = (lane: string) => {
    runningInAll++
    running.set(lane, runningIn(lane) + 1)
  }

  const leave = (lane: string) => {
    runningInAll--
    const left = runningIn(lane) - 1
    if (left === 0) running.delete(lane)
    else running.set(lane, left)
    callNext()
  }

  /** One place has become free: at most one can go. */
  const callNext = () => {
    for (const [lane, turns] of waiting) {
      if (!hasRoom(lane)) continue
      const turn = turns.shift()
      waiting.delete(lane)
      if (turns.length > 0) waiting.set(lane, turns)
      take(lane)
      turn?.(true)
      return
    }
  }

  const admitted = (lane: string): Promise<boolean> => {
    if (closed) return Promise.resolve(false)
    if (hasRoom(lane)) {
      take(lane)
      return Promise.resolve(true)
    }
    return new Promise((resolve) => {
      const turns = waiting.get(lane) ?? []
      turns.push(resolve)
      waiting.set(lane, turns)
    })
  }

  return {
    async run(lane, work) {
      if (!(await admitted(lane))) return undefined
      try {
        return await work()
      } finally {
        leave(lane)
      }
    },
    close() {
      closed = true
      for (const turn of [...waiting.values()].flat()) turn(false)
      waiting.clear()
    },
  }
}

/** All addresses of one receiver are one lane; what is no address has its own. */
export function laneOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : url
}
