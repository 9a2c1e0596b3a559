import { createHmac } from 'node:crypto'
import { expect, it } from 'vitest'
import { expectedTelling, type MistakeCase, named, tellingOf } from '../mistake-cases.test-values.ts'
import { digest, key, md5, rsa, verifiers } from '../signed-pay.test-values.ts'

const cases: readonly MistakeCase[] = [
  { makes: 'hex-upper-case', signature: (text) => md5(text + key).toUpperCase() },
  {
    makes: 'hex-with-dashes',
    signature: (text) =>
      md5(text + key)
        .toUpperCase()
        .replace(/..(?=.)/g, '$&-'),
  },
  {
    makes: 'hex-zeros-lost',
    signature: (text) => [...Buffer.from(md5(text + key), 'hex')].map((byte) => byte.toString(16)).join(''),
  },
  {
    makes: 'hex-of-signed-bytes',
    signature: (text) => md5(text + key).replace(/../g, (byte) => (byte < '80' ? byte : `ffffff${byte}`)),
  },
  { makes: 'hash-in-base64', signature: (text) => Buffer.from(md5(text + key), 'hex').toString('base64') },
  { makes: 'hash-in-base64', how: 'of the hex', signature: (text) => Buffer.from(md5(text + key)).toString('base64') },
  { makes: 'half-md5', signature: (text) => md5(text + key).slice(8, 24) },
  { makes: 'sign-in-blanks', signature: (text) => ` ${md5(text + key)}\n` },
  { makes: 'sign-escaped-twice', signature: (text) => encodeURIComponent(rsa(text)), signType: 'RSA2' },
  { makes: 'md5-twice', signature: (text) => md5(md5(text + key)) },
  { makes: 'sha1-for-md5', signature: (text) => digest('sha1', text + key) },
  { makes: 'sha2-for-md5', signature: (text) => digest('sha256', text + key) },
  { makes: 'hmac-for-md5', signature: (text) => createHmac('md5', key).update(text).digest('hex') },
  { makes: 'hmac-for-md5', how: 'SHA-256', signature: (text) => createHmac('sha256', key).update(text).digest('hex') },
  { makes: 'rsa-for-md5', signature: (text) => rsa(text), otherKeys: [verifiers.RSA2] },
]

it.each(named(cases))('%s, is told by name and alone', (_, made) => {
  expect(tellingOf(made)).toEqual(expectedTelling(made))
})
