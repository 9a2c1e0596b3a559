/** Looks a name up as every program of this machine does: hosts file, then DNS. */
import type { Resolve } from './destination-guard.ts'

export const systemResolve: Resolve = async (hostname) => {
  const { lookup } = await import('node:dns/promises')
  const found = await lookup(hostname, { all: true })
  return found.map(({ address }) => address)
}
