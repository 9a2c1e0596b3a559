/**
 * Mistakes with single values: the text signed is not the text sent. Source: signature.md §1 (1), (5), §2, §6 (3), (6).
 */
import { changeValues } from '../draft.ts'
import { rarely, type TextMistake, type Variant } from '../text-mistake.ts'
import { escapeStyles, percentEscaper } from './percent-escape.ts'

const signWhatYouSend = 'Make each value once, as text, and both sign and send that very text.'

export const valueMistakes = [
  {
    id: 'plus-signed-as-blank',
    name: '+ signed as a blank',
    sentence: 'A value that holds a + was signed with a blank instead: it was URL-decoded although it was not encoded.',
    mend: 'Sign the values as they are; do not URL-decode what is not encoded.',
    source: 'signature.md §1 (1)',
    variants: () => [{ change: changeValues((value) => value.replaceAll('+', ' ')) }],
  },
  {
    id: 'amount-rewritten',
    name: 'amount written otherwise',
    sentence: 'An amount was signed with other decimals than it was sent with.',
    mend: signWhatYouSend,
    source: 'signature.md §1 (1), spot-pay.md §3',
    alone: true,
    variants: () => [
      rewriteAmounts('without trailing zeros', (whole, cents) => whole + withPoint(cents.replace(/0+$/, ''))),
      rewriteAmounts('with two decimals', (whole, cents) => whole + withPoint(cents.padEnd(2, '0'))),
      rewriteAmounts('with at least one decimal', (whole, cents) => whole + withPoint(cents.replace(/0+$/, '') || '0')),
    ],
  },
  {
    id: 'values-trimmed',
    name: 'values trimmed',
    sentence: 'Blanks around a value were sent but not signed.',
    mend: signWhatYouSend,
    source: 'signature.md §1 (1), §2',
    variants: () => [{ change: changeValues((value) => value.trim()) }],
  },
  {
    id: 'white-space-collapsed',
    name: 'white space collapsed',
    sentence: 'Runs of white space inside a value were signed as one blank.',
    mend: signWhatYouSend,
    source: 'signature.md §2',
    alone: true,
    variants: () => [{ change: changeValues((value) => value.trim().replace(/\s+/g, ' ')) }],
  },
  {
    id: 'white-space-removed',
    name: 'blanks removed',
    sentence: 'The blanks inside the values were not signed, as in the printed sample whose time lost its blank.',
    mend: 'Keep the blanks: a time is yyyy-MM-dd HH:mm:ss.',
    source: 'signature.md §3',
    alone: true,
    variants: () => [{ change: changeValues((value) => value.replace(/\s+/g, '')) }],
  },
  {
    id: 'line-breaks-changed',
    name: 'line breaks changed',
    sentence: 'A line break was signed in one spelling (LF or CRLF) and sent in the other.',
    mend: 'Normalise line breaks before signing, or send none.',
    source: 'signature.md §1 (1)',
    alone: true,
    variants: () => [
      { detail: 'LF was signed', change: changeValues((value) => value.replaceAll('\r\n', '\n')) },
      { detail: 'CRLF was signed', change: changeValues((value) => value.replace(/\r?\n/g, '\r\n')) },
    ],
  },
  {
    id: 'unicode-normalised',
    name: 'Unicode normalised',
    sentence: 'Accented letters were signed composed and sent decomposed, or the other way round.',
    mend: signWhatYouSend,
    source: 'signature.md §1 (6)',
    alone: true,
    variants: () => [
      { detail: 'decomposed when signed', change: changeValues((value) => value.normalize('NFD')) },
      { detail: 'composed when signed', change: changeValues((value) => value.normalize('NFC')) },
    ],
  },
  {
    id: 'html-escaped',
    name: 'HTML-escaped values signed',
    sentence: 'The values were signed escaped for HTML or XML (`&quot;` for a quotation mark) and sent as they are.',
    mend: 'Escape for a page only where the page is written; sign the raw values.',
    source: 'signature.md §6 (6), §2',
    variants: () => [
      escapeHtml('" alone', { '"': '&quot;' }),
      escapeHtml('" & < >', { '"': '&quot;', '&': '&amp;', '<': '&lt;', '>': '&gt;' }),
      rarely(escapeHtml('& < >', { '&': '&amp;', '<': '&lt;', '>': '&gt;' })),
      rarely(escapeHtml('" & < > \'', { '"': '&quot;', '&': '&amp;', '<': '&lt;', '>': '&gt;', "'": '&#039;' })),
      rarely(escapeHtml('" & < > \'', { '"': '&quot;', '&': '&amp;', '<': '&lt;', '>': '&gt;', "'": '&#39;' })),
    ],
  },
  {
    id: 'sent-html-escaped',
    name: 'HTML-escaped values sent',
    sentence: 'The values were signed as they are and sent escaped for HTML: `&quot;` arrived for a quotation mark.',
    mend: 'Escape for a page only where the page is written, once; the gateway must get the raw values.',
    source: 'signature.md §6 (6)',
    variants: () => [{ change: changeValues(unescapeHtml) }],
  },
  {
    id: 'url-encoded',
    name: 'URL-encoded values signed',
    sentence: 'The values were signed URL-encoded.',
    mend: 'Sign the values as they are, and URL-encode them afterwards for transport only.',
    source: 'signature.md §6 (3)',
    variants: ({ charset }) =>
      escapeStyles.map(({ detail, rare, ...style }) => {
        return { detail, alone: rare, change: changeValues(percentEscaper(style, charset)) }
      }),
  },
] as const satisfies readonly TextMistake[]

function rewriteAmounts(detail: string, write: (whole: string, decimals: string) => string): Variant {
  const rewrite = (value: string, name: string): string => {
    const match = /(?:amount|fee|price)$/.test(name) ? /^(\d{1,13})(?:\.(\d{1,8}))?$/.exec(value) : null
    return match === null ? value : write(match[1] ?? '', match[2] ?? '')
  }
  return { detail, change: changeValues(rewrite) }
}

function withPoint(decimals: string): string {
  return decimals === '' ? '' : `.${decimals}`
}

function escapeHtml(detail: string, entities: Readonly<Record<string, string>>): Variant {
  return { detail, change: changeValues((value) => value.replace(/["&<>']/g, (found) => entities[found] ?? found)) }
}

const characters: Record<string, string> = { quot: '"', amp: '&', lt: '<', gt: '>', '#39': "'", '#039': "'", apos: "'" }

function unescapeHtml(value: string): string {
  return value.replace(/&(quot|amp|lt|gt|apos|#0?39);/g, (whole, name: string) => characters[name] ?? whole)
}
