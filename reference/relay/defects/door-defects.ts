/** Mistakes about who calls. Source: terminal-api.md ("A relay asks more"). */
import type { Door } from '../door/door.ts'
import type { Merchant } from '../merchants/merchant.ts'
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
    kills: 'door/replayed',
    apply: doorMistake(() => ({ isNew: async () => true })),
  },
  {
    name: 'nonces-in-memory',
    sentence: 'Calls that were seen are forgotten when the power fails.',
    source: 'issue 7 (1)',
    kills: 'door/replayed-after-a-power-cut',
    apply: doorMistake(() => {
      const seen = new Set<string>()
      return {
        async isNew(merchant, nonce) {
          const key = `${merchant.merchant_id} ${nonce}`
          const isNew = !seen.has(key)
          seen.add(key)
          return isNew
        },
      }
    }),
  },
  {
    name: 'signature-not-asked-for',
    sentence: 'The key is enough, whatever the signature says.',
    source: 'issue 7 (1)',
    kills: 'door/unsigned',
    apply: doorMistake(() => ({ mustSign: () => false })),
  },
  {
    name: 'signature-not-compared',
    sentence: 'That there is a signature is enough.',
    source: 'issue 7 (1)',
    kills: 'door/wrong-signature',
    apply: doorMistake(() => ({ isSignedWith: (_secret, _call, signature) => signature !== '' })),
  },
  {
    name: 'body-trimmed-before-it-is-checked',
    sentence: 'A body that differs by blanks from the one that was signed passes.',
    source: 'issue 7 (1)',
    kills: 'door/changed-body',
    apply: doorMistake((good) => ({
      isSignedWith: (secret, call, signature) =>
        good.isSignedWith(secret, call, signature) ||
        good.isSignedWith(secret, { ...call, body: `${Buffer.from(call.body).toString()} ` }, signature),
    })),
  },
  {
    name: 'signature-of-the-list-opens-all',
    sentence: 'A signature made for the list opens all that lies below it.',
    source: 'issue 7 (1)',
    kills: 'door/changed-path',
    apply: doorMistake((good) => ({
      isSignedWith: (secret, call, signature) =>
        good.isSignedWith(secret, call, signature) ||
        good.isSignedWith(secret, { ...call, target: '/payments' }, signature),
    })),
  },
  {
    name: 'timestamp-not-looked-at',
    sentence: 'A call may have been signed at any time.',
    source: 'issue 7 (1)',
    kills: 'door/not-of-now',
    apply: doorMistake(() => ({ isFresh: () => true })),
  },
  {
    name: 'beginning-of-a-key-is-enough',
    sentence: 'A key is looked up by its first 16 signs.',
    source: 'terminal-api.md',
    kills: 'door/wrong-key',
    apply: (parts) => ({
      ...parts,
      openDoor(book, clock) {
        const begins = ({ api_key: key }: Merchant, given: string) => key.slice(0, 16) === given.slice(0, 16)
        return {
          ...parts.openDoor(book, clock),
          merchantWithKey: (given) => book.pages.merchants().find((merchant) => begins(merchant, given)),
        }
      },
    }),
  },
  {
    name: 'keys-cached',
    sentence: 'A key that was looked up once is good for ever, though the merchant has another by now.',
    source: 'terminal-api.md',
    kills: 'onboarding/at-once',
    apply: doorMistake((good) => {
      const known = new Map<string, Merchant>()
      return {
        merchantWithKey(apiKey) {
          const merchant = known.get(apiKey) ?? good.merchantWithKey(apiKey)
          if (merchant !== undefined) known.set(apiKey, merchant)
          return merchant
        },
      }
    }),
  },
  {
    name: 'unknown-key-is-the-house',
    sentence: 'Whoever has no key is taken for the first merchant.',
    source: 'terminal-api.md',
    kills: 'door/no-key',
    apply: (parts) => ({
      ...parts,
      async admit(door, call, clock) {
        if (call.header('authorization') !== undefined) return parts.admit(door, call, clock)
        const merchant = first.get(door)
        return merchant === undefined ? parts.admit(door, call, clock) : { ok: true, merchant }
      },
      openDoor(book, clock) {
        const door = parts.openDoor(book, clock)
        const [merchant] = book.pages.merchants()
        if (merchant !== undefined) first.set(door, merchant)
        return door
      },
    }),
  },
]

const first = new WeakMap<Door, Merchant>()
