/**
 * Parameters of every request, and the elements of every answer outside `<response><alipay>`.
 * The gateway checks the parameters itself, with its own error codes, before any service does. Source: gateway.md §4, §5.
 */
import { charsets } from '../charset.ts'
import type { FieldRow } from '../field.ts'
import { serviceNames } from '../service.ts'
import { signTypes } from '../signature.ts'
import { alipayUserId } from './shared.ts'

const source = 'gateway.md §4'

export const commonRequestFields = [
  {
    name: 'service',
    type: 'choice',
    values: Object.values(serviceNames),
    need: 'required',
    meaning: 'Which service is called; the address is the same for all.',
    example: serviceNames.pay,
    source,
    grade: 'A',
  },
  {
    name: 'partner',
    ...alipayUserId,
    need: 'required',
    meaning: 'Who calls: the PID that Alipay gave to the holder of the contract.',
    example: '2088000000000001',
    source,
    grade: 'A',
  },
  {
    name: '_input_charset',
    type: 'choice',
    values: charsets,
    anyCase: true,
    need: 'optional',
    meaning: 'The charset of the parameters; belongs into the URL of a POST, too. Without it the body is read as GBK.',
    example: 'UTF-8',
    source: 'gateway.md §3, §4',
    grade: 'A',
  },
  {
    name: 'sign_type',
    type: 'choice',
    values: signTypes,
    need: 'required',
    meaning: 'How the request is signed; the answer is signed alike.',
    example: 'MD5',
    source,
    grade: 'A',
  },
  {
    name: 'sign',
    type: 'string',
    pattern: /^(?:[0-9a-f]{32}|[A-Za-z0-9+/]+={0,2})$/,
    rule: '32 lower-case hex digits (MD5) or Base64 without line breaks (RSA, RSA2)',
    need: 'required',
    meaning: 'The signature over all other parameters but `sign_type`.',
    example: '569c64815836f3abdae737e8d08ddfd9',
    source: 'gateway.md §4, signature.md §1',
    grade: 'A',
  },
  {
    name: 'sendFormat',
    type: 'string',
    need: 'ignored',
    meaning: 'A transport flag of old samples (`normal`); signed like everything that is sent.',
    example: 'normal',
    source: 'gateway.md §2',
    grade: 'B',
  },
] as const satisfies readonly FieldRow[]

const envelope = 'gateway.md §5, §6'

export const commonAnswerFields = [
  {
    name: 'is_success',
    type: 'choice',
    values: ['T', 'F'],
    need: 'required',
    when: 'always',
    meaning: 'Whether the gateway took the request. T says nothing about the payment.',
    example: 'T',
    source: envelope,
    grade: 'A',
  },
  {
    name: 'error',
    type: 'string',
    length: 48,
    need: 'conditional',
    when: '`is_success` is F',
    meaning: 'Why the gateway refused the message; see its error codes.',
    example: 'ILLEGAL_SIGN',
    source: envelope,
    grade: 'A',
  },
  {
    name: 'sign',
    type: 'string',
    need: 'conditional',
    when: '`is_success` is T',
    meaning: 'The signature over the fields inside `<response><alipay>`.',
    example: '9caf9338b2bfef98d140becde540f6f0',
    source: 'gateway.md §5, signature.md §2',
    grade: 'B',
  },
  {
    name: 'sign_type',
    type: 'choice',
    values: signTypes,
    need: 'conditional',
    when: '`is_success` is T',
    meaning: "The request's `sign_type`.",
    example: 'MD5',
    source: envelope,
    grade: 'B',
  },
] as const satisfies readonly FieldRow[]
