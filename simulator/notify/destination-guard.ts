/**
 * Where a notification may go: anybody's `notify_url` is followed, so it must not lead into the network that the simulator
 * stands in. Names are looked up here and nowhere else: the addresses that pass are the ones that are connected to.
 * Source: issue 7 (destination guard).
 */
import { isIP } from 'node:net'
import { isLoopback, specialPurpose } from './address-ranges.ts'

/** Looks a name up: all of its addresses. Rejects when there are none. */
export type Resolve = (hostname: string) => Promise<readonly string[]>

export type Destination =
  | { readonly ok: true; readonly addresses: readonly string[] }
  /** `why`: a sentence for the delivery log. */
  | { readonly ok: false; readonly why: string }

/** @throws what `resolve` rejects with */
export type DestinationGuard = (url: URL) => Promise<Destination>

export type GuardOptions = {
  readonly resolve: Resolve
  /** Private, link-local and reserved addresses as well. Loopback is always allowed: tests and tills on one machine. */
  readonly allowPrivate: boolean
}

export function destinationGuard({ resolve, allowPrivate }: GuardOptions): DestinationGuard {
  return async function check({ protocol, hostname, username, password }) {
    if (protocol !== 'http:' && protocol !== 'https:') return refused(`${protocol} is neither http nor https.`)
    if (username !== '' || password !== '') return refused('the address carries a name or a password.')
    const host = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname
    const addresses = isIP(host) === 0 ? await resolve(host) : [host]
    if (addresses.length === 0) return refused(`${host} has no address.`)
    // One wrong address among several is enough: whoever answers for the name could choose which one is taken.
    const wrong = allowPrivate ? undefined : addresses.find((address) => !mayBeReached(address))
    if (wrong === undefined) return { ok: true, addresses }
    const where = wrong === host ? host : `${host} is ${wrong}, which`
    return refused(`${where} is ${specialPurpose(wrong)}; allow such addresses with --notify-private.`)
  }
}

function mayBeReached(address: string): boolean {
  return isLoopback(address) || specialPurpose(address) === undefined
}

function refused(why: string): Destination {
  return { ok: false, why: `not sent: ${why}` }
}
