/**
 * The ways to a signature that is a hash with the shared key: right, and with each mistake of key, digest and spelling.
 * Source: signature.md §1 (7).
 */
import type { Parameter } from '../parameter.ts'
import type { Verifier } from '../signature.ts'
import { cleanedSignatures } from './cleaned.ts'
import { type Evidence, othersTriedMost } from './evidence.ts'
import { type Mistake, told } from './mistake.ts'
import { type DigestVariant, digestVariants, md5 } from './mistakes/digest-mistakes.ts'
import { appendKey, type KeyPlacing, keyVariants, otherKey, written } from './mistakes/key-mistakes.ts'
import { rsaMistakes } from './mistakes/rsa-mistakes.ts'
import { spellingMistakes } from './mistakes/spelling-mistakes.ts'
import { bytesWith, keyShown, type Probe, showsText } from './probe.ts'

type Way = {
  readonly digest: DigestVariant
  readonly place: KeyPlacing
  readonly mistakes: readonly Mistake[]
  readonly reach: Probe['reach']
}

const rightWay: Way = { digest: md5, place: appendKey, mistakes: [], reach: 2 }

/** Empty when the signature cannot be a hash, or no MD5 key is known. */
export function hashProbes({
  verifier,
  otherKeys = [],
  others = [],
  parameters,
  received,
}: Evidence): readonly Probe[] {
  const spellings = spellingsOf(received)
  const ways = waysOf(parameters)
  return [
    ...ownKeys(verifier, otherKeys).flatMap((own) => ways.flatMap((way) => probesOf(own, way, spellings))),
    ...others.slice(0, othersTriedMost).flatMap(({ label, verifier: other }) => {
      if (other.signType !== 'MD5') return []
      const way: Way = { ...rightWay, mistakes: [otherKey(label)], reach: 0 }
      return probesOf({ key: other.key, evident: [] }, way, spellings)
    }),
  ]
}

/** Right; with a mistake of the key; with one of the digest; with one of the digest and a common one of the key. */
function waysOf(parameters: readonly Parameter[]): readonly Way[] {
  const keyWays = keyVariants(parameters).map(({ mistake, place, reach }): Way => {
    return { ...rightWay, place, mistakes: [mistake], reach }
  })
  const digestWays = digestVariants().map(({ mistake, digest }): Way => {
    return { ...rightWay, digest, mistakes: [mistake], reach: 1 }
  })
  const both = digestWays
    .filter(({ digest }) => digest.hashes === 'text with key')
    .flatMap((way) =>
      keyWays
        .filter(({ reach }) => reach === 2)
        .map(({ place, mistakes }): Way => ({ ...way, place, mistakes: [...mistakes, ...way.mistakes], reach: 0 })),
    )
  return [rightWay, ...keyWays, ...digestWays, ...both]
}

export type OwnKey = { readonly key: string; readonly evident: readonly Mistake[] }

/** The sender's MD5 keys: the one expected, then others it has, each with the mistake that using it would be. */
export function ownKeys(verifier: Verifier, otherKeys: readonly Verifier[]): readonly OwnKey[] {
  const keys: OwnKey[] = verifier.signType === 'MD5' ? [{ key: verifier.key, evident: [] }] : []
  const evident = [
    verifier.signType === 'MD5' ? otherKey('another key of the same sender') : told(rsaMistakes.md5Signed),
  ]
  for (const other of otherKeys)
    if (other.signType === 'MD5' && keys.every(({ key }) => key !== other.key)) keys.push({ key: other.key, evident })
  return keys
}

function probesOf(
  { key, evident }: OwnKey,
  { digest, place, mistakes, reach }: Way,
  spellings: (bytes: number) => readonly Spelling[],
): readonly Probe[] {
  const shows: Probe['shows'] =
    place === appendKey
      ? showsText
      : { caller: (text) => written(place(text, keyShown)), right: (text) => written(appendKey(text, keyShown)) }
  return spellings(digest.bytes).map((spelling) => ({
    mistakes,
    evident: [...evident, ...spelling.evident],
    reach,
    shows,
    accepts: (text) =>
      spelling.spells(
        digest.hashes === 'text by key'
          ? digest.compute(text.bytes, key)
          : digest.compute(bytesWith(text, place(text.candidate.text, key))),
      ),
  }))
}

type Spelling = { readonly evident: readonly Mistake[]; readonly spells: (hex: string) => boolean }

/** The ways in which the received text can be a hash of so many bytes; usually one or none. */
function spellingsOf(received: string): (bytes: number) => readonly Spelling[] {
  const known = new Map<number, readonly Spelling[]>()
  const cleaned = cleanedSignatures(received)
  return (bytes) => {
    const found = known.get(bytes) ?? cleaned.flatMap(({ text, evident }) => spellingsOfText(text, bytes, evident))
    known.set(bytes, found)
    return found
  }
}

function spellingsOfText(text: string, bytes: number, evident: readonly Mistake[]): readonly Spelling[] {
  const plain: Spelling = { evident, spells: (hex) => hex === text }
  return [
    ...(text.length === bytes * 2 && /^[\da-f]+$/.test(text) ? [plain] : []),
    ...spellingMistakes.flatMap((row) =>
      row.fits(text, bytes)
        ? [{ evident: [...evident, told(row)], spells: (hex: string) => row.writes(hex).includes(text) }]
        : [],
    ),
  ]
}
