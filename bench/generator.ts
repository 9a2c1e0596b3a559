/**
 * The load: so many connections, each asking the next requests as soon as it has heard the answer before. Bounded in count by
 * the requests, and in time.
 */
import { type Connection, openConnection } from './connection.ts'

const connectionCount = 32
const longestMs = 30_000

export type Load = {
  readonly port: number
  readonly requests: readonly Buffer[]
  /** How many requests in a row one connection takes: a pay and its query must come one after the other. */
  readonly inARow: number
  /** Called when all connections stand, before the first request. */
  readonly ready: () => Promise<void>
  /** Leaves its core to the server while it has nothing to do: where the server may use both. @default false */
  readonly sleeps?: boolean
}

/** Resolves to the milliseconds from the first request to the last answer. @throws on the first answer that is not SUCCESS */
export async function generate({ port, requests, inARow, ready, sleeps = false }: Load): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  // Nobody waits yet when a connection breaks early.
  promise.catch(() => {})
  const opening = Array.from({ length: connectionCount }, () => openConnection(port, reject))
  const connections = await Promise.all(opening)
  await ready()
  const timer = setTimeout(() => reject(new Error(`the load took longer than ${longestMs} ms`)), longestMs)
  try {
    let next = 0
    let heard = 0
    const started = performance.now()
    const turn = (connection: Connection) => {
      const first = next
      next += inARow
      ask(connection, first, Math.min(next, requests.length))
    }
    const ask = (connection: Connection, at: number, end: number) => {
      const request = requests[at]
      if (at === end || request === undefined) {
        if (next < requests.length) turn(connection)
        return
      }
      connection.ask(request, (answer) => {
        if (!answer.includes('>SUCCESS<')) return reject(new Error(`not paid: ${answer.toString()}`))
        if (++heard === requests.length) return resolve()
        ask(connection, at + 1, end)
      })
    }
    // A generator that slept would have to be woken by the server's every write, at the server's cost: it looks again and again.
    let awake: NodeJS.Immediate | undefined
    const look = () => {
      awake = setImmediate(look)
    }
    if (!sleeps) look()
    promise.finally(() => clearImmediate(awake)).catch(() => {})
    for (const connection of connections) turn(connection)
    await promise
    return performance.now() - started
  } finally {
    clearTimeout(timer)
    for (const connection of connections) connection.close()
  }
}
