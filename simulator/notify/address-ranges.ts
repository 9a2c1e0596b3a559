/**
 * Which IP addresses are nobody's business from outside: private networks, this link, a cloud's metadata. A table, and what
 * a look-up in it tells. Pure. Source: the special-purpose registries of IANA (RFC 6890 and what it has been amended by).
 */
import { BlockList, isIP } from 'node:net'

type Range = { readonly network: string; readonly prefix: number; readonly is: string }

const ipv4Ranges: readonly Range[] = [
  { network: '127.0.0.0', prefix: 8, is: 'loopback' },
  { network: '0.0.0.0', prefix: 8, is: 'no address of anybody' },
  { network: '10.0.0.0', prefix: 8, is: 'private' },
  { network: '100.64.0.0', prefix: 10, is: 'private to a carrier' },
  { network: '169.254.0.0', prefix: 16, is: 'link-local, where clouds keep their metadata' },
  { network: '172.16.0.0', prefix: 12, is: 'private' },
  { network: '192.0.0.0', prefix: 24, is: 'reserved' },
  { network: '192.0.2.0', prefix: 24, is: 'for documentation only' },
  { network: '192.168.0.0', prefix: 16, is: 'private' },
  { network: '198.18.0.0', prefix: 15, is: 'for measurements only' },
  { network: '198.51.100.0', prefix: 24, is: 'for documentation only' },
  { network: '203.0.113.0', prefix: 24, is: 'for documentation only' },
  { network: '224.0.0.0', prefix: 4, is: 'multicast' },
  { network: '240.0.0.0', prefix: 4, is: 'reserved' },
]

const ipv6Ranges: readonly Range[] = [
  { network: '::1', prefix: 128, is: 'loopback' },
  { network: '::', prefix: 96, is: 'no address of anybody' },
  { network: '64:ff9b:1::', prefix: 48, is: 'private' },
  { network: '100::', prefix: 64, is: 'for discarding only' },
  { network: '2001::', prefix: 23, is: 'reserved' },
  { network: '2001:db8::', prefix: 32, is: 'for documentation only' },
  { network: 'fc00::', prefix: 7, is: 'private' },
  { network: 'fe80::', prefix: 10, is: 'link-local' },
  { network: 'fec0::', prefix: 10, is: 'private' },
  { network: 'ff00::', prefix: 8, is: 'multicast' },
]

/** Where an IPv6 address carries an IPv4 one: mapped, and by two ways of translation. `at`: its first group of sixteen bits. */
const carriers = [
  { network: '::ffff:0:0', prefix: 96, at: 6 },
  { network: '64:ff9b::', prefix: 96, at: 6 },
  { network: '2002::', prefix: 16, at: 1 },
] as const

const lists = { 4: listed(ipv4Ranges, 'ipv4'), 6: listed(ipv6Ranges, 'ipv6') } as const
const carrierLists = carriers.map((carrier) => ({ ...carrier, list: listOf(carrier, 'ipv6') }))

/** What an address is other than public, in a word or two; undefined for a public one. */
export function specialPurpose(address: string): string | undefined {
  const [bare = ''] = address.split('%')
  const version = isIP(bare)
  if (version === 0) return 'no address'
  const carried = version === 6 ? carriedAddress(bare) : undefined
  if (carried !== undefined) return specialPurpose(carried)
  const type = version === 4 ? 'ipv4' : 'ipv6'
  return lists[version === 4 ? 4 : 6].find(({ list }) => list.check(bare, type))?.is
}

/** Whether the address is this machine's own. */
export function isLoopback(address: string): boolean {
  return specialPurpose(address) === 'loopback'
}

function carriedAddress(address: string): string | undefined {
  const carrier = carrierLists.find(({ list }) => list.check(address, 'ipv6'))
  if (carrier === undefined) return undefined
  const groups = groupsOf(address)
  const [high = 0, low = 0] = [groups[carrier.at], groups[carrier.at + 1]]
  return [high >> 8, high & 255, low >> 8, low & 255].join('.')
}

/** The eight groups of an IPv6 address, however it is written: the parser of addresses spells every form the same way. */
function groupsOf(address: string): readonly number[] {
  const spelled = new URL(`http://[${address}]`).hostname.slice(1, -1)
  const [head = '', tail] = spelled.split('::')
  const numbers = (text: string) => (text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16)))
  if (tail === undefined) return numbers(head)
  const [before, after] = [numbers(head), numbers(tail)]
  return [...before, ...Array.from({ length: 8 - before.length - after.length }, () => 0), ...after]
}

function listed(ranges: readonly Range[], type: 'ipv4' | 'ipv6') {
  return ranges.map((range) => ({ is: range.is, list: listOf(range, type) }))
}

function listOf({ network, prefix }: Pick<Range, 'network' | 'prefix'>, type: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList()
  list.addSubnet(network, prefix, type)
  return list
}
