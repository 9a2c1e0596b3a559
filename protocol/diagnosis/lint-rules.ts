/**
 * What is not refused and yet a mistake: one row each. Knows no gateway; a row looks at one request.
 * Source: gateway.md §2-§4, signature.md §3, cancel.md §1, refund.md §1, spot-pay.md §1, §2.
 */
import { commonRequestFields, extendInfoProfiles, fieldTables } from '../field-tables.ts'
import type { Parameter } from '../parameter.ts'
import type { Service } from '../service.ts'

export type LintedRequest = {
  /** Of the HTTP request, in upper case. */
  readonly method: string
  readonly query: readonly Parameter[]
  /** The form in the body; empty for a GET. */
  readonly body: readonly Parameter[]
}

/** What a rule looks at. */
export type LintSubject = LintedRequest & {
  readonly all: readonly Parameter[]
  readonly service: Service | undefined
  readonly value: (name: string) => string
}

type LintRule = {
  /** Never used again for another rule. */
  readonly id: string
  /** What is wrong and what it may lead to. */
  readonly sentence: string
  readonly source: string
  /** The parameters at fault; empty when all is well. */
  readonly finds: (request: LintSubject) => readonly string[]
}

export const lintRules = [
  {
    id: 'charset-not-in-url',
    sentence:
      'A POST without `_input_charset` in its URL is read as GBK: plain ASCII passes, the first Chinese name does not.',
    source: 'gateway.md §2, signature.md §6 (4)',
    finds: ({ method, query }) => (method === 'POST' && !has(query, '_input_charset') ? ['_input_charset'] : []),
  },
  {
    id: 'charset-not-sent',
    sentence: 'Without `_input_charset` the gateway takes its default, GBK; name the charset that you use.',
    source: 'gateway.md §2, §3',
    finds: ({ method, all }) => (method !== 'POST' && !has(all, '_input_charset') ? ['_input_charset'] : []),
  },
  {
    id: 'parameter-repeated',
    sentence: 'The parameter is sent more than once with the same value; it is signed once.',
    source: 'gateway.md §2',
    finds: ({ query, body }) => [
      ...repeated([...query, ...body.filter(({ name }) => name !== '_input_charset')]),
      ...repeated(body.filter(({ name }) => name === '_input_charset')),
    ],
  },
  {
    id: 'rsa-with-sha1',
    sentence: 'RSA signs with SHA-1, which is broken; use RSA2 with a key of 2,048 bits.',
    source: 'signature.md §1 (7)',
    finds: ({ value }) => (value('sign_type') === 'RSA' ? ['sign_type'] : []),
  },
  {
    id: 'unknown-parameter',
    sentence: 'The service has no such parameter; it is ignored, but must be signed.',
    source: 'gateway.md §4',
    finds: ({ service, all }) => {
      const known = service === undefined ? undefined : knownNames[service]
      return known === undefined ? [] : [...new Set(all.flatMap(({ name }) => (known.has(name) ? [] : [name])))]
    },
  },
  {
    id: 'legacy-parameter',
    sentence: 'The parameter is a leftover of older products and has no effect.',
    source: 'gateway.md §2, spot-pay.md §1',
    finds: ({ all }) => all.flatMap(({ name }) => (name === 'password' || name === 'sendFormat' ? [name] : [])),
  },
  {
    id: 'refund-reason-misspelt',
    sentence: 'Old clients spell it `refund_reson`; the current page spells it `refund_reason`.',
    source: 'refund.md §1, sources.md §3 (11)',
    finds: ({ all }) => (has(all, 'refund_reson') ? ['refund_reson'] : []),
  },
  {
    id: 'empty-parameter',
    sentence: 'The parameter has no value; it is not signed, and many clients sign it all the same. Leave it out.',
    source: 'signature.md §1 (3), §6 (7)',
    finds: ({ all }) => all.flatMap(({ name, value }) => (value === '' ? [name] : [])),
  },
  {
    id: 'blanks-around-value',
    sentence: 'The value begins or ends with white space, which is signed and kept.',
    source: 'signature.md §2',
    finds: ({ all }) => all.flatMap(({ name, value }) => (value !== value.trim() ? [name] : [])),
  },
  {
    id: 'notify-url-with-query',
    sentence:
      'A query string in `notify_url` mixes its parameters with the signed ones when the notification is verified.',
    source: 'gateway.md §4, signature.md §3',
    finds: ({ value }) => (value('notify_url').includes('?') ? ['notify_url'] : []),
  },
  {
    id: 'notify-url-not-https',
    sentence: '`notify_url` is http: the notification travels unencrypted.',
    source: 'gateway.md §4',
    finds: ({ value }) => (isOpenHttp(value('notify_url')) ? ['notify_url'] : []),
  },
  {
    id: 'notify-url-unused',
    sentence: '`notify_url` has no meaning here: no notification follows this request.',
    source: 'cancel.md §1, query.md §1, refund.md §1',
    finds: ({ service, value }) => {
      const silent = service === 'cancel' || service === 'query' || (service === 'refund' && value('is_sync') === 'Y')
      return silent && value('notify_url') !== '' ? ['notify_url'] : []
    },
  },
  {
    id: 'timestamp-not-ms',
    sentence: 'The page wants the time in milliseconds since 1970 (13 digits).',
    source: 'cancel.md §1',
    finds: ({ service, value }) =>
      service !== 'cancel'
        ? []
        : ['timestamp', 'terminal_timestamp'].filter((name) => value(name) !== '' && !/^\d{13}$/.test(value(name))),
  },
  {
    id: 'identity-code-type-case',
    sentence: '`identity_code_type` is `barcode` or `qrcode`, in lower case.',
    source: 'spot-pay.md §1',
    finds: ({ value }) => (/[A-Z]/.test(value('identity_code_type')) ? ['identity_code_type'] : []),
  },
  {
    id: 'extend-info-incomplete',
    sentence: 'Without who and where the merchant is, risk control may stop the payment; an acquirer must say it.',
    source: 'spot-pay.md §2',
    finds: ({ service, value }) => {
      if (service !== 'pay') return []
      const members = membersOf(value('extend_info'))
      return extendInfoProfiles.strict.flatMap((name) => (members.has(name) ? [] : [`extend_info.${name}`]))
    },
  },
] as const satisfies readonly LintRule[]

export type LintRuleId = (typeof lintRules)[number]['id']

const commonNames = [...commonRequestFields.map(({ name }) => name), 'notify_url', 'timestamp', 'terminal_timestamp']

const knownNames = {
  pay: namesOf('pay'),
  cancel: namesOf('cancel'),
  query: namesOf('query'),
  refund: namesOf('refund'),
}

function namesOf(service: keyof typeof fieldTables): ReadonlySet<string> {
  return new Set<string>([...commonNames, ...fieldTables[service].request.map(({ name }) => name)])
}

function has(parameters: LintSubject['all'], name: string): boolean {
  return parameters.some((parameter) => parameter.name === name)
}

function repeated(parameters: LintSubject['all']): readonly string[] {
  const seen = new Set<string>()
  return parameters.flatMap(({ name }) => (seen.size === seen.add(name).size ? [name] : []))
}

function isOpenHttp(url: string): boolean {
  if (!/^http:/i.test(url) || !URL.canParse(url)) return false
  return !/^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(new URL(url).hostname)
}

/** The members that have a value; none when it is no JSON object, which validation tells. */
function membersOf(json: string): ReadonlySet<string> {
  try {
    const parsed: unknown = JSON.parse(json)
    if (typeof parsed !== 'object' || parsed === null) return new Set()
    return new Set(Object.entries(parsed).flatMap(([name, value]) => (value === '' ? [] : [name])))
  } catch {
    return new Set()
  }
}
