/**
 * What somebody gave to be signed or verified: a string, a request, a notification or an answer, and what of it is signed.
 * Pure; knows no keys. Source: signature.md §1, §2, §3; gateway.md §2.
 */
import { answerString } from '../protocol/answer.ts'
import { readAnswer } from '../protocol/answer-reader.ts'
import { canonicalString } from '../protocol/canonical.ts'
import { type Charset, charsetNamed, decodeText } from '../protocol/charset.ts'
import { type Message, withoutRepeats } from '../protocol/diagnosis/evidence.ts'
import { decodeForm, type Parameter, valueNamed } from '../protocol/parameter.ts'

export const messageKinds = ['string', 'request', 'notification', 'answer'] as const
export type MessageKind = (typeof messageKinds)[number]

export type SignedMessage = {
  readonly kind: MessageKind
  /** What is signed, and `sign` and `sign_type` where they stand among it; of a string, its parts. */
  readonly parameters: readonly Parameter[]
  readonly signedString: string
  readonly charset: Charset
  /** '' when the message names none. */
  readonly signType: string
  /** '' when the message is not signed. */
  readonly sign: string
  /** Query and body as they came, where there are any. */
  readonly raw: RawForms
  /** The kind as a diagnosis wants it, with what of an answer stands outside the signed set. */
  readonly evidence: Message
}

export type RawForms = { readonly query?: Buffer; readonly body?: Buffer }

export type ReadMessage =
  | { readonly ok: true; readonly message: SignedMessage }
  | { readonly ok: false; readonly problem: string }

/** Undefined where the message itself is to tell. */
export type Expected = { readonly kind?: MessageKind | undefined; readonly charset?: Charset | undefined }

export function readMessage(bytes: Buffer, { kind, charset }: Expected): ReadMessage {
  const message = withoutLastBreak(bytes)
  if (message.length === 0) return unreadable('there is nothing in it')
  const found = kind ?? kindOf(message)
  switch (found) {
    case 'string':
      return readString(message, charset ?? 'UTF-8')
    case 'answer':
      return readAnswerMessage(message, charset)
    default:
      return isEscaped(message) ? readForm(found, message, charset) : readUnescaped(found, message, charset)
  }
}

/** One line break at the end is the editor's or echo's, not the message's. */
function withoutLastBreak(bytes: Buffer): Buffer {
  if (bytes.at(-1) !== 0x0a) return bytes
  return bytes.subarray(0, bytes.length - (bytes.at(-2) === 0x0d ? 2 : 1))
}

/** XML is an answer; what no form holds unescaped, and is not signed, is a string; what has a `notify_id`, a notification. */
function kindOf(bytes: Buffer): MessageKind {
  const text = bytes.toString('latin1')
  if (/^\s*(?:\u00EF\u00BB\u00BF)?</.test(text)) return 'answer'
  if (!text.includes('=') || (!isEscaped(bytes) && !/(?:^|&)sign=/.test(text))) return 'string'
  return /(?:^|&)notify_id=/.test(text) && !/(?:^|[?&])service=/.test(text) ? 'notification' : 'request'
}

/** Whether it can be a form as it goes over the wire, where blanks, quotes and everything beyond ASCII are escaped. */
function isEscaped(bytes: Buffer): boolean {
  return !/[^\x21-\x7e\r\n]|["{}<>]/.test(bytes.toString('latin1'))
}

/** Signed as it stands, so that what somebody's code has put together can be tried. */
function readString(bytes: Buffer, charset: Charset): ReadMessage {
  const { text, valid } = decodeText(bytes, charset)
  if (!valid) return unreadable(`its bytes are not ${charset}`)
  const parameters = partsOf(text)
  return readable({
    kind: 'string',
    parameters,
    signedString: text,
    charset,
    signType: '',
    sign: '',
    raw: {},
    evidence: { kind: 'request' },
  })
}

/** Names and values as a log shows them: decoded already. */
function readUnescaped(kind: 'request' | 'notification', bytes: Buffer, expected: Charset | undefined): ReadMessage {
  const charset = expected ?? 'UTF-8'
  const { text, valid } = decodeText(bytes, charset)
  if (!valid) return unreadable(`its bytes are not ${charset}`)
  return readParameters(kind, partsOf(text.replace(/^https?:\/\/[^?]*\?/, '')), charset, {})
}

function partsOf(text: string): readonly Parameter[] {
  return text.split('&').map((part) => {
    const equals = part.indexOf('=')
    return equals === -1 ? { name: part, value: '' } : { name: part.slice(0, equals), value: part.slice(equals + 1) }
  })
}

function readForm(kind: 'request' | 'notification', bytes: Buffer, expected: Charset | undefined): ReadMessage {
  const raw = formsIn(bytes)
  const forms = [raw.query, raw.body].filter((form) => form !== undefined)
  // The name of a charset is ASCII in every charset of the gateway.
  const named =
    valueNamed(
      forms.flatMap((form) => decodeForm(form, 'UTF-8').parameters),
      '_input_charset',
    ) ?? ''
  const own = charsetNamed(named)
  if (named !== '' && own === undefined) return unreadable(`_input_charset names none of the gateway's: "${named}"`)
  // A request that says nothing is read as the gateway reads it.
  const charset = expected ?? own ?? (kind === 'request' ? 'GBK' : 'UTF-8')
  const decoded = forms.map((form) => decodeForm(form, charset))
  const [broken] = decoded.flatMap(({ problems }) => problems)
  if (broken !== undefined) return unreadable(`${broken.problem} (${charset}) at "${broken.at}"`)
  const parameters = withoutRepeats(decoded.flatMap((form) => form.parameters))
  return readParameters(kind, parameters, charset, raw)
}

/** A URL's query, or a body; below a URL the body may follow on a line of its own. */
function formsIn(bytes: Buffer): RawForms {
  const start = /^(?:https?:\/\/|\/)[^?=&]*\?/.exec(bytes.subarray(0, 2_048).toString('latin1'))?.[0].length
  if (start === undefined) return { body: bytes }
  const lineEnd = bytes.indexOf(0x0a)
  if (lineEnd === -1) return { query: bytes.subarray(start) }
  return { query: withoutLastBreak(bytes.subarray(start, lineEnd + 1)), body: bytes.subarray(lineEnd + 1) }
}

function readParameters(
  kind: 'request' | 'notification',
  parameters: readonly Parameter[],
  charset: Charset,
  raw: RawForms,
): ReadMessage {
  const signType = valueNamed(parameters, 'sign_type') ?? ''
  const sign = valueNamed(parameters, 'sign') ?? ''
  return readable({
    kind,
    parameters,
    signedString: canonicalString(parameters),
    charset,
    signType,
    sign,
    raw,
    evidence: { kind },
  })
}

function readAnswerMessage(bytes: Buffer, expected: Charset | undefined): ReadMessage {
  const answer = readAnswer(bytes)
  if (answer.kind === 'unreadable') return unreadable(`${answer.problem}: ${answer.detail}`)
  if (answer.kind === 'refused') return unreadable(`it is a refusal (${answer.error}), and the gateway signs none`)
  const { request, response, declared, sign = '', signType = '' } = answer
  const charset = expected ?? charsetNamed(valueNamed(request, '_input_charset') ?? '') ?? 'UTF-8'
  const evidence = { kind: 'answer', request, declared } as const
  const signedString = answerString(response)
  return readable({ kind: 'answer', parameters: response, signedString, charset, signType, sign, raw: {}, evidence })
}

function readable(message: SignedMessage): ReadMessage {
  return { ok: true, message }
}

function unreadable(problem: string): ReadMessage {
  return { ok: false, problem }
}
