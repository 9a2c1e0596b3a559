/** Mistakes about who calls. Source: terminal-api.md ("A relay asks more"). */
import type { Door } from '../door/door.ts'
import type { RelayDefect } from './defect.ts'

function doorMistake(bad: (good: Door) => Partial<Door>): RelayDefect['apply'] {
  return (parts) => ({
    ...parts,
    openDoor(book, clock) {
      const good = parts.openDoor(book, clock)
      return { ...good, ...bad(good) }
    },
  })
}

export const doorDefects: readonly RelayDefect[] = [
  {
    name: 'replays-accepted',
    sentence: 'A signed call that somebody recorded is carried out again.',
    source: 'issue 7 (1)',
    kills: 'relay/replayed',
    apply: doorMistake(() => ({ isNew: async () => true })),
  },
  {
    name: 'signature-not-asked-for',
    sentence: 'The key is enough, whatever the signature says.',
    source: 'issue 7 (1)',
    kills: 'relay/wrong-signature',
    apply: doorMistake(() => ({ mustSign: () => false })),
  },
  {
    name: 'tenants-share-a-book',
    sentence: "A merchant that knows another's payment id sees and cancels the payment.",
    source: 'terminal-api.md',
    kills: 'relay/other-merchant',
    apply: (parts) => ({ ...parts, scopeOf: () => parts.scopeOf('ALL') }),
  },
]
