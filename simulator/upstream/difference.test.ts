import { describe, expect, it } from 'vitest'
import { type AnswerBytes, differences, shapeOf } from './difference.ts'

const answer = (fields: Readonly<Record<string, string>>, more: Partial<AnswerBytes> = {}): AnswerBytes => {
  const inner = Object.entries(fields).map(([name, value]) => `<${name}>${value}</${name}>`)
  const xml = `<?xml version="1.0" encoding="UTF-8"?><alipay><is_success>T</is_success><response><alipay>${inner.join('')}</alipay></response><sign>a</sign><sign_type>MD5</sign_type></alipay>`
  return { status: 200, contentType: 'text/xml;charset=UTF-8', body: Buffer.from(xml), ...more }
}
const refused = (error: string): AnswerBytes =>
  answer({}, { body: Buffer.from(`<alipay><is_success>F</is_success><error>${error}</error></alipay>`) })

describe('two answers', () => {
  it('that say the same differ in nothing', () => {
    const fields = { result_code: 'SUCCESS', alipay_trans_id: '2026010122001' }
    expect(differences(answer(fields), answer({ ...fields, alipay_trans_id: '2030' }))).toEqual([])
  })

  it.each([
    ['a value', { result_code: 'FAILED' }, [{ of: 'result_code', how: 'value', theirs: 'FAILED', ours: 'SUCCESS' }]],
    [
      'a field that ours lacks',
      { result_code: 'SUCCESS', extra: '1' },
      [{ of: 'extra', how: 'missing', theirs: '1', ours: null }],
    ],
    ['a field of ours alone', {}, [{ of: 'result_code', how: 'extra', theirs: null, ours: 'SUCCESS' }]],
  ])('may differ in %s', (_, theirs, found) => {
    expect(differences(answer(theirs), answer({ result_code: 'SUCCESS' }))).toEqual(found)
  })

  it('may write the same thing in another way', () => {
    const [theirs, ours] = [
      answer({ alipay_pay_time: '20260102030405' }),
      answer({ alipay_pay_time: '2026-01-02 03:04:05' }),
    ]
    expect(differences(theirs, ours)).toEqual([
      { of: 'alipay_pay_time', how: 'shape', theirs: '20260102030405', ours: '2026-01-02 03:04:05' },
    ])
  })

  it('may have their fields in another order', () => {
    expect(differences(answer({ error: 'a', result_code: 'b' }), answer({ result_code: 'b', error: 'a' }))).toEqual([
      { of: 'fields', how: 'order', theirs: 'error result_code', ours: 'result_code error' },
    ])
  })

  it('may be an answer and a refusal', () => {
    expect(differences(refused('ILLEGAL_SIGN'), answer({}))).toContainEqual({
      ...{ of: 'answer', how: 'value', theirs: 'refused: ILLEGAL_SIGN', ours: 'accepted' },
    })
    expect(differences(refused('ILLEGAL_SIGN'), refused('ILLEGAL_SIGN'))).toEqual([])
  })

  it('may be no XML at all, or of another HTTP status', () => {
    const page = answer({}, { status: 503, contentType: 'text/html', body: Buffer.from('<h1>busy') })
    expect(differences(page, answer({})).map(({ of }) => of)).toEqual(['status', 'content-type', 'answer', 'charset'])
  })
})

describe('the shape of a value', () => {
  it.each([
    ['2026-01-02 03:04:05', '9-9-9 9:9:9'],
    ['zha***@example.com', 'a*@a.a'],
    ['6.64640000', '9.9'],
  ])('%s is %s', (value, shape) => {
    expect(shapeOf(value)).toBe(shape)
  })
})
