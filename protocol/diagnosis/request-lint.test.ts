import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toParameters } from '../parameter.ts'
import { type LintRuleId, lintRules } from './lint-rules.ts'
import { lintRequest } from './request-lint.ts'
import { type Fields, pay, without } from './signed-pay.test-values.ts'

const clean: Fields = { ...without(pay, 'memo'), sign_type: 'RSA2', sign: 'x' }

function lint({
  query = { _input_charset: 'UTF-8' },
  body = without(clean, '_input_charset'),
}: {
  query?: Fields
  body?: Fields
}) {
  return lintRequest({ method: 'POST', query: toParameters(query), body: toParameters(body) }).map(
    ({ id, parameter }) => `${id} ${parameter}`,
  )
}

const with_ = (more: Fields) => ({ body: { ...without(clean, '_input_charset'), ...more } })
const cancel: Fields = {
  service: 'alipay.acquire.cancel',
  partner: '2088000000000001',
  out_trade_no: 'SIM1',
  timestamp: '1705286400000',
  sign_type: 'MD5',
  sign: 'x',
}

const cases: Record<LintRuleId, readonly [Parameters<typeof lint>[0], ...string[]]> = {
  'charset-not-in-url': [{ query: {}, body: clean }, '_input_charset'],
  'charset-not-sent': [{}, ''],
  'parameter-repeated': [{ query: { _input_charset: 'UTF-8', currency: 'USD' } }, 'currency'],
  'rsa-with-sha1': [with_({ sign_type: 'RSA' }), 'sign_type'],
  'unknown-parameter': [with_({ till_number: '7' }), 'till_number'],
  'legacy-parameter': [with_({ sendFormat: 'normal' }), 'sendFormat'],
  'refund-reason-misspelt': [
    { body: { ...cancel, service: 'alipay.acquire.overseas.spot.refund', refund_reson: 'x' } },
    'refund_reson',
  ],
  'empty-parameter': [with_({ memo: '' }), 'memo'],
  'blanks-around-value': [with_({ memo: 'a ' }), 'memo'],
  'notify-url-with-query': [with_({ notify_url: 'https://merchant.example/n?shop=1' }), 'notify_url'],
  'notify-url-not-https': [with_({ notify_url: 'http://merchant.example/n' }), 'notify_url'],
  'notify-url-unused': [{ body: { ...cancel, notify_url: 'https://merchant.example/n' } }, 'notify_url'],
  'timestamp-not-ms': [{ body: { ...cancel, timestamp: '2024-01-15 10:40:00' } }, 'timestamp'],
  'identity-code-type-case': [with_({ identity_code_type: 'QRcode' }), 'identity_code_type'],
  'extend-info-incomplete': [
    with_({ extend_info: '{"secondary_merchant_id":"S001","store_id":""}' }),
    'extend_info.secondary_merchant_name',
    'extend_info.secondary_merchant_industry',
    'extend_info.store_id',
    'extend_info.store_name',
  ],
}

describe('lintRequest', () => {
  it('finds nothing in a clean request', () => {
    expect(lint({})).toEqual([])
    expect(lint({ body: cancel })).toEqual([])
    expect(lintRequest({ method: 'GET', query: toParameters(clean), body: [] })).toEqual([])
  })

  it.each(lintRules.map(({ id }) => id).filter((id) => id !== 'charset-not-sent'))('finds %s', (id) => {
    const [request, ...parameters] = cases[id]
    expect(lint(request).filter((finding) => finding.startsWith(`${id} `))).toEqual(
      parameters.map((parameter) => `${id} ${parameter}`),
    )
  })

  it('finds charset-not-sent in a GET, where no URL is without the parameters', () => {
    const query = toParameters(without(clean, '_input_charset'))
    expect(lintRequest({ method: 'GET', query, body: [] }).map(({ id }) => id)).toEqual(['charset-not-sent'])
  })

  it('lets a loopback address be http, and `_input_charset` stand in URL and body', () => {
    for (const host of ['localhost:80', '127.0.0.1', '[::1]:9000'])
      expect(lint(with_({ notify_url: `http://${host}/n` }))).toEqual([])
    expect(lint({ body: clean })).toEqual([])
  })

  it('tells each finding in a sentence with its source, its parameter bounded', () => {
    const [finding] = lintRequest({
      method: 'GET',
      query: toParameters({ ...clean, ['x'.repeat(500)]: '1' }),
      body: [],
    })
    expect(finding?.sentence).toMatch(/\.$/)
    expect(finding?.source).toMatch(/\.md §/)
    expect(finding?.parameter?.length).toBeLessThan(130)
  })

  it('says five times at most that a parameter is unknown', () => {
    const many = Object.fromEntries(Array.from({ length: 1_000 }, (_, at) => [`x${at}`, '1']))
    expect(lint(with_(many))).toHaveLength(5)
  })

  it('survives any parameters', () => {
    const some = fc.array(
      fc.record({ name: fc.constantFrom('service', 'notify_url', 'extend_info', 'x'), value: fc.string() }),
    )
    fc.assert(fc.property(some, some, (query, body) => void lintRequest({ method: 'POST', query, body })))
  })
})
