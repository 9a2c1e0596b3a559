/**
 * Lets all requests that have arrived in one turn of the event loop go on together. Then each step runs for all of them in a
 * row, and its code is fetched from memory once and not once a request: under load that is a fifth of the whole and more.
 * A request that is alone goes on at the end of the same turn. Source: docs/performance.md.
 */
export function together(): () => Promise<void> {
  let gathering: Promise<void> | undefined
  return () => {
    gathering ??= new Promise((resolve) => {
      setImmediate(() => {
        gathering = undefined
        resolve()
      })
    })
    return gathering
  }
}
