import { describe, expect, it } from 'vitest'
import { isFresh, isSignedWith, signatureHeaders } from '../../reference/terminal-api/call-signature.ts'
import { headersOf } from './merchant-call.ts'
import type { Mistake } from './words.ts'

const now = 1_700_000_000_000
const call = { method: 'POST', target: '/payments', body: '{"payment_id":"A"}' }
const signing = { now: () => now, nonce: () => 'nonce-of-a-test', another: { apiKey: 'key-of-another' } }
const cafe = { apiKey: 'key-of-the-cafe', apiSecret: 'secret-of-the-cafe' }

/** What of the headers is right. */
function right(mistake?: Mistake, target = call.target): readonly string[] {
  const headers = headersOf(cafe, { ...call, target }, signing, mistake)
  const [timestamp = '', nonce = '', signature = ''] = [
    headers[signatureHeaders.timestamp],
    headers[signatureHeaders.nonce],
    headers[signatureHeaders.signature],
  ]
  return [
    ...(headers.authorization === 'Bearer key-of-the-cafe' ? ['key'] : []),
    ...(isSignedWith(cafe.apiSecret, { ...call, target, timestamp, nonce }, signature) ? ['signature'] : []),
    ...(isFresh(timestamp, now) ? ['time'] : []),
  ]
}

describe('a call of a merchant', () => {
  it('has its key, a signature and the time', () => {
    expect(right()).toEqual(['key', 'signature', 'time'])
  })

  it.each<[Mistake, readonly string[]]>([
    ['no key', ['signature', 'time']],
    ['wrong key', ['signature', 'time']],
    ['key of another', ['signature', 'time']],
    ['no signature', ['key']],
    ['wrong signature', ['key', 'time']],
    ['changed body', ['key', 'time']],
    ['old timestamp', ['key', 'signature']],
    ['early timestamp', ['key', 'signature']],
  ])('with %s has all else right', (mistake, rest) => {
    expect(right(mistake)).toEqual(rest)
  })

  it('with a changed path was signed for another one', () => {
    expect(right('changed path', '/payments/A/cancel')).toEqual(['key', 'time'])
  })

  it('of a merchant without a secret has its key alone', () => {
    expect(headersOf({ apiKey: 'k' }, call, signing)).toEqual({ authorization: 'Bearer k' })
  })
})
