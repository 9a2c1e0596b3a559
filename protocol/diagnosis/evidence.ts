/**
 * All that is known of a message whose signature is in question, and how it reads when it is read another way.
 * Knows no mistakes. Source: signature.md §1, §2, §3; gateway.md §2.
 */
import type { Charset } from '../charset.ts'
import { decodeForm, type Parameter } from '../parameter.ts'
import type { Verifier } from '../signature.ts'

export type Evidence = {
  /**
   * The parameters as the verifying side takes them, decoded, in the order in which they came: query string and body
   * together, `_input_charset` once. For an answer the fields of the response. May hold `sign` and `sign_type`.
   */
  readonly parameters: readonly Parameter[]
  /** The query string as it came, undecoded. With it and `rawBody` the mistakes of transport can be told. */
  readonly rawQuery?: Uint8Array
  /** The form in the body as it came. Not for answers: their body is no form. */
  readonly rawBody?: Uint8Array
  /** In which the message is signed: the one of `_input_charset`, or the default where there is none. */
  readonly charset: Charset
  /** As the message names it, or '' when it names none. */
  readonly signType: string
  /** The value of `sign`. */
  readonly received: string
  /** The sender's, for the sign type that is expected. */
  readonly verifier: Verifier
  /** The sender's for the other sign types. */
  readonly otherKeys?: readonly Verifier[]
  /** Other senders'; only the label is told, and only the first hundred are tried. */
  readonly others?: readonly LabelledVerifier[]
  /** @default a request */
  readonly message?: Message
}

export type LabelledVerifier = { readonly label: string; readonly verifier: Verifier }

export type Message =
  | { readonly kind: 'request' }
  | { readonly kind: 'notification' }
  | {
      readonly kind: 'answer'
      /** The echo in `<request>`. */
      readonly request: readonly Parameter[]
      /** The charset that the XML declares. */
      readonly declared: Charset
    }

export const othersTriedMost = 100

/** Query and body as they came, or nothing when that is not known. */
export function rawForms({ rawQuery, rawBody, message }: Evidence): readonly Uint8Array[] {
  if (message?.kind === 'answer') return []
  return [rawQuery, rawBody].filter((raw) => raw !== undefined && raw.length > 0) as Uint8Array[]
}

export type Reading = {
  readonly charset: Charset
  /** Changes the form before it is decoded; it gets and gives one character a byte. */
  readonly prepare?: (form: string) => string
}

/** The parameters as they are when the raw form is read another way; undefined when there is no raw form. */
export function readAgain(evidence: Evidence, { charset, prepare }: Reading): readonly Parameter[] | undefined {
  const forms = rawForms(evidence)
  if (forms.length === 0) return undefined
  return withoutRepeats(
    forms.flatMap((raw) => {
      const bytes = prepare === undefined ? raw : Buffer.from(prepare(Buffer.from(raw).toString('latin1')), 'latin1')
      return decodeForm(bytes, charset).parameters
    }),
  )
}

/** Query string and body may say the same thing twice; it is signed once. Source: gateway.md §2. */
export function withoutRepeats(parameters: readonly Parameter[]): readonly Parameter[] {
  const seen = new Set<string>()
  return parameters.filter(({ name, value }) => {
    const both = JSON.stringify([name, value])
    return seen.size < seen.add(both).size
  })
}

/** Names and values as they stand in the form, escapes and all. */
export function undecodedPieces(raw: Uint8Array): readonly Parameter[] {
  return Buffer.from(raw)
    .toString('latin1')
    .split('&')
    .filter((piece) => piece !== '')
    .map((piece) => {
      const equals = piece.indexOf('=')
      return equals === -1
        ? { name: piece, value: '' }
        : { name: piece.slice(0, equals), value: piece.slice(equals + 1) }
    })
}
