import { generateKeyPairSync } from 'node:crypto'
import { expect, it } from 'vitest'
import { textWithoutSecrets, withoutSecrets } from './without-secrets.ts'

const privateKey = generateKeyPairSync('rsa', { modulusLength: 1024 })
  .privateKey.export({ type: 'pkcs8', format: 'pem' })
  .toString()
const base64 = privateKey.replaceAll(/-----[^-]*-----|\n/g, '')
const md5Key = 'own"key+with/specials0123456789a'
const code = '280003031234567890'
const secrets = { md5Key, privateKey, codes: [code] }

it('no key and no code is left, however it is spelt', () => {
  const said = {
    plain: `${md5Key} ${code}`,
    form: `key=${encodeURIComponent(md5Key)}&rsa=${encodeURIComponent(base64)}`,
    pem: privateKey,
    line: base64,
    headers: { authorization: 'Bearer abc', 'content-type': 'text/xml' },
  }
  const kept = withoutSecrets(said, secrets)
  const text = JSON.stringify(kept)
  for (const secret of [md5Key, encodeURIComponent(md5Key), code, 'Bearer abc']) expect(text).not.toContain(secret)
  for (const part of base64.match(/.{60}/g) ?? []) expect(text).not.toContain(part)
  expect(kept.plain).toBe('[key] 28000303********90')
  expect(kept.headers).toEqual({ authorization: '[masked]', 'content-type': 'text/xml' })
})

it('a key of a few letters is no secret, and would be found in every word', () => {
  const said = { status: 'paid', code: '99' }
  expect(withoutSecrets(said, { md5Key: 'a', privateKey: null, codes: ['99'] })).toEqual(said)
})

it('last words lose whatever looks like a payment code, and keep other numbers', () => {
  const words = 'code 280001019988776655 of 2088101122334455, trade 2024011522001400000000000001'
  expect(textWithoutSecrets(words, { md5Key: '', privateKey: null })).toBe(
    'code 28000101********55 of 2088101122334455, trade 2024011522001400000000000001',
  )
})
