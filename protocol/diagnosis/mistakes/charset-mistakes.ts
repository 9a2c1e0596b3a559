/**
 * Mistakes in turning the signed text into bytes. Source: signature.md §1 (6), §2, §6 (4), (13).
 */
import type { Encoding } from '../draft.ts'
import type { TextMistake, Variant } from '../text-mistake.ts'

const mend =
  'Encode the string in the charset that `_input_charset` names; say so in the call, do not rely on a default.'
const source = 'signature.md §1 (6)'

export const charsetMistakes = [
  {
    id: 'declared-charset-signed',
    name: 'signed in the charset of the XML',
    sentence: 'The answer was signed in the charset that its XML declares instead of the one of the request.',
    mend: 'Sign in the charset of the request, whatever the XML declares.',
    source: 'signature.md §2, §6 (13)',
    variants: ({ message }) => (message?.kind === 'answer' ? [encodedAs(message.declared)] : []),
  },
  {
    id: 'gbk-signed',
    name: 'GBK signed for UTF-8',
    sentence: 'The string was turned into GBK bytes although `_input_charset` says UTF-8.',
    mend,
    source,
    lastResort: true,
    variants: ({ charset }) => (charset === 'UTF-8' ? [encodedAs('GBK')] : []),
  },
  {
    id: 'utf8-signed',
    name: 'UTF-8 signed for GBK',
    sentence: 'The string was turned into UTF-8 bytes although `_input_charset` says GBK or GB2312, or nothing.',
    mend,
    source,
    lastResort: true,
    variants: ({ charset }) => (charset === 'UTF-8' ? [] : [encodedAs('UTF-8')]),
  },
  {
    id: 'latin1-signed',
    name: 'ISO-8859-1 signed',
    sentence: 'The string was turned into ISO-8859-1 bytes, so that every Chinese character became a question mark.',
    mend,
    source,
    alone: true,
    variants: () => [encodedAs('ISO-8859-1')],
  },
  {
    id: 'utf8-twice-signed',
    name: 'UTF-8 applied twice',
    sentence: 'UTF-8 bytes were read as ISO-8859-1 and turned into UTF-8 once more before they were signed.',
    mend,
    source,
    alone: true,
    variants: () => [encodedAs('UTF-8 twice')],
  },
  {
    id: 'utf16-signed',
    name: 'UTF-16 signed',
    sentence: 'The string was turned into UTF-16 bytes.',
    mend,
    source,
    alone: true,
    variants: () => [encodedAs('UTF-16LE'), encodedAs('UTF-16BE')],
  },
] as const satisfies readonly TextMistake[]

function encodedAs(encoding: Encoding): Variant {
  return { detail: encoding, change: (draft) => ({ ...draft, encoding }) }
}
