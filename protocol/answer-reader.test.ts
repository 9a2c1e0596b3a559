import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { recorded } from '../test/recordings.ts'
import { answerString } from './answer.ts'
import { type ReadAnswer, readAnswer } from './answer-reader.ts'
import { readPublicKey } from './key.ts'
import { valueNamed } from './parameter.ts'
import { verify } from './signature.ts'

const answer = (inside: string) => readAnswer(Buffer.from(`<alipay>${inside}</alipay>`))
const response = (fields: string) => answer(`<is_success>T</is_success><response><alipay>${fields}</alipay></response>`)

function fieldsOf(read: ReadAnswer): string[] {
  if (read.kind !== 'accepted') throw new Error(JSON.stringify(read))
  return read.response.map(({ name, value }) => `${name}=${value}`)
}

describe('an answer that is read', () => {
  it('may lack the echo and the signature', () => {
    expect(response('<a>1</a>')).toEqual({
      kind: 'accepted',
      request: [],
      response: [{ name: 'a', value: '1' }],
      sign: undefined,
      signType: undefined,
      declared: 'UTF-8',
    })
  })

  it('may have an empty field, CDATA, comments and references', () => {
    const read = response('<!--x--><a></a><b/><c><![CDATA[<&>]]></c><d>1<!-- 2 -->3</d><e>&#x4E2D;&amp;amp;</e>')
    expect(fieldsOf(read)).toEqual(['a=', 'b=', 'c=<&>', 'd=13', 'e=中&amp;'])
  })

  it('keeps the blanks of a value', () => {
    expect(fieldsOf(response('<a> x  y </a>'))).toEqual(['a= x  y '])
  })

  it('may have the elements in another order, and elements nobody knows', () => {
    const read = answer('<sign>x</sign><new/><response><alipay><a>1</a></alipay></response><is_success>T</is_success>')
    expect(read).toMatchObject({ kind: 'accepted', sign: 'x', response: [{ name: 'a', value: '1' }] })
  })

  it('may be refused and signed all the same', () => {
    expect(answer('<is_success>F</is_success><error>X</error><sign>y</sign>')).toMatchObject({
      kind: 'refused',
      error: 'X',
    })
  })
})

describe('what is no gateway answer', () => {
  it.each<[string, ReadAnswer]>([
    ['another root', readAnswer(Buffer.from('<html><is_success>T</is_success><response><alipay/></response></html>'))],
    ['no is_success', answer('<response><alipay/></response>')],
    ['another is_success', answer('<is_success>Y</is_success><response><alipay/></response>')],
    ['an empty is_success', answer('<is_success/><response><alipay/></response>')],
    ['refused without an error', answer('<is_success>F</is_success>')],
    ['accepted without a response', answer('<is_success>T</is_success>')],
    ['accepted with an empty response', answer('<is_success>T</is_success><response></response>')],
    ['a response of text', answer('<is_success>T</is_success><response>x</response>')],
    ['is_success twice', answer('<is_success>T</is_success><is_success>F</is_success><error>X</error>')],
    [
      'two responses',
      answer(`<is_success>T</is_success>${'<response><alipay><a>1</a></alipay></response>'.repeat(2)}`),
    ],
    ['two elements in the response', answer('<is_success>T</is_success><response><alipay/><alipay/></response>')],
    ['two signatures', answer('<is_success>T</is_success><response><alipay/></response><sign>a</sign><sign>b</sign>')],
    ['two errors', answer('<is_success>F</is_success><error>A</error><error>B</error>')],
    ['a field twice', response('<a></a><a>1</a>')],
    ['an element inside a field', response('<a>1<b>2</b></a>')],
  ])('%s', (_, read) => {
    expect(read).toMatchObject({ kind: 'unreadable', problem: 'no gateway answer' })
  })
})

it.each([
  ['too large', Buffer.alloc(2_000_000, 'x')],
  ['too deep', Buffer.from('<a>'.repeat(100))],
  ['document type', Buffer.from('<!DOCTYPE alipay [<!ENTITY x "T">]><alipay><is_success>&x;</is_success></alipay>')],
  ['not text in its charset', Buffer.from('<alipay>\xff</alipay>', 'latin1')],
  ['not well-formed', Buffer.from('Service Unavailable')],
])('is unreadable by name: %s', (problem, bytes) => {
  expect(readAnswer(bytes)).toMatchObject({ kind: 'unreadable', problem, detail: expect.stringMatching(/./) })
})

describe('a real answer that was damaged', () => {
  const names = [
    '02-answer-rsa2-2020-01.xml',
    '11-answer-query-hk-success.xml',
    '14-answer-precreate-utf8-2018.xml',
    '15-answer-refused.xml',
  ]
  const piece = fc.oneof(
    fc.uint8Array({ maxLength: 3 }),
    fc
      .constantFrom(
        '<',
        '>',
        '/>',
        '<a>',
        '</alipay>',
        '&',
        '&#0;',
        '<!--',
        '<![CDATA[',
        '<!DOCTYPE a>',
        '"',
        '<sign>',
        '</sign>',
        '中',
      )
      .map((text) => new TextEncoder().encode(text)),
  )
  const damage = fc.record({ at: fc.nat(), length: fc.nat(20), piece })

  it('is read or told by name, and never an exception', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...names.map(recorded)),
        fc.array(damage, { minLength: 1, maxLength: 4 }),
        (bytes, all) => {
          let damaged: Buffer = bytes
          for (const { at, length, piece: by } of all) {
            const place = at % (damaged.length + 1)
            damaged = Buffer.concat([damaged.subarray(0, place), by, damaged.subarray(place + length)])
          }
          expect(['accepted', 'refused', 'unreadable']).toContain(readAnswer(damaged).kind)
        },
      ),
      { numRuns: 2000 },
    )
  })

  it('is unreadable wherever it is cut off', () => {
    for (const bytes of names.map(recorded)) {
      const end = bytes.toString('latin1').trimEnd().length
      for (let length = 0; length < end; length++)
        expect(readAnswer(bytes.subarray(0, length))).toMatchObject({
          kind: 'unreadable',
          problem: expect.stringMatching(/^(?:not well-formed|not text in its charset)$/),
        })
    }
  })

  it('is not believed when any one byte of it is another, unless it says the same', () => {
    const bytes = recorded('02-answer-rsa2-2020-01.xml')
    const publicKey = readPublicKey(recorded('alipay-sandbox-rsa2-2048.pem').toString())
    const genuine = readAnswer(bytes)
    if (genuine.kind !== 'accepted') throw new Error(genuine.kind)
    const believed = (read: ReadAnswer) =>
      read.kind === 'accepted' &&
      verify(answerString(read.response), read.sign ?? '', { signType: 'RSA2', publicKey }, 'UTF-8')
    expect(believed(genuine)).toBe(true)
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes)
      changed[at] = (changed[at] ?? 0) ^ 1
      const read = readAnswer(changed)
      if (read.kind === 'accepted' && believed(read)) expect(read.response).toEqual(genuine.response)
    }
    expect(valueNamed(genuine.response, 'total_fee')).toBe('73.82')
  })
})
