import { describe, expect, it } from 'vitest'
import { asAskedProblem } from './as-asked.ts'
import type { Call, Sale } from './evidence.ts'

const asked = { payment_id: 'P1', code: '1', amount: '1', currency: 'USD' }
const problem = (sent: Record<string, string>, given: Partial<Sale['request']>) =>
  asAskedProblem(
    { values: new Map(Object.entries(sent)) } as unknown as Call,
    { request: { ...asked, ...given } } as Sale,
  )

const tea = '绿茶'.repeat(100)

describe('the name of the goods', () => {
  it.each([
    ['as asked', 'Tea for two', 'Tea for two'],
    ['with its blanks tidied up', 'Tea for two', ' Tea  for two'],
    ['without what a charset lacks', 'Cake for two', 'Cake 🎂 for two'],
    ['cut to 256 characters', 'x'.repeat(256), 'x'.repeat(300)],
    ['cut to 256 bytes', tea.slice(0, 85), tea],
    ['one of the SUT itself, where none was given', 'Goods', undefined],
  ])('%s is right', (_, sent, subject) => {
    expect(problem({ trans_name: sent }, subject === undefined ? {} : { subject })).toBeUndefined()
  })

  it.each([
    ['another', 'Goods', 'Tea for two'],
    ['cut too early', 'Tea', 'Tea for two'],
    ['cut too early though it is too long', tea.slice(0, 60), tea],
    ['cut and changed', 'y'.repeat(256), 'x'.repeat(300)],
  ])('%s is told', (_, sent, subject) => {
    expect(problem({ trans_name: sent }, { subject })).toMatch(/^sends trans_name /)
  })
})

describe('the store and the terminal', () => {
  const given = { store_id: 'S1', terminal_id: 'T1' }

  it.each([
    ['as asked', '{"store_id":"S1","terminal_id":"T1"}', undefined],
    ['another store', '{"store_id":"S2","terminal_id":"T1"}', /^sends store_id "S2"/],
    ['no terminal', '{"store_id":"S1"}', /^sends terminal_id ""/],
    ['no JSON, which another rule tells', 'store_id^S1', undefined],
  ])('%s', (_, info, told) => {
    const found = problem({ extend_info: info }, given)
    if (told === undefined) expect(found).toBeUndefined()
    else expect(found).toMatch(told)
  })

  it('are missing without extend_info, and are the SUT’s own business where none was given', () => {
    expect(problem({}, given)).toMatch(/^sends store_id ""/)
    expect(problem({ extend_info: '{"store_id":"S9"}' }, {})).toBeUndefined()
  })
})
