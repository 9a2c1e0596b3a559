import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fieldTables } from './field-tables.ts'
import { options, parametersOf, problemsWith, requests } from './validate-fields.test-values.ts'
import { type ValidationOptions, validateFields } from './validate-fields.ts'

it.each<[string, keyof typeof requests, Record<string, string>, Partial<ValidationOptions>, string[]]>([
  ['yen are whole', 'pay', { currency: 'JPY', trans_amount: '1200' }, {}, []],
  ['one yen is the least', 'pay', { currency: 'JPY', trans_amount: '0' }, {}, ['trans_amount not allowed']],
  ['yen with decimals', 'pay', { currency: 'JPY', trans_amount: '100.00' }, {}, ['trans_amount malformed']],
  [
    'yen with .00, tolerated',
    'pay',
    { currency: 'JPY', trans_amount: '100.00' },
    { wholeCurrencyDecimals: 'accept' },
    [],
  ],
  ['the most in yen', 'pay', { currency: 'JPY', trans_amount: '100000000' }, {}, []],
  [
    'more than the most in yen',
    'pay',
    { currency: 'JPY', trans_amount: '100000001' },
    {},
    ['trans_amount not allowed'],
  ],
  ['a whole amount of dollars', 'pay', { trans_amount: '39' }, {}, []],
  ['one decimal', 'pay', { trans_amount: '39.2' }, {}, []],
  ['the most', 'pay', { trans_amount: '100000000.00' }, {}, []],
  [
    'the price currency rules the amount',
    'pay',
    { currency: 'JPY', trans_currency: 'TWD', trans_amount: '1.50' },
    {},
    [],
  ],
  ['the price in the settlement currency', 'pay', { trans_currency: 'USD' }, {}, []],
  ['an unknown currency is one problem', 'pay', { currency: 'XYZ', trans_amount: 'x' }, {}, ['currency not allowed']],
  ['the most of a refund', 'refund', { refund_amount: '9999999.99' }, {}, []],
  ['the most of a refund in won', 'refund', { currency: 'KRW', refund_amount: '9999999' }, {}, []],
  [
    'too much to refund in won',
    'refund',
    { currency: 'KRW', refund_amount: '10000000' },
    {},
    ['refund_amount not allowed'],
  ],
  ['another seller', 'pay', { alipay_seller_id: '2088000000000002' }, {}, ['alipay_seller_id not allowed']],
  ['a code type in another case', 'pay', { identity_code_type: 'QRcode' }, {}, []],
  [
    'a code type the dialect lacks',
    'pay',
    { identity_code_type: 'qrcode' },
    { allowed: { identity_code_type: ['barcode'] } },
    ['identity_code_type not allowed'],
  ],
  ['a currency outside the contract', 'pay', {}, { allowed: { currency: ['HKD'] } }, ['currency not allowed']],
  ['24 digits', 'pay', { buyer_identity_code: '301234567890123456789012' }, {}, []],
  ['a leap day', 'pay', { trans_create_time: '20240229235959' }, {}, []],
  ['no leap day', 'pay', { trans_create_time: '20230229235959' }, {}, ['trans_create_time malformed']],
  ['a Chinese host', 'pay', { notify_url: 'http://商户网关地址/notify' }, {}, []],
  ['an empty optional field', 'pay', { memo: '', notify_url: '' }, {}, []],
  ['an ignored field', 'pay', { password: 'x'.repeat(5000) }, {}, []],
  ['an unlisted field', 'pay', { anything: 'at all' }, {}, []],
  ['a need turned on', 'pay', { notify_url: '' }, { needs: { notify_url: 'required' } }, ['notify_url missing']],
  ['a need turned off', 'cancel', { timestamp: '' }, { needs: { timestamp: 'optional' } }, []],
  ['a date as timestamp', 'cancel', { timestamp: '2024-01-15 10:40:00' }, {}, []],
  ['digits as timestamp', 'cancel', { timestamp: '20240115104000' }, {}, []],
  ['neither ID', 'query', { partner_trans_id: '' }, {}, ['partner_trans_id missing']],
  ['the trade number alone', 'query', { partner_trans_id: '', alipay_trans_id: '2011' }, {}, []],
  [
    'the trade number alone, on the Chinese page',
    'query',
    { partner_trans_id: '', alipay_trans_id: '2011' },
    { needs: { partner_trans_id: 'required' } },
    ['partner_trans_id missing'],
  ],
  ['256 Chinese characters', 'pay', { trans_name: '茶'.repeat(256) }, {}, []],
  ['256 characters beyond the basic plane', 'pay', { trans_name: '🍵'.repeat(256) }, {}, []],
  ['257 of them', 'pay', { trans_name: '🍵'.repeat(257) }, {}, ['trans_name too long']],
  [
    '86 Chinese characters in UTF-8',
    'pay',
    { trans_name: '茶'.repeat(86) },
    { lengthUnit: 'bytes' },
    ['trans_name too long'],
  ],
  [
    '128 Chinese characters in GBK',
    'pay',
    { trans_name: '茶'.repeat(128) },
    { lengthUnit: 'bytes', charset: 'GBK' },
    [],
  ],
  ['256 ASCII characters are bytes', 'pay', { trans_name: 'x'.repeat(256) }, { lengthUnit: 'bytes' }, []],
])('%s', (_, service, changes, more, expected) => {
  expect(problemsWith(service, changes, more)).toEqual(expected)
})

it('tells the rule that was applied, not the one of the table', () => {
  const parameters = parametersOf(requests.pay)
  const [first] = validateFields(fieldTables.pay.request, parameters, { ...options, allowed: { currency: ['HKD'] } })
  expect(first?.rule).toBe('HKD')
})

it('an ignored field is not checked, even where its row has a rule', () => {
  const basics = { name: 'password', meaning: 'Old.', source: 'spot-pay.md §1', grade: 'B' } as const
  const row = { ...basics, type: 'string', length: 1, pattern: /^x$/, rule: 'x' } as const
  const parameters = new Map([['password', 'secret']])
  expect(validateFields([{ ...row, need: 'ignored' }], parameters, options)).toEqual([])
  expect(validateFields([{ ...row, need: 'optional' }], parameters, options)).toHaveLength(1)
})

it('remembers JSON that it found right, of its own field alone, and never any other', () => {
  const known: string[] = []
  const knownJson = {
    has: (field: string, text: string) => known.includes(`${field} ${text}`),
    add: (field: string, text: string) => void known.push(`${field} ${text}`),
  }
  const right = '{"store_id":"ST01"}'
  const problems = (extendInfo: string) => problemsWith('pay', { extend_info: extendInfo }, { knownJson })
  expect([right, '{"store_id":1}', right, '{"store_id":1}'].map(problems)).toEqual([
    [],
    ['extend_info.store_id malformed'],
    [],
    ['extend_info.store_id malformed'],
  ])
  expect(known).toEqual([`extend_info ${right}`])
})

describe('any input', () => {
  const names = [...new Set(Object.values(fieldTables).flatMap(({ request }) => request.map(({ name }) => name)))]
  const value = fc.oneof(fc.string({ unit: 'binary' }), fc.json(), fc.stringMatching(/^[0-9.\-: ]{0,30}$/))
  const message = fc.array(fc.tuple(fc.constantFrom(...names), value)).map((pairs) => new Map(pairs))
  const anyOptions = fc.record({
    lengthUnit: fc.constantFrom('characters', 'bytes'),
    charset: fc.constantFrom('UTF-8', 'GBK', 'GB2312'),
    extendInfo: fc.constantFrom('lenient', 'acquirer', 'strict'),
    wholeCurrencyDecimals: fc.constantFrom('reject', 'accept'),
  })

  it('ends in problems of fields of the table, never in an exception', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.values(fieldTables)),
        message,
        anyOptions,
        ({ request }, parameters, any) => {
          const fields = request.map(({ name }) => name)
          for (const { field, rule } of validateFields(request, parameters, any)) {
            expect(rule).not.toBe('')
            expect(fields.some((name) => field === name || field.startsWith(`${name}.`))).toBe(true)
          }
        },
      ),
    )
  })
})
