/**
 * Mixes: which behaviours the payment codes of a run ask for, in percent, and how long the gateway takes. Plain data: read by
 * k6 and by Node alike. Every behaviour in here lets a good till end in a definite result, as long as the gateway answers in
 * time: what is cancelled in the midst of a brown-out may be left for a person. Source: docs/behaviours.md.
 */
export type Mix = {
  readonly because: string
  /** A preset of scenarios/latency for every call, on the partner's clock. @default answers at once */
  readonly latency?: string
  /** Percent, by the number of the behaviour. They add up to 100. */
  readonly percent: Readonly<Record<string, number>>
}

export const mixes: Readonly<Record<string, Mix>> = {
  plain: { because: 'Everything works at once: the pure machine.', percent: { '0000': 100 } },
  everyday: {
    because: 'Nine of ten sales are plain; in the tenth something happens that tills get wrong.',
    latency: 'next-door',
    percent: { '0000': 90, '0101': 4, '0102': 1, '0206': 1, '0301': 1, '0303': 1, '0305': 1, '0503': 1 },
  },
  'lunch-peak': {
    because: 'Queues build up on the other side while everybody pays: slower and slower, and answers get lost.',
    latency: 'lunch-peak',
    percent: { '0000': 82, '0101': 8, '0102': 2, '0205': 2, '0206': 2, '0301': 1, '0303': 2, '0405': 1 },
  },
  'brown-out': {
    because: 'The gateway is not down, which would be simpler: half of what it does is not answered in time.',
    latency: 'brown-out',
    percent: { '0000': 70, '0101': 5, '0301': 5, '0302': 2, '0303': 8, '0305': 4, '0307': 2, '0402': 3, '0405': 1 },
  },
  'password-heavy': {
    because: 'High amounts: nearly every second buyer is asked for the password, and not everybody enters it.',
    latency: 'next-door',
    percent: { '0000': 52, '0101': 30, '0102': 9, '0103': 3, '0104': 4, '0105': 2 },
  },
  'pay-day': {
    because:
      'The day before, the accounts are empty; on the day, limits are met. Both are refusals that nobody may ask about.',
    latency: 'next-door',
    percent: { '0000': 66, '0101': 10, '0206': 9, '0207': 4, '0210': 5, '0211': 2, '0220': 1, '0223': 1, '0303': 2 },
  },
}

/** The part of a mix that does not end at once, from 0 to 1: what virtual users are kept waiting by. */
export function slowShare(percent: Mix['percent']): number {
  const total = Object.values(percent).reduce((sum, one) => sum + one, 0)
  return total === 0 ? 0 : 1 - (percent['0000'] ?? 0) / total
}

/** A mix by its name or written out, `0000=90,0303=10`; undefined when it is neither. */
export function mixNamed(text: string): Mix | undefined {
  const named = Object.hasOwn(mixes, text) ? mixes[text] : undefined
  if (named !== undefined || text === '') return named
  const percent: Record<string, number> = {}
  for (const part of text.split(',')) {
    const [, number, share] = /^\s*(\d{4})=(\d{1,6}(?:\.\d{1,4})?)\s*$/.exec(part) ?? []
    if (number === undefined || share === undefined) return undefined
    percent[number] = Number(share)
  }
  const total = Object.values(percent).reduce((sum, one) => sum + one, 0)
  return total > 0 ? { because: 'Written out for this run.', percent } : undefined
}
