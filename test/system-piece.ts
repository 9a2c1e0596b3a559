/**
 * Suites that need something of the machine (a server, a browser): run where it is there, skipped by name with how to get
 * it where it is not, and failed there when `REQUIRE_ALL=1`, so that CI cannot pass by skipping.
 */
import { describe, expect, it } from 'vitest'

type Suite = (title: string, body: () => void) => void

/**
 * @param name what is needed, as a reader calls it: `Redis`
 * @param probe whether it is there; asked once, when the file is loaded
 * @param how one line that gets it: `apt-get install redis-server`
 * @returns a `describe` for the suites that need it
 * @example const withRedis = systemPiece('Redis', () => existsSync('/usr/bin/redis-server'), 'apt-get install redis-server')
 */
export function systemPiece(name: string, probe: () => boolean, how: string): Suite {
  if (probe()) return (title, body) => void describe(title, body)
  if (process.env.REQUIRE_ALL === '1') {
    return (title) =>
      void describe(title, () => {
        it(`has ${name}`, () => expect.unreachable(`${name} is missing and REQUIRE_ALL=1 forbids skipping: ${how}`))
      })
  }
  return (title, body) => void describe.skip(`${title} (needs ${name}: ${how})`, body)
}

/**
 * The one exception: a piece that some machines cannot run at all, CI's among them, however it is installed. The suites are
 * skipped there even under `REQUIRE_ALL=1`, and say so on standard error.
 * @param how see {@link systemPiece}
 */
export function rarePiece(name: string, probe: () => boolean, how: string): Suite {
  if (probe()) return (title, body) => void describe(title, body)
  return (title, body) => {
    const told = `${title} (needs ${name}: ${how})`
    process.stderr.write(`\nNOT TESTED, even under REQUIRE_ALL=1: ${told}\n`)
    describe.skip(told, body)
  }
}
