import { stripVTControlCharacters } from 'node:util'
import { describe, expect, it } from 'vitest'
import { diagnoseRefusedSignature } from './diagnose-signature.ts'
import { type Diagnosis, diagnoseField } from './diagnosis.ts'
import { renderDiagnosis } from './render-diagnosis.ts'
import { key, md5, pay, type Sending, send, stringOf } from './signed-pay.test-values.ts'

const lines = (sending: Sending, width = 100) =>
  renderDiagnosis(diagnoseRefusedSignature(send(sending)), { width }).split('\n')

const field: Diagnosis = diagnoseField({
  field: 'trans_amount',
  rule: 'digits with at most two decimals after a point for USD, no sign, no thousands mark',
  value: '39.255\u001b[2J',
  problem: 'malformed',
})

describe('renderDiagnosis', () => {
  it('tells a field with its rule and its value, harmless to a terminal', () => {
    expect(renderDiagnosis(field, { width: 80 })).toBe(
      [
        'INVALID_PARAMETER  The parameter trans_amount breaks its rule.',
        '  parameter trans_amount',
        '  rule      digits with at most two decimals after a point for USD, no sign, no',
        '            thousands mark',
        '  value     39.255\\u001b[2J',
        '  next      Mend trans_amount, sign again, and repeat the request.',
        '',
      ].join('\n'),
    )
  })

  it('puts the caret under the first difference, Chinese characters counting two columns', () => {
    const shown = lines({ signature: (text) => md5(text.replace('Airport', 'Station') + key), fields: pay })
    expect(shown.join('\n')).toContain('no classic mistake explains it')
    const changed = { ...pay, extend_info: '{"store_name":"星巴克 <A>"}' }
    const drawn = lines({
      fields: changed,
      signature: (text) => md5(text.replace('<A>', '&lt;A&gt;').replace('<2>', '&lt;2&gt;') + key),
    })
    const right = drawn.find((line) => line.startsWith('  right')) ?? ''
    const caret = drawn.find((line) => line.includes('^')) ?? ''
    // Three Chinese characters stand before the difference, each of two columns but one UTF-16 unit.
    expect(right.indexOf('<A>')).toBe(caret.indexOf('^') - 3)
  })

  it('keeps the expected string on one line, to be copied', () => {
    expect(lines({ signature: (text) => md5(`${text}&${key}`) })).toContain(`  sign this ${stringOf(pay)}`)
  })

  it('names the mistake, its sentence, how to mend it and what it may be instead', () => {
    const text = lines({ signature: (string) => md5(`${string}&${key}`) }, 400).join('\n')
    expect(text).toContain('mistake   key joined with &. The key was joined to the string with an &. Append the 32')
    expect(text).toContain('or else   & left at the end')
  })

  it('shows the bytes where only these differ', () => {
    const text = lines({ signature: (string) => md5(string + key, 'GBK') }).join('\n')
    expect(text).toMatch(/ {2}bytes {5}the character at \^ is E6 98 9F, but was signed as D0 C7/)
  })

  it('lists facts and checks when nothing explains the signature', () => {
    const text = lines({ signature: () => 'nonsense' }).join('\n')
    expect(text).toMatch(/ {2}fact {6}An MD5 signature is 32 lower-case hex digits/)
    expect(text).toMatch(/ {2}check 1 {3}Check that the key/)
  })

  it('stays within the width, but for what is to be copied', () => {
    const toCopy = /^(?:ILLEGAL_SIGN| {2}sign this| {2}received)/
    for (const width of [40, 60, 100]) {
      const shown = lines({ signature: (text) => md5(`${text}&key=${key}`) }, width)
      expect(shown.filter((line) => line.length > width && !toCopy.test(line))).toEqual([])
    }
  })

  it('says the same with colours', () => {
    const diagnosis = diagnoseRefusedSignature(send({ signature: (text) => md5(`${text}&${key}`) }))
    const coloured = renderDiagnosis(diagnosis, { colour: true })
    expect(coloured).toContain('\u001b[')
    expect(stripVTControlCharacters(coloured)).toBe(renderDiagnosis(diagnosis))
  })
})

describe('diagnoseField', () => {
  it('tells a missing field from a wrong one, and bounds the value', () => {
    expect(diagnoseField({ field: 'currency', rule: 'required', value: undefined, problem: 'missing' })).toEqual({
      code: 'INVALID_PARAMETER',
      sentence: 'The parameter currency is missing.',
      next: 'Send currency, sign again, and repeat the request.',
      parameter: 'currency',
      rule: 'required',
    })
    const long = diagnoseField({
      field: 'memo',
      rule: 'at most 256 characters',
      value: 'x'.repeat(9_999),
      problem: 'malformed',
    })
    expect(long.value?.length).toBeLessThan(230)
  })
})
