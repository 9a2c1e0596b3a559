/** Mistakes in the string that is signed and in how it travels. Source: signature.md §1, §6; gateway.md §2. */
import { canonicalString } from '../../../protocol/canonical.ts'
import { encodeComponent, type Parameter } from '../../../protocol/parameter.ts'
import type { Defect } from './defect.ts'
import { requestMistake } from './rewrite-requests.ts'

const kills = 'wire/signature'

function joined(parameters: readonly Parameter[], write: (parameter: Parameter) => string): string {
  return canonicalOrder(parameters).map(write).join('&')
}

function canonicalOrder(parameters: readonly Parameter[]): readonly Parameter[] {
  return parameters.filter(({ value }) => value !== '').toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

const withValue = (change: (value: string) => string) => (parameters: readonly Parameter[]) =>
  joined(parameters, ({ name, value }) => `${name}=${change(value)}`)

export const signatureDefects: readonly Defect[] = [
  {
    name: 'key-joined-by-name',
    sentence: 'The key is appended as `&key=…`, as another payment service wants it.',
    source: 'signature.md §6 (1)',
    kills,
    apply: requestMistake({ text: (parameters) => `${canonicalString(parameters)}&key=` }),
  },
  {
    name: 'key-joined-by-ampersand',
    sentence: 'The key is appended behind one more `&`.',
    source: 'signature.md §6 (1)',
    kills,
    apply: requestMistake({ text: (parameters) => `${canonicalString(parameters)}&` }),
  },
  {
    name: 'sign-type-signed',
    sentence: '`sign_type` is left in the string that is signed.',
    source: 'signature.md §6 (2)',
    kills,
    apply: requestMistake({
      text: (parameters, { signType }) =>
        joined([...parameters, { name: 'sign_type', value: signType }], ({ name, value }) => `${name}=${value}`),
    }),
  },
  {
    name: 'escaped-values-signed',
    sentence: 'The values are signed as they travel, percent-escaped.',
    source: 'signature.md §6 (3)',
    kills,
    apply: requestMistake({ text: withValue((value) => encodeComponent(value, 'UTF-8')) }),
  },
  {
    name: 'html-escaped-values-signed',
    sentence: 'The values are signed with `&quot;` for the quotation marks, as a form of a demo has them.',
    source: 'signature.md §6 (6)',
    kills,
    apply: requestMistake({ text: withValue((value) => value.replaceAll('"', '&quot;')) }),
  },
  {
    name: 'quoted-values-signed',
    sentence: 'The values are signed in quotation marks, as the mobile product wants them.',
    source: 'signature.md §1 (5)',
    kills,
    apply: requestMistake({ text: withValue((value) => `"${value}"`) }),
  },
  {
    name: 'trimmed-values-signed',
    sentence: 'Runs of blanks are signed as one blank, but sent as they are.',
    source: 'signature.md §2',
    kills,
    apply: requestMistake({ text: withValue((value) => value.trim().replaceAll(/ +/g, ' ')) }),
  },
  {
    name: 'sorted-by-value',
    sentence: 'The parameters are signed in the order of their values.',
    source: 'signature.md §6 (8)',
    kills,
    apply: requestMistake({
      text: (parameters) =>
        parameters
          .toSorted((a, b) => (a.value < b.value ? -1 : 1))
          .map(({ name, value }) => `${name}=${value}`)
          .join('&'),
    }),
  },
  {
    name: 'charset-not-signed',
    sentence: '`_input_charset` stands in the URL and is therefore forgotten in the string that is signed.',
    source: 'signature.md §1 (5)',
    kills,
    apply: requestMistake({
      text: (parameters) => canonicalString(parameters.filter(({ name }) => name !== '_input_charset')),
    }),
  },
  {
    name: 'empty-parameters-signed',
    sentence: 'An empty `memo` is sent and signed.',
    source: 'signature.md §6 (7)',
    kills: 'wire/no-empty-parameter',
    apply: requestMistake({
      fields: (fields) => ({ ...fields, memo: '' }),
      text: (parameters) =>
        parameters
          .toSorted((a, b) => (a.name < b.name ? -1 : 1))
          .map(({ name, value }) => `${name}=${value}`)
          .join('&'),
    }),
  },
  {
    name: 'upper-case-hex',
    sentence: 'The digest is written in capitals, as another payment service wants it.',
    source: 'signature.md §6 (10)',
    kills,
    apply: requestMistake({ signature: (signature) => signature.toUpperCase() }),
  },
  {
    name: 'signed-in-another-charset',
    sentence:
      'The string is signed in the charset of the machine, GBK, and sent as UTF-8: right until a name is Chinese.',
    source: 'signature.md §1 (6)',
    kills,
    apply: requestMistake({ signedIn: 'GBK' }),
  },
  {
    name: 'charset-in-body',
    sentence: '`_input_charset` is sent in the body of the POST: right until a name is Chinese.',
    source: 'signature.md §6 (4)',
    kills: 'wire/charset-in-url',
    apply: requestMistake({ charsetIn: 'body' }),
  },
  {
    name: 'json-rewritten-after-signing',
    sentence: 'The JSON of `extend_info` is written anew, with blanks, between signing and sending.',
    source: 'signature.md §6 (5)',
    kills,
    apply: requestMistake({
      afterwards: ({ extend_info: info, ...fields }) =>
        info === undefined ? fields : { ...fields, extend_info: JSON.stringify(JSON.parse(info), undefined, 1) },
    }),
  },
  {
    name: 'values-not-escaped',
    sentence: 'The form is put together without escaping: right until a name has a `&` or a `+`.',
    source: 'signature.md §1 (8)',
    kills,
    apply: requestMistake({
      form: (parameters) => parameters.map(({ name, value }) => `${name}=${value.replaceAll(' ', '%20')}`).join('&'),
    }),
  },
  {
    name: 'escaped-twice',
    sentence: 'The subject is percent-escaped once by the till and once more by its HTTP library.',
    source: 'signature.md §6 (3)',
    kills,
    apply: requestMistake({
      afterwards: ({ trans_name: name, ...fields }) =>
        name === undefined ? fields : { ...fields, trans_name: encodeComponent(name, 'UTF-8') },
    }),
  },
]
