/**
 * Step 2, decode: query string and body become one ordered list of parameters, in the charset that the request asks for.
 * Knows no service. Source: gateway.md §2 (POST rule), §3.
 */
import { type Charset, charsetNamed, charsets } from '../../protocol/charset.ts'
import { decodeForm, type FormProblem, type Parameter, valueNamed } from '../../protocol/parameter.ts'
import type { Dialect } from '../dialect/switch.ts'
import type { ReceivedRequest } from '../journal/exchange.ts'
import { queryBytes } from './receive.ts'
import { pass, refuse, type Step } from './refusal.ts'

export type Decoded = {
  /** What `_input_charset` names: signatures are made over bytes in it. */
  readonly charset: Charset
  /** What the body was read in: without `_input_charset` in the URL of a POST, the gateway's default. */
  readonly bodyCharset: Charset
  /** URL first, then body; of a parameter that is in both with one value, the first. */
  readonly parameters: readonly Parameter[]
  readonly values: ReadonlyMap<string, string>
  /** Bytes that are no text in the charset they were read in: the signature will not hold. */
  readonly problems: readonly FormProblem[]
}

export function decode(request: ReceivedRequest, dialect: Dialect): Step<Decoded> {
  const query = queryBytes(request)
  // Read first as UTF-8: the name of the charset is ASCII, and most often nothing has to be read again.
  const asUtf8 = decodeForm(query, 'UTF-8')
  const inUrl = valueNamed(asUtf8.parameters, '_input_charset') ?? ''
  const bodyCharset = inUrl === '' ? dialect.defaultCharset : charsetNamed(inUrl)
  if (bodyCharset === undefined) return illegalCharset(inUrl)
  const fromUrl = bodyCharset === 'UTF-8' ? asUtf8 : decodeForm(query, bodyCharset)
  const fromBody = decodeForm(request.body, bodyCharset)
  const asked = inUrl === '' ? (valueNamed(fromBody.parameters, '_input_charset') ?? '') : inUrl
  const charset = asked === '' ? bodyCharset : charsetNamed(asked)
  if (charset === undefined) return illegalCharset(asked)
  const problems = [...fromUrl.problems, ...fromBody.problems]
  const broken = problems.find(({ problem }) => problem === 'broken percent-escape')
  if (broken !== undefined) return brokenEscape(broken)

  const values = new Map<string, string>()
  const parameters: Parameter[] = []
  for (const list of [fromUrl.parameters, fromBody.parameters])
    for (const parameter of list) {
      const { name, value } = parameter
      const earlier = values.get(name)
      if (earlier === undefined) {
        values.set(name, value)
        parameters.push(parameter)
      } else if (earlier !== value) return twice(name, earlier, value)
    }

  return pass({ charset, bodyCharset, parameters, values, problems })
}

function illegalCharset(value: string): Step<never> {
  return refuse('ILLEGAL_CHARSET', {
    sentence: `_input_charset names a charset that the gateway does not have: "${value}".`,
    next: `Send one of ${charsets.join(', ')}.`,
    parameter: '_input_charset',
    rule: `one of ${charsets.join(', ')}, in any letter case`,
    value,
  })
}

function brokenEscape({ at }: FormProblem): Step<never> {
  return refuse('ILLEGAL_ARGUMENT', {
    sentence: `A % is not followed by two hex digits in "${at}".`,
    next: 'URL-encode each value once, after signing; a literal % is sent as %25.',
    value: at,
  })
}

function twice(name: string, first: string, second: string): Step<never> {
  return refuse('ILLEGAL_ARGUMENT', {
    sentence: `${name} is sent twice with different values: "${first}" and "${second}".`,
    next: 'Send each parameter once, in the URL or in the body.',
    parameter: name,
    rule: 'each parameter once; the same value in URL and body counts as once',
    value: second,
  })
}
