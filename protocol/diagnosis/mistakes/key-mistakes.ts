/**
 * Mistakes with the MD5 key: where it was put, and which it was. Source: signature.md §1 (7), §6 (1), (11), §7.
 */
import type { Parameter } from '../../parameter.ts'
import { type Mistake, type MistakeRow, told } from '../mistake.ts'

/** What is hashed: the text with something before and after it. */
export type Placed = { readonly before?: string; readonly text: string; readonly after?: string }

/** Puts the key to the text; called with the real key to compute and with `[key]` to show. */
export type KeyPlacing = (text: string, key: string) => Placed

/** The right way. */
export const appendKey: KeyPlacing = (text, key) => ({ text, after: key })

export type KeyVariant = { readonly place: KeyPlacing; readonly detail?: string }

export type KeyMistake = MistakeRow & {
  readonly variants: (parameters: readonly Parameter[]) => readonly KeyVariant[]
  /** The first way is tried together with two mistakes of the text. */
  readonly common?: true
}

const appendDirectly = 'Append the 32 characters of the key directly: no `&`, no `key=`, nothing after it.'
const source = 'signature.md §1 (7), §6 (1)'

export const keyMistakes = [
  {
    id: 'key-after-ampersand',
    name: 'key joined with &',
    sentence: 'The key was joined to the string with an &.',
    mend: appendDirectly,
    source,
    common: true,
    variants: () => [{ place: (text, key) => ({ text, after: `&${key}` }) }],
  },
  {
    id: 'key-named',
    name: 'key joined with &key=',
    sentence: 'The key was joined to the string as if it were a parameter, as other gateways want it.',
    mend: appendDirectly,
    source,
    common: true,
    variants: () => [
      { detail: '&key=', place: (text, key) => ({ text, after: `&key=${key}` }) },
      { detail: 'key=', place: (text, key) => ({ text, after: `key=${key}` }) },
    ],
  },
  {
    id: 'key-in-front',
    name: 'key put in front',
    sentence: 'The key was put in front of the string.',
    mend: appendDirectly,
    source,
    common: true,
    variants: () => [
      { place: (text, key) => ({ text, before: key }) },
      { detail: 'with &', place: (text, key) => ({ text, before: `${key}&` }) },
      { detail: 'as key=', place: (text, key) => ({ text, before: `key=${key}&` }) },
    ],
  },
  {
    id: 'key-on-both-sides',
    name: 'key on both sides',
    sentence: 'The key was put in front of the string and behind it.',
    mend: appendDirectly,
    source,
    variants: () => [{ place: (text, key) => ({ text, before: key, after: key }) }],
  },
  {
    id: 'key-sorted-in',
    name: 'key sorted in as a parameter',
    sentence: 'The key was put among the parameters under the name `key` and sorted with them.',
    mend: appendDirectly,
    source,
    variants: () => [{ place: sortedIn }],
  },
  {
    id: 'key-missing',
    name: 'no key at all',
    sentence: 'The string was hashed without the key.',
    mend: appendDirectly,
    source,
    variants: () => [{ place: (text) => ({ text }) }],
  },
  {
    id: 'key-with-blanks',
    name: 'key with blanks around it',
    sentence:
      'The key was used with white space, a byte order mark or quotation marks around it, as a file or a form left them.',
    mend: 'Trim the key when you read it: it is 32 letters and digits.',
    source: 'signature.md §1, §6 (11)',
    variants: () => [
      ...['\n', '\r\n', ' ', '\t'].map(
        (blank): KeyVariant => ({
          detail: `${JSON.stringify(blank)} behind`,
          place: (text, key) => ({ text, after: key + blank }),
        }),
      ),
      ...[' ', '\t', '\n', '\uFEFF'].map(
        (blank): KeyVariant => ({
          detail: `${JSON.stringify(blank)} in front`,
          place: (text, key) => ({ text, after: blank + key }),
        }),
      ),
      { detail: 'a blank on both sides', place: (text, key) => ({ text, after: ` ${key} ` }) },
      { detail: 'quotation marks', place: (text, key) => ({ text, after: `"${key}"` }) },
      {
        detail: 'the key as it is set up has blanks, the one used had none',
        place: (text, key) => ({ text, after: key.trim() }),
      },
    ],
  },
  {
    id: 'key-case-changed',
    name: 'key in another letter case',
    sentence: 'The key was turned into upper or lower case.',
    mend: 'Use the key as the portal shows it: upper and lower case are different letters.',
    source: 'signature.md §1',
    variants: () => [
      { detail: 'upper case', place: (text, key) => ({ text, after: key.toUpperCase() }) },
      { detail: 'lower case', place: (text, key) => ({ text, after: key.toLowerCase() }) },
    ],
  },
  {
    id: 'sample-key',
    name: "the documentation's sample key",
    sentence: 'The key of a published sample was used instead of your own.',
    mend: 'Put your own key into the configuration: the portal shows it.',
    source: 'signature.md §7',
    variants: () => [
      { detail: '1 followed by 31 zeros', place: (text) => ({ text, after: `1${'0'.repeat(31)}` }) },
      { detail: 'XXXX', place: (text) => ({ text, after: 'XXXX' }) },
    ],
  },
  {
    id: 'partner-as-key',
    name: 'the partner number as key',
    sentence: 'The partner number was used as the key.',
    mend: 'The partner number (2088…) says who you are; the key is another value of the portal.',
    source: 'signature.md §1',
    variants: (parameters) => {
      const partner = parameters.find(({ name }) => name === 'partner')?.value
      return partner === undefined ? [] : [{ place: (text) => ({ text, after: partner }) }]
    },
  },
] as const satisfies readonly KeyMistake[]

export const otherKeyMistake = {
  id: 'other-key',
  name: "another partner's key",
  sentence: 'The key belongs to somebody else than the message names as its sender.',
  mend: 'Use the key that belongs to the partner number of the message; check that they come from one configuration.',
  source: 'signature.md §1, §6 (11)',
} as const satisfies MistakeRow

export type ToldPlacing = {
  readonly mistake: Mistake
  readonly place: KeyPlacing
  /** The most mistakes of the text with which it is tried. */
  readonly reach: 0 | 1 | 2
}

/** Each way to put the key wrongly, with the mistake that it is; the first way of a row is the likeliest. */
export function keyVariants(parameters: readonly Parameter[]): readonly ToldPlacing[] {
  const rows: readonly KeyMistake[] = keyMistakes
  return rows.flatMap((row) => {
    const [first, others] = row.common === true ? ([2, 1] as const) : ([1, 0] as const)
    return row.variants(parameters).map(({ place, detail }, at): ToldPlacing => {
      return { mistake: told(row, detail), place, reach: at === 0 ? first : others }
    })
  })
}

/** The label is all that is told of another sender. */
export function otherKey(label: string): Mistake {
  return told(otherKeyMistake, label)
}

/** `key=…` where the order of names puts it. A value that looks like a piece may mislead it: then nothing matches. */
function sortedIn(text: string, key: string): Placed {
  const piece = `key=${key}`
  for (const { 1: name = '', index } of text.matchAll(/(?<=^|&)([\w.]+)=/g))
    if (name > 'key') return { before: `${text.slice(0, index)}${piece}&`, text: text.slice(index) }
  return { text, after: text === '' ? piece : `&${piece}` }
}

/** As it is shown. */
export function written({ before = '', text, after = '' }: Placed): string {
  return before + text + after
}
