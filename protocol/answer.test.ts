import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { create } from 'xmlbuilder2'
import { recorded } from '../test/recordings.ts'
import { answerContentType, answerFields, answerString, writeAcceptedAnswer, writeRefusedAnswer } from './answer.ts'
import { readAnswer } from './answer-reader.ts'
import { type Charset, charsets, decodeText } from './charset.ts'
import { sign } from './signature.ts'

const anyCharset = fc.constantFrom<Charset>(...charsets)
const awkward = fc.constantFrom(
  '&',
  '<',
  '>',
  '"',
  "'",
  '\n',
  '\r',
  '\t',
  ' ',
  ']]>',
  '&amp;',
  '中',
  '€',
  '😀',
  '가',
  '\u3000',
)
const anyValue = fc.string({ unit: fc.oneof(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }), awkward) })
const fieldName = fc.stringMatching(/^[a-z][a-z_]{0,20}$/)

describe('an accepted answer', () => {
  const request = fc.array(fc.record({ name: anyValue, value: anyValue }))
  const response = fc.dictionary(fieldName, anyValue).map(answerFields)
  const signed = fc.record({ sign: anyValue, signType: fc.constantFrom('MD5', 'RSA', 'RSA2') }, { requiredKeys: [] })

  it('is read as it was written, whatever is in it, in every charset', () => {
    fc.assert(
      fc.property(request, response, signed, anyCharset, (echo, fields, { sign: signature, signType }, declared) => {
        const bytes = writeAcceptedAnswer(
          {
            request: echo,
            response: fields,
            ...(signature === undefined ? {} : { sign: signature }),
            ...(signType === undefined ? {} : { signType }),
          },
          declared,
        )
        expect(readAnswer(bytes)).toEqual({
          kind: 'accepted',
          request: echo,
          response: fields,
          sign: signature,
          signType,
          declared,
        })
      }),
      { numRuns: 500 },
    )
  })

  it('is what xmlbuilder2 writes, byte for byte', () => {
    // White space is written in another way there, and what looks escaped already is left as it is.
    const plain = fc
      .string({
        unit: fc.oneof(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }), fc.constantFrom(...'&<>"\'中😀')),
      })
      .filter((text) => text !== '' && !/[\t\n\r]|&(?:amp|lt|gt|quot|apos);/.test(text))
    const plainRequest = fc.array(fc.record({ name: plain, value: plain }), { minLength: 1 })
    const plainResponse = fc.dictionary(fieldName, plain, { minKeys: 1 }).map(answerFields)
    fc.assert(
      fc.property(plainRequest, plainResponse, (echo, fields) => {
        const document = create({ encoding: 'UTF-8' }).ele('alipay')
        document.ele('is_success').txt('T')
        const param = document.ele('request')
        for (const { name, value } of echo) param.ele('param', { name }).txt(value)
        const inner = document.ele('response').ele('alipay')
        for (const { name, value } of fields) inner.ele(name).txt(value)
        document.ele('sign').txt('x')
        document.ele('sign_type').txt('MD5')
        const ours = writeAcceptedAnswer({ request: echo, response: fields, sign: 'x', signType: 'MD5' }, 'UTF-8')
        expect(ours.toString()).toBe(document.end())
      }),
      { numRuns: 200 },
    )
  })

  it('is the worked example of spot-pay.md §8', () => {
    const fields = answerFields({
      result_code: 'SUCCESS',
      partner_trans_id: 'SIM20240115000001',
      alipay_trans_id: '2024011522001436940500000001',
      alipay_buyer_login_id: 'cao***@example.com',
      alipay_buyer_user_id: '2088102105236945',
      alipay_pay_time: '20240115103002',
      currency: 'USD',
      trans_amount: '39.25',
      exchange_rate: '7.15630000',
      trans_amount_cny: '280.88',
      m_discount_forex_amount: undefined,
      payment_inst: '',
    })
    const signature = sign(answerString(fields), { signType: 'MD5', key: `1${'0'.repeat(31)}` }, 'UTF-8')
    const answer = { request: [{ name: 'partner', value: '2088000000000001' }], response: fields, sign: signature }
    expect(writeAcceptedAnswer({ ...answer, signType: 'MD5' }, 'GBK').toString('latin1')).toBe(
      '<?xml version="1.0" encoding="GBK"?><alipay><is_success>T</is_success><request><param name="partner">2088000000000001</param></request>' +
        '<response><alipay><alipay_buyer_login_id>cao***@example.com</alipay_buyer_login_id><alipay_buyer_user_id>2088102105236945</alipay_buyer_user_id><alipay_pay_time>20240115103002</alipay_pay_time><alipay_trans_id>2024011522001436940500000001</alipay_trans_id><currency>USD</currency><exchange_rate>7.15630000</exchange_rate><partner_trans_id>SIM20240115000001</partner_trans_id><result_code>SUCCESS</result_code><trans_amount>39.25</trans_amount><trans_amount_cny>280.88</trans_amount_cny></alipay></response><sign>9caf9338b2bfef98d140becde540f6f0</sign><sign_type>MD5</sign_type>' +
        '</alipay>',
    )
  })

  it('is written again as it was recorded: 14, Chinese text and quotation marks in the echo', () => {
    const bytes = recorded('14-answer-precreate-utf8-2018.xml')
    const read = readAnswer(bytes)
    if (read.kind !== 'accepted') throw new Error(read.kind)
    const { request, response, sign: signature = '' } = read
    const written = writeAcceptedAnswer({ request, response, sign: signature, signType: 'MD5' }, 'UTF-8')
    expect(`${written}\n`).toBe(bytes.toString())
  })

  it('has a character reference for what GBK does not have, and GBK for the rest', () => {
    const fields = [{ name: 'a', value: '中😀\uFFFD€豆' }]
    const bytes = writeAcceptedAnswer({ request: [], response: fields }, 'GBK')
    const { text, valid } = decodeText(bytes, 'GBK')
    expect(valid).toBe(true)
    expect(text).toContain('<a>中&#x1F600;&#xFFFD;€豆</a>')
    expect(bytes.includes(Buffer.from('d6d0', 'hex'))).toBe(true)
  })
})

describe('a refused answer', () => {
  it('may be signed, where the dialect says so', () => {
    const bytes = writeRefusedAnswer('ILLEGAL_SIGN', 'UTF-8', { sign: 'a<b', signType: 'MD5' })
    expect(bytes.toString()).toBe(
      '<?xml version="1.0" encoding="UTF-8"?><alipay><is_success>F</is_success><error>ILLEGAL_SIGN</error><sign>a&lt;b</sign><sign_type>MD5</sign_type></alipay>',
    )
    expect(readAnswer(bytes)).toEqual({ kind: 'refused', error: 'ILLEGAL_SIGN', declared: 'UTF-8' })
  })

  it('has the error alone, as recorded', () => {
    const text = recorded('15-answer-refused.xml').toString('latin1').replaceAll('\n', '')
    expect(writeRefusedAnswer('ILLEGAL_SIGN', 'GBK').toString('latin1')).toBe(text)
  })

  it('is read as it was written', () => {
    fc.assert(
      fc.property(anyValue, anyCharset, (error, declared) => {
        expect(readAnswer(writeRefusedAnswer(error, declared))).toEqual({ kind: 'refused', error, declared })
      }),
    )
  })
})

it('has its fields in alphabetical order and none that is empty', () => {
  expect(answerFields({ b: '1', a_b: '2', a: '3', c: '', d: undefined, ab: ' ' })).toEqual([
    { name: 'a', value: '3' },
    { name: 'a_b', value: '2' },
    { name: 'ab', value: ' ' },
    { name: 'b', value: '1' },
  ])
})

it('has a Content-Type with the semicolon and the charset of its declaration', () => {
  expect(charsets.map(answerContentType)).toEqual([
    'text/xml;charset=UTF-8',
    'text/xml;charset=GBK',
    'text/xml;charset=GB2312',
  ])
})
