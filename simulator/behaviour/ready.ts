/**
 * What is at hand, or will be once a file has been read. A hot path that finds everything at hand never waits a turn.
 */

export type Ready<T> = T | Promise<T>

export function whenReady<T, U>(value: Ready<T>, next: (value: T) => Ready<U>): Ready<U> {
  return value instanceof Promise ? value.then(next) : next(value)
}
