/**
 * The names of everything that is kept in Redis. What belongs to a partner carries its number in braces, so that all of it lies
 * in one slot of a cluster and a script may touch it together. Pure. Source: docs/decisions/0008-redis-store.md.
 */

/** In the order in which the commit script takes them. */
const partnerKeys = [
  'trades',
  'order',
  'numbers',
  'refunds',
  'codes',
  'notifications',
  'notified',
  'tasks',
  'queue',
  'leases',
  'exchanges',
  'numbered',
  'answers',
  'sequences',
  'log',
  'movers',
  'counts',
  'tally',
] as const

export type PartnerKeys = { readonly [Name in (typeof partnerKeys)[number]]: string } & {
  readonly all: readonly string[]
  /** Those below outlive a reset. */
  readonly documents: string
  readonly position: string
  /** There while somebody waits for an exchange. */
  readonly watched: string
  /** There while somebody changes the partner by hand. */
  readonly hand: string
}

export type Keys = {
  of(partner: string): PartnerKeys
  /** Which partners anything is kept of. */
  readonly partners: string
  readonly about: string
  readonly documents: string
  readonly exchangeId: string
  /** The simulators that are at work, by when each was last heard of. */
  readonly simulators: string
  /** Channels. */
  readonly news: string
  readonly journal: string
  answersTo(simulator: string): string
}

export function keysOf(prefix: string): Keys {
  const known = new Map<string, PartnerKeys>()
  const make = (partner: string): PartnerKeys => {
    // Braces with nothing in them tag nothing.
    const named = (name: string) => `${prefix}:{${partner || 'nobody'}}:${name}`
    const entries = partnerKeys.map((name) => [name, named(name)] as const)
    return {
      ...(Object.fromEntries(entries) as { [Name in (typeof partnerKeys)[number]]: string }),
      all: entries.map(([, key]) => key),
      documents: named('documents'),
      position: named('position'),
      watched: named('watched'),
      hand: named('hand'),
    }
  }
  return {
    of(partner) {
      let keys = known.get(partner)
      if (keys === undefined) {
        keys = make(partner)
        known.set(partner, keys)
      }
      return keys
    },
    partners: `${prefix}:partners`,
    about: `${prefix}:about`,
    documents: `${prefix}:documents`,
    exchangeId: `${prefix}:exchange-id`,
    simulators: `${prefix}:simulators`,
    news: `${prefix}:news`,
    journal: `${prefix}:journal`,
    answersTo: (simulator) => `${prefix}:heard:${simulator}`,
  }
}
