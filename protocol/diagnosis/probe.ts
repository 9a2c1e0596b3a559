/**
 * One way to get from a text to a signature, to be held against the one received; and how a text becomes bytes for it.
 */
import type { Candidate } from './candidates.ts'
import { encode } from './draft.ts'
import type { Mistake } from './mistake.ts'
import type { Placed } from './mistakes/key-mistakes.ts'

export type Probe = {
  /** Mistakes with key and digest: what makes this way less simple than the right one. */
  readonly mistakes: readonly Mistake[]
  /** Mistakes that the look of the signature gives away, or whose key it is: they cost the search nothing. */
  readonly evident: readonly Mistake[]
  /** The most mistakes of the text with which this way is tried. */
  readonly reach: 0 | 1 | 2
  /** How this way and the right one are shown side by side: with `[key]` where the place of the key is the mistake. */
  readonly shows: { readonly caller: (text: string) => string; readonly right: (text: string) => string }
  readonly accepts: (text: CandidateBytes) => boolean
}

/** A candidate with its bytes, which are made once for all ways. */
export type CandidateBytes = {
  readonly candidate: Candidate
  readonly bytes: Buffer
}

export function withBytes(candidate: Candidate): CandidateBytes {
  return { candidate, bytes: encode(candidate.text, candidate.encoding) }
}

/** The bytes of the text with what was put to it; only that is encoded, as the text is long and GBK slow to write. */
export function bytesWith({ candidate, bytes }: CandidateBytes, { before = '', text, after = '' }: Placed): Buffer {
  const { encoding } = candidate
  const middle = text === candidate.text ? bytes : encode(text, encoding)
  if (before === '') return after === '' ? middle : Buffer.concat([middle, encode(after, encoding)])
  return Buffer.concat([encode(before, encoding), middle, encode(after, encoding)])
}

export const keyShown = '[key]'

const plainly = (text: string): string => text

export const showsText: Probe['shows'] = { caller: plainly, right: plainly }
