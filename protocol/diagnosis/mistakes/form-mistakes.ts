/**
 * Mistakes of transport: the text was signed well and then written into the form badly, so that another text arrived.
 * Source: signature.md §1 (8), §6 (4), gateway.md §2.
 */
import type { Charset } from '../../charset.ts'
import { valueNamed } from '../../parameter.ts'
import { type Change, changeValues } from '../draft.ts'
import { type Evidence, rawForms, readAgain, undecodedPieces } from '../evidence.ts'
import type { TextMistake, Variant } from '../text-mistake.ts'
import { unescapePercent } from './percent-escape.ts'

export const formMistakes = [
  {
    id: 'charset-not-in-url',
    name: '_input_charset not in the URL',
    sentence:
      'The URL of the POST has no `_input_charset`, so that the body was read in another charset than it was written in.',
    mend: 'Post to gateway.do?_input_charset=UTF-8; the gateway must know the charset before it reads the body.',
    source: 'gateway.md §2, signature.md §6 (4)',
    variants: (evidence) => (charsetInUrl(evidence) ? [] : inAnotherCharset(evidence)),
  },
  {
    id: 'form-in-other-charset',
    name: 'form and signature in another charset than named',
    sentence: 'The form was written and signed in another charset than `_input_charset` says.',
    mend: 'Use one charset for the form, for the signature and for `_input_charset`.',
    source: 'signature.md §1 (6)',
    variants: (evidence) => (charsetInUrl(evidence) ? inAnotherCharset(evidence) : []),
  },
  {
    id: 'form-written-in-other-charset',
    name: 'form in another charset than the signature',
    sentence: 'The text was signed in the right charset and then the form was written in another.',
    mend: 'Escape the values of the form in the charset that `_input_charset` names.',
    source: 'signature.md §1 (6), (8)',
    alone: true,
    variants: (evidence) => {
      const charset = otherCharset(evidence.charset)
      return reread(evidence, `the form is ${charset}`, charset)
    },
  },
  {
    id: 'plus-not-escaped',
    name: '+ not escaped in the form',
    sentence: 'A + was put into the form as it is, and arrived as a blank.',
    mend: 'Escape each value when you write the form: + becomes %2B.',
    source: 'signature.md §1 (8)',
    variants: (evidence) => reread(evidence, undefined, evidence.charset, (form) => form.replaceAll('+', '%2B')),
  },
  {
    id: 'ampersand-not-escaped',
    name: '& not escaped in the form',
    sentence: 'An & inside a value was put into the form as it is, and cut the value in two.',
    mend: 'Escape each value when you write the form: & becomes %26.',
    source: 'signature.md §1 (8)',
    variants: (evidence) =>
      reread(evidence, undefined, evidence.charset, (form) => form.replace(/&(?=[^=&]*(?:&|$))/g, '%26')),
  },
  {
    id: 'values-escaped-twice',
    name: 'values URL-encoded twice',
    sentence:
      'The values were URL-encoded before the form encoded them again, so that one encoding is left in what arrived.',
    mend: 'Leave URL-encoding to the last step, and do it once.',
    source: 'signature.md §1 (8)',
    variants: ({ charset }) => [
      { change: changeValues((value) => unescapePercent(value, charset, { plusIsBlank: true })) },
      { change: changeValues((value) => unescapePercent(value, charset, { plusIsBlank: false })) },
    ],
  },
  {
    id: 'url-encoded-as-sent',
    name: 'URL-encoded form signed',
    sentence: 'The form was signed as it travels, with its URL-encoding.',
    mend: 'Sign the values as they are, and URL-encode them afterwards for transport only.',
    source: 'signature.md §6 (3)',
    lastResort: true,
    variants: (evidence) => {
      const parameters = rawForms(evidence).flatMap(undecodedPieces)
      return parameters.length === 0 ? [] : [{ change: replaceParameters(parameters) }]
    },
  },
  {
    id: 'duplicates-signed',
    name: 'a parameter signed as often as sent',
    sentence: 'A parameter that is both in the URL and in the body was signed twice.',
    mend: 'Sign the merged set: each parameter once.',
    source: 'gateway.md §2',
    alone: true,
    variants: (evidence) => {
      const pieces = rawForms(evidence).flatMap(undecodedPieces)
      const repeats = pieces.filter(({ name }, at) => pieces.findIndex((piece) => piece.name === name) < at)
      const again = evidence.parameters.filter(({ name }) => repeats.some((piece) => piece.name === name))
      return again.length === 0 ? [] : [{ change: replaceParameters([...evidence.parameters, ...again]) }]
    },
  },
] as const satisfies readonly TextMistake[]

/** What stands in the URL decides; without a body the whole message is there. */
function charsetInUrl({ rawQuery, rawBody }: Evidence): boolean {
  if (rawBody === undefined || rawBody.length === 0) return true
  return rawQuery !== undefined && valueNamed(undecodedPieces(rawQuery), '_input_charset') !== undefined
}

function inAnotherCharset(evidence: Evidence): readonly Variant[] {
  return (['UTF-8', 'GBK'] as const).flatMap((charset) =>
    reread(evidence, `it is ${charset}`, charset).map(({ change, ...variant }) => ({
      ...variant,
      change: (draft) => ({ ...change(draft), encoding: charset }),
    })),
  )
}

function reread(
  evidence: Evidence,
  detail: string | undefined,
  charset: Charset,
  prepare?: (form: string) => string,
): readonly Variant[] {
  // A form that it does not change was not spoilt this way; in another charset it would seem to be.
  if (prepare !== undefined && rawForms(evidence).every((raw) => isUnchanged(raw, prepare))) return []
  const parameters = readAgain(evidence, { charset, ...(prepare === undefined ? {} : { prepare }) })
  if (parameters === undefined) return []
  return [{ change: replaceParameters(parameters), ...(detail === undefined ? {} : { detail }) }]
}

function isUnchanged(raw: Uint8Array, prepare: (form: string) => string): boolean {
  const form = Buffer.from(raw).toString('latin1')
  return prepare(form) === form
}

function replaceParameters(parameters: Evidence['parameters']): Change {
  return (draft) => ({ ...draft, parameters })
}

export function otherCharset(charset: Charset): Charset {
  return charset === 'UTF-8' ? 'GBK' : 'UTF-8'
}
