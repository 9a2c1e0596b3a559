import { constants, createHash, privateEncrypt, sign as signBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import { expectedTelling, type MistakeCase, named, tellingOf } from '../mistake-cases.test-values.ts'
import { formOf, key, md5, merchant, pay, rsa, send, stranger, verifiers, without } from '../signed-pay.test-values.ts'

const asForm = (change: (form: string) => string) => (fields: Readonly<Record<string, string>>) =>
  Buffer.from(change(formOf(without(fields, '_input_charset'), 'UTF-8').toString()))

/** A signature whose Base64 has what the case is about. */
function rsaWith(mark: string): { fields: typeof pay; signature: (text: string) => string } {
  for (let i = 0; ; i++) {
    const fields = { ...pay, partner_trans_id: `SIM${i}` }
    const { received } = send({ fields, signType: 'RSA2', signature: (text) => rsa(text) })
    if (received.includes(mark)) return { fields, signature: (text) => rsa(text) }
  }
}

const withPlus = rsaWith('+')

const cases: readonly MistakeCase[] = [
  { makes: 'rsa2-for-rsa', signType: 'RSA', signature: (text) => rsa(text, 'sha256') },
  { makes: 'rsa-for-rsa2', signType: 'RSA2', signature: (text) => rsa(text, 'sha1') },
  { makes: 'rsa-other-digest', how: 'MD5', signType: 'RSA', signature: (text) => rsa(text, 'md5') },
  { makes: 'rsa-other-digest', how: 'SHA-512', signType: 'RSA2', signature: (text) => rsa(text, 'sha512') },
  {
    makes: 'rsa-pss',
    signType: 'RSA2',
    signature: (text) =>
      signBytes('sha256', Buffer.from(text), {
        key: merchant.privateKey,
        padding: constants.RSA_PKCS1_PSS_PADDING,
      }).toString('base64'),
  },
  {
    makes: 'rsa-bare-digest',
    signType: 'RSA2',
    signature: (text) =>
      privateEncrypt(merchant.privateKey, createHash('sha256').update(text).digest()).toString('base64'),
  },
  {
    makes: 'rsa-bare-digest',
    how: 'in hex',
    signType: 'RSA',
    signature: (text) =>
      privateEncrypt(merchant.privateKey, Buffer.from(createHash('sha1').update(text).digest('hex'))).toString(
        'base64',
      ),
  },
  { makes: 'rsa-over-hash', how: 'MD5 in hex', signType: 'RSA2', signature: (text) => rsa(md5(text)) },
  {
    makes: 'rsa-over-hash',
    how: 'the digest itself',
    signType: 'RSA2',
    signature: (text) =>
      signBytes('sha256', createHash('sha256').update(text).digest(), merchant.privateKey).toString('base64'),
  },
  { makes: 'md5-key-under-rsa', signType: 'RSA2', signature: (text) => rsa(text + key), otherKeys: [verifiers.MD5] },
  {
    makes: 'rsa-bytes-reversed',
    signType: 'RSA2',
    signature: (text) => Buffer.from(rsa(text), 'base64').reverse().toString('base64'),
  },
  { makes: 'md5-for-rsa', signType: 'RSA2', signature: (text) => md5(text + key), otherKeys: [verifiers.MD5] },
  {
    makes: 'other-key',
    how: 'of another partner',
    signType: 'RSA2',
    signature: (text) => rsa(text, 'sha256', stranger.privateKey),
    others: [{ label: 'partner 2088000000000002', verifier: { signType: 'RSA2', publicKey: stranger.publicKey } }],
  },
  {
    makes: 'blank-for-plus',
    signType: 'RSA2',
    ...withPlus,
    body: asForm((form) => form.replaceAll('%2B', '+')),
  },
  {
    makes: 'base64-url-safe',
    signType: 'RSA2',
    signature: (text) => rsa(text).replaceAll('+', '-').replaceAll('/', '_'),
  },
  { makes: 'base64-line-breaks', signType: 'RSA2', signature: (text) => rsa(text).replace(/.{76}/g, '$&\r\n') },
  {
    makes: 'signature-in-hex',
    signType: 'RSA2',
    signature: (text) => Buffer.from(rsa(text), 'base64').toString('hex'),
  },
  { makes: 'base64-twice', signType: 'RSA2', signature: (text) => Buffer.from(rsa(text)).toString('base64') },
]

it.each(named(cases))('%s, is told by name and alone', (_, made) => {
  expect(tellingOf(made)).toEqual(expectedTelling(made))
})
