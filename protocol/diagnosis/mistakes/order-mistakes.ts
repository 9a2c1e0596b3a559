/**
 * Mistakes in how the pieces are put in order and joined. Source: signature.md §1 (4), (5), §6 (8).
 */
import type { Parameter } from '../../parameter.ts'
import { by, type Draft } from '../draft.ts'
import { rarely, type TextMistake, type Variant } from '../text-mistake.ts'

const sortByName = 'Sort by parameter name, ascending, byte by byte; not by the rules of a language.'
const joinPlainly = 'Join the pieces as name=value with & between them and nothing else.'
const order = 'signature.md §1 (4), §6 (8)'
const join = 'signature.md §1 (5)'

export const orderMistakes = [
  {
    id: 'order-as-sent',
    name: 'not sorted',
    sentence: 'The parameters were signed in the order in which they were sent.',
    mend: sortByName,
    source: order,
    variants: () => [ordered((pieces) => pieces)],
  },
  {
    id: 'order-by-value',
    name: 'sorted by value',
    sentence: 'The parameters were sorted by their values instead of their names.',
    mend: sortByName,
    source: order,
    variants: () => [
      ordered((pieces) => pieces.toSorted(by(({ value }) => value))),
      rarely(ordered((pieces) => pieces.toSorted(by(({ name }) => name)).sort(by(({ value }) => value)))),
    ],
  },
  {
    id: 'order-descending',
    name: 'sorted backwards',
    sentence: 'The parameters were sorted from z to a.',
    mend: sortByName,
    source: order,
    alone: true,
    variants: () => [ordered((pieces) => pieces.toSorted(by(({ name }) => name)).reverse())],
  },
  {
    id: 'order-charset-last',
    name: '_input_charset last',
    sentence: '`_input_charset` was put at the end of the sorted string.',
    mend: `${sortByName} The underscore comes before all lower-case letters.`,
    source: order,
    variants: () => [ordered((pieces) => pieces.toSorted(by(({ name }) => (isCharset(name) ? '\uFFFF' : name))))],
  },
  {
    id: 'order-locale',
    name: 'sorted by a locale or without case',
    sentence: 'The names were sorted as words of a language, or without regard to upper and lower case.',
    mend: sortByName,
    source: order,
    alone: true,
    variants: () => [
      ordered((pieces) => pieces.toSorted(by(({ name }) => name.toLowerCase())), 'without case'),
      ordered((pieces) => pieces.toSorted(by(({ name }) => name.replaceAll('_', '').toLowerCase())), 'without _'),
      ordered((pieces) => pieces.toSorted(by(({ name }) => name.toUpperCase())), 'as upper case'),
    ],
  },
  {
    id: 'order-charset-first',
    name: '_input_charset first',
    sentence: '`_input_charset` was put at the front although another name comes before it.',
    mend: `${sortByName} Digits and upper-case letters come before the underscore.`,
    source: order,
    variants: () => [ordered((pieces) => pieces.toSorted(by(({ name }) => (isCharset(name) ? '' : name))))],
  },
  {
    id: 'quoted-values',
    name: 'values in quotation marks',
    sentence: 'The values were signed in quotation marks: name="value".',
    mend: `${joinPlainly} Quotation marks belong to another product.`,
    source: join,
    variants: () => [
      { detail: '"', change: (draft) => quoting(draft, '"') },
      rarely({ detail: "'", change: (draft) => quoting(draft, "'") }),
    ],
  },
  {
    id: 'joined-otherwise',
    name: 'pieces joined otherwise',
    sentence: 'The pieces were not joined as name=value with & between them.',
    mend: joinPlainly,
    source: join,
    alone: true,
    variants: () => [
      joined('name and value without = and &', (pieces) => pieces.map(({ name, value }) => name + value).join('')),
      joined('without &', (pieces) => pieces.map(({ name, value }) => `${name}=${value}`).join('')),
      joined('values only', (pieces) => pieces.map(({ value }) => value).join('')),
      joined('values only, with &', (pieces) => pieces.map(({ value }) => value).join('&')),
      joined('as JSON', (pieces) => JSON.stringify(Object.fromEntries(pieces.map(({ name, value }) => [name, value])))),
    ],
  },
  {
    id: 'trailing-ampersand',
    name: '& left at the end',
    sentence: 'An & was left at the end of the string.',
    mend: joinPlainly,
    source: join,
    variants: () => [{ change: ({ write, ...draft }) => ({ ...draft, write: (pieces) => `${write(pieces)}&` }) }],
  },
  {
    id: 'leading-mark',
    name: '? or & left at the front',
    sentence: 'A ? or an & was left at the front of the string.',
    mend: joinPlainly,
    source: join,
    alone: true,
    variants: () =>
      ['?', '&'].map((mark) => ({
        detail: mark,
        change: ({ write, ...draft }) => ({ ...draft, write: (pieces) => mark + write(pieces) }),
      })),
  },
  {
    id: 'lower-cased',
    name: 'the string in lower case',
    sentence: 'The whole string was turned into lower case before it was signed.',
    mend: 'Sign the string as it is.',
    source: join,
    alone: true,
    variants: () => [
      { change: ({ write, ...draft }) => ({ ...draft, write: (pieces) => write(pieces).toLowerCase() }) },
    ],
  },
] as const satisfies readonly TextMistake[]

function isCharset(name: string): boolean {
  return name === '_input_charset'
}

function ordered(order: Draft['order'], detail?: string): Variant {
  const variant: Variant = { change: (draft) => ({ ...draft, order }) }
  return detail === undefined ? variant : { ...variant, detail }
}

function joined(detail: string, write: (pieces: readonly Parameter[]) => string): Variant {
  return { detail, change: (draft) => ({ ...draft, write }) }
}

function quoting({ write, ...draft }: Draft, mark: string): Draft {
  return {
    ...draft,
    write: (pieces) => write(pieces.map(({ name, value }) => ({ name, value: `${mark}${value}${mark}` }))),
  }
}
