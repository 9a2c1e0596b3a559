import { describe, expect, it } from 'vitest'
import type { Exchange } from '../simulator/index.ts'
import { exchangeLine, exchangeRecord } from './exchange-line.ts'

const clockTime = (instant: number) => new Date(instant).toISOString().slice(11, 23)

const form =
  'currency=USD&trans_amount=39.25&buyer_identity_code=287654321098765432&sign=0123456789abcdef0123456789abcdef'

const paid: Exchange = {
  id: 12,
  at: Date.UTC(2024, 0, 15, 14, 3, 7, 123),
  partner: '2088101122334455',
  service: 'pay',
  partnerTransId: 'SALE1',
  request: { method: 'POST', target: '/gateway.do?_input_charset=UTF-8', rawHeaders: [], body: Buffer.from(form) },
  outcome: 'SUCCESS',
  behaviour: { id: 'default', why: 'partner default' },
  answer: { at: 0, tookMs: 3.6, status: 200, contentType: 'text/xml;charset=UTF-8', body: Buffer.alloc(0) },
}

describe('the line of an exchange', () => {
  it('says when, which, what, how much, and what came of it', () => {
    expect(exchangeLine(paid, clockTime)).toBe('14:03:07.123  #12  pay     SALE1  39.25 USD  SUCCESS  4 ms\n')
  })

  it('has the amount of a GET, of a refund, and in the currency of the price', () => {
    const line = (target: string) =>
      exchangeLine({ ...paid, request: { ...paid.request, target, body: Buffer.alloc(0) } }, clockTime)
    expect(line('/gateway.do?refund_amount=10.00&currency=HKD')).toContain('  10.00 HKD  ')
    expect(line('/gateway.do?trans_amount=100&currency=USD&trans_currency=TWD')).toContain('  100 TWD  ')
    expect(line('/gateway.do')).toBe('14:03:07.123  #12  pay     SALE1  SUCCESS  4 ms\n')
  })

  it('names a behaviour that somebody asked for, and the fault', () => {
    const { answer } = paid
    const faulty: Exchange = {
      ...paid,
      behaviour: { id: '0303', why: 'payment code 2800 0303…' },
      ...(answer && { answer: { ...answer, status: 0, fault: 'no answer' } }),
    }
    expect(exchangeLine(faulty, clockTime)).toContain('  0303 (payment code 2800 0303…), no answer\n')
    expect(exchangeRecord(faulty)).toMatchObject({ behaviour: '0303', fault: 'no answer', status: 0 })
  })

  it('is followed, indented, by why a request was refused', () => {
    const diagnosis = {
      code: 'INVALID_PARAMETER',
      sentence: 'The parameter currency is missing.',
      next: 'Send currency.',
      parameter: 'currency',
      rule: 'required',
    }
    const text = exchangeLine({ ...paid, outcome: 'INVALID_PARAMETER', diagnosis }, clockTime)
    const [first, ...rest] = text.trimEnd().split('\n')
    expect(first).toContain('INVALID_PARAMETER')
    expect(rest[0]).toBe('    INVALID_PARAMETER  The parameter currency is missing.')
    expect(rest.every((line) => line.startsWith('    '))).toBe(true)
    expect(text).toContain('Send currency.')
  })

  it('shows neither signature nor payment code', () => {
    const received = 'fedcba9876543210fedcba9876543210'
    const diagnosis = {
      code: 'ILLEGAL_SIGN',
      sentence: 'The signature is wrong.',
      next: 'Sign again.',
      parameter: 'sign',
      value: received,
      signature: {
        verdict: 'unexplained',
        expectedString: 'currency=USD',
        received,
        mistakes: [],
        facts: [],
        tried: 'nothing',
        checks: [],
      },
    } as const
    for (const exchange of [paid, { ...paid, diagnosis }])
      for (const text of [exchangeLine(exchange, clockTime), JSON.stringify(exchangeRecord(exchange))]) {
        expect(text).not.toContain('0123456789abcdef0123456789abcdef')
        expect(text).not.toContain(received)
        expect(text).not.toContain('287654321098765432')
      }
  })

  it("makes a caller's words harmless for a terminal, and short", () => {
    const text = exchangeLine({ ...paid, service: '\u001B[2J', partnerTransId: 'x'.repeat(9_999) }, clockTime)
    expect(text).not.toContain('\u001B')
    expect(text.length).toBeLessThan(300)
  })

  it('of a request that names nothing is a line all the same', () => {
    const { answer: _, behaviour: __, ...bare } = paid
    const nothing = { ...bare, service: '', partnerTransId: '', outcome: 'ILLEGAL_SERVICE' }
    expect(exchangeLine(nothing, clockTime)).toBe('14:03:07.123  #12  ?       39.25 USD  ILLEGAL_SERVICE\n')
  })
})

describe('the record of an exchange', () => {
  it('is what a machine would ask for', () => {
    expect(exchangeRecord(paid)).toEqual({
      exchange: 12,
      partner: '2088101122334455',
      service: 'pay',
      partner_trans_id: 'SALE1',
      amount: '39.25 USD',
      outcome: 'SUCCESS',
      status: 200,
      took_ms: 3.6,
      behaviour: 'default',
      why: 'partner default',
    })
  })
})
