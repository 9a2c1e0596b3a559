/**
 * Load that comes at its own pace and does not wait for the answers, like shops: so many payments a second, each on a connection
 * that is idle. A late answer is measured from when its request was due, not from when there was time to send it.
 */
import { type Connection, openConnection } from './connection.ts'
import { type Caller, freshId, payRequest } from './requests.ts'

const connectionsOpened = 64

export type Pace = { readonly port: number; readonly perSecond: number; readonly count: number }

/** Resolves to how long each took, in milliseconds, in the order in which they were due. */
export async function pacedPays(caller: Caller, { port, perSecond, count }: Pace): Promise<Float64Array> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  promise.catch(() => {})
  const connections = await Promise.all(Array.from({ length: connectionsOpened }, () => openConnection(port, reject)))
  const idle: Connection[] = [...connections]
  const tookMs = new Float64Array(count)
  const startedMs = performance.now()
  const dueMs = (nth: number) => startedMs + (nth * 1_000) / perSecond
  /** Those before it are sent, or due and without a connection: they go in their order, as soon as one is idle. */
  let due = 0
  let sent = 0
  let heard = 0
  const ask = (connection: Connection, nth: number) =>
    connection.ask(payRequest(caller, freshId()), (answer) => {
      if (!answer.includes('>SUCCESS<')) return reject(new Error(`not paid: ${answer.toString()}`))
      tookMs[nth] = performance.now() - dueMs(nth)
      if (++heard === count) return resolve()
      if (sent < due) ask(connection, sent++)
      else idle.push(connection)
    })
  let awake = setImmediate(function look() {
    awake = setImmediate(look)
    while (due < count && dueMs(due) <= performance.now()) due++
    while (sent < due) {
      const connection = idle.shift()
      if (connection === undefined) return
      ask(connection, sent++)
    }
  })
  const longestMs = 30_000 + 3 * (dueMs(count) - startedMs)
  const timer = setTimeout(
    () => reject(new Error(`${perSecond} a second are too many for this machine now`)),
    longestMs,
  )
  try {
    await promise
    return tookMs
  } finally {
    clearImmediate(awake)
    clearTimeout(timer)
    for (const connection of connections) connection.close()
  }
}

/** @param share 0.99 for the 99th percentile */
export function percentile(values: Float64Array, share: number): number {
  const sorted = values.toSorted()
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
