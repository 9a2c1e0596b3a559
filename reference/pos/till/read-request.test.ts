import { describe, expect, it } from 'vitest'
import { isSamePayment, readPayment, readRefund } from './read-request.ts'

const good = { payment_id: 'A', code: '287654321098765432', amount: '12.30', currency: 'USD' }

describe('a payment request', () => {
  it('is read, and what nobody knows is passed over', () => {
    const whole = { ...good, code_type: 'qrcode', subject: '拿铁 & Co', store_id: 'ST01', terminal_id: 'T-1' }
    expect(readPayment({ ...whole, colour: 'red' }, 'UTF-8')).toEqual({
      ok: true,
      request: whole,
      amount: { amount: 1230, currency: 'USD' },
    })
  })

  it.each([
    ['no object', 'pay', 'no JSON object'],
    ['a list', [good], 'no JSON object'],
    ['nothing', undefined, 'no JSON object'],
    ['no id', { ...good, payment_id: undefined }, 'payment_id must be'],
    ['an empty id', { ...good, payment_id: '' }, 'payment_id must be'],
    ['an id with a line break', { ...good, payment_id: 'A\n' }, 'payment_id must be'],
    ['a number for an id', { ...good, payment_id: 7 }, 'payment_id must be'],
    ['a code of 15 digits', { ...good, code: '287654321098765' }, 'code must be'],
    ['a code of 25 digits', { ...good, code: `28${'1'.repeat(23)}` }, 'code must be'],
    ['the code of another wallet', { ...good, code: '137654321098765432' }, 'code must be'],
    ['an unknown kind of code', { ...good, code_type: 'sound' }, 'code_type must be'],
    ['a number for an amount', { ...good, amount: 12.3 }, 'amount must be'],
    ['three decimals', { ...good, amount: '12.300' }, 'amount must be'],
    ['a sign', { ...good, amount: '-1.00' }, 'amount must be'],
    ['a thousands mark', { ...good, amount: '1,200.00' }, 'amount must be'],
    ['nothing to pay', { ...good, amount: '0.00' }, 'more than zero'],
    ['more than the gateway takes', { ...good, amount: '100000000.01' }, 'at most 100000000.00'],
    ['yen with decimals', { ...good, amount: '100.00', currency: 'JPY' }, 'a whole number for JPY'],
    ['too many yen', { ...good, amount: '100000001', currency: 'JPY' }, 'at most 100000000'],
    ['a currency in lower case', { ...good, currency: 'usd' }, 'currency must be'],
    ['a currency that nobody knows', { ...good, currency: 'XXX' }, 'not one of the gateway'],
    ['a subject that is too long', { ...good, subject: 'x'.repeat(257) }, 'subject must be'],
    ['half a character', { ...good, subject: 'a\ud800' }, 'subject must be'],
    ['a shop with a blank', { ...good, store_id: 'ST 01' }, 'store_id must be'],
  ])('with %s is refused', (_, body, message) => {
    const read = readPayment(body, 'UTF-8')
    expect(!read.ok && read.message).toContain(message)
  })

  it('with text that the charset cannot write is refused', () => {
    const body = { ...good, subject: 'Café 🍵' }
    expect(readPayment(body, 'UTF-8').ok).toBe(true)
    expect(readPayment(body, 'GBK')).toEqual({ ok: false, message: expect.stringContaining('GBK') })
  })

  it('takes the edges', () => {
    expect(readPayment({ ...good, amount: '0.01' }, 'UTF-8').ok).toBe(true)
    expect(readPayment({ ...good, amount: '100000000.00' }, 'UTF-8').ok).toBe(true)
    expect(readPayment({ ...good, code: `30${'1'.repeat(22)}`, code_type: null }, 'UTF-8').ok).toBe(true)
  })
})

describe('two payment requests are the same', () => {
  it.each([
    [{}, true],
    [{ amount: '12.3' }, true],
    [{ code_type: 'barcode' as const }, true],
    [{ code_type: 'qrcode' as const }, false],
    [{ amount: '12.31' }, false],
    [{ currency: 'EUR' }, false],
    [{ code: '287654321098765433' }, false],
    [{ subject: 'Tea' }, false],
    [{ store_id: 'ST02' }, false],
    [{ terminal_id: 'T2' }, false],
  ])('with %j: %s', (change, same) => {
    expect(isSamePayment(good, { ...good, ...change }, 'USD')).toBe(same)
  })
})

describe('a refund request', () => {
  const back = { refund_id: 'R1', amount: '2.30' }
  it('is read', () => {
    expect(readRefund({ ...back, reason: 'cold', is_sync: false }, 'USD', 'UTF-8')).toEqual({
      ok: true,
      request: { ...back, reason: 'cold', is_sync: false },
      amount: { amount: 230, currency: 'USD' },
    })
  })

  it.each([
    ['no object', 7, 'no JSON object'],
    ['no id', { amount: '1' }, 'refund_id must be'],
    ['more than a refund may be', { ...back, amount: '10000000.00' }, 'at most 9999999.99'],
    ['nothing', { ...back, amount: '0' }, 'more than zero'],
    ['another word for is_sync', { ...back, is_sync: 'N' }, 'is_sync must be'],
    ['a reason that is too long', { ...back, reason: 'x'.repeat(129) }, 'reason must be'],
  ])('with %s is refused', (_, body, message) => {
    const read = readRefund(body, 'USD', 'UTF-8')
    expect(!read.ok && read.message).toContain(message)
  })
})
