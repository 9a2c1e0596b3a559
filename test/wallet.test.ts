/** Buyers at the gateway: made, changed and looked at through the control API, paying over the wire. */
import { describe, expect, it } from 'vitest'
import type { PartnerAdmin } from '../simulator/admin/client/index.ts'
import type { SimulatorOptions } from '../simulator/simulator-options.ts'
import { openControlRoom } from './control-room.ts'
import { refusalOf } from './refusal.ts'
import type { Fields, Told } from './signed-call.ts'

/** What a pay of USD 39.25 takes. */
const price = 280.88
const yuan = (amount: number) => amount.toFixed(2)
const result = ({ fields }: Told) => fields.error ?? fields.result_code

/** A partner whose clock stands still at noon, and a buyer with CNY 1,000.00. */
async function openCounter(
  draft: Parameters<PartnerAdmin['buyers']['create']>[0] = {},
  options: SimulatorOptions = {},
) {
  const room = await openControlRoom(options)
  const partner = room.admin.partner()
  await partner.clock.freeze('2024-01-15 12:00:00')
  const buyer = await partner.buyers.create({ language: 'en', balance: '1000.00', ...draft })
  const till = room.till()
  const code = async () => (await partner.buyers.code(buyer.user_id)).code
  return {
    ...{ room, partner, buyer, till, code },
    pay: async (id: string, changes: Fields = {}) =>
      result(await till.pay(id, { buyer_identity_code: await code(), ...changes })),
    balance: async () => (await partner.buyers.get(buyer.user_id)).balance,
    change: (change: Parameters<PartnerAdmin['buyers']['change']>[1]) => partner.buyers.change(buyer.user_id, change),
    inbox: async () => (await partner.buyers.inbox(buyer.user_id)).map(({ kind, channel }) => `${kind} by ${channel}`),
    [Symbol.asyncDispose]: () => room[Symbol.asyncDispose](),
  }
}

describe('a payment code', () => {
  it('is good for one payment, which may be asked for again', async () => {
    await using counter = await openCounter()
    const { till, balance } = counter
    const buyer_identity_code = await counter.code()
    const first = await till.pay('T1', { buyer_identity_code })
    expect(result(first)).toBe('SUCCESS')
    expect(result(await till.pay('T2', { buyer_identity_code }))).toBe('SOUNDWAVE_PARSER_FAIL')
    const again = await till.pay('T1', { buyer_identity_code })
    expect(again.fields).toEqual(first.fields)
    expect(await balance()).toBe(yuan(1_000 - price))
    // Nobody else's trade took it, so its number is still free.
    expect(await counter.pay('T2')).toBe('SUCCESS')
  })

  it('is good for one minute, and for ever for the payment that it made', async () => {
    await using counter = await openCounter()
    const { till, partner } = counter
    const [used, late] = [await counter.code(), await counter.code()]
    expect(result(await till.pay('T1', { buyer_identity_code: used }))).toBe('SUCCESS')
    await partner.clock.advance({ ms: 59_999 })
    expect(await counter.pay('T2', { buyer_identity_code: await counter.code() })).toBe('SUCCESS')
    await partner.clock.advance({ ms: 1 })
    expect(result(await till.pay('T3', { buyer_identity_code: late }))).toBe('SOUNDWAVE_PARSER_FAIL')
    expect(result(await till.pay('T1', { buyer_identity_code: used }))).toBe('SUCCESS')
    expect(await counter.balance()).toBe(yuan(1_000 - 2 * price))
  })

  it('shown to fifty tills at once pays exactly one', async () => {
    await using counter = await openCounter()
    const buyer_identity_code = await counter.code()
    const ids = Array.from({ length: 50 }, (_, nth) => `T${nth}`)
    const results = await Promise.all(
      ids.map(async (id) => result(await counter.till.pay(id, { buyer_identity_code }))),
    )
    expect(results.sort()).toEqual([...Array.from({ length: 49 }, () => 'SOUNDWAVE_PARSER_FAIL'), 'SUCCESS'])
    expect((await counter.partner.transactions.list()).transactions).toHaveLength(1)
    expect(await counter.balance()).toBe(yuan(1_000 - price))
  })

  it('that was refused for want of money is good for a smaller amount', async () => {
    await using counter = await openCounter({ balance: '100.00' })
    const buyer_identity_code = await counter.code()
    expect(await counter.pay('T1', { buyer_identity_code })).toBe('BUYER_BALANCE_NOT_ENOUGH')
    expect(await counter.pay('T2', { buyer_identity_code, trans_amount: '10.00' })).toBe('SUCCESS')
  })

  it('that nobody was given pays at once, or is refused when the gateway is strict', async () => {
    for (const [strict, expected] of [
      [false, 'SUCCESS'],
      [true, 'BUYER_NOT_EXIST'],
    ] as const) {
      await using counter = await openCounter({}, { strict })
      expect(await counter.pay('T1', { buyer_identity_code: '287654321098765432' })).toBe(expected)
      expect(await counter.balance()).toBe('1000.00')
    }
  })

  it('of a behaviour may be shown again and again, but for a strict gateway, where it pays once', async () => {
    for (const [strict, expected] of [
      [false, ['SUCCESS', 'SUCCESS', 'SUCCESS']],
      [true, ['SUCCESS', 'SOUNDWAVE_PARSER_FAIL', 'SUCCESS']],
    ] as const) {
      await using counter = await openCounter({}, { strict })
      const results: unknown[] = []
      for (const id of ['T1', 'T2', 'T1'])
        results.push(await counter.pay(id, { buyer_identity_code: '2800000012345678' }))
      expect(results).toEqual(expected)
    }
  })

  it('of one partner is nobody’s at another', async () => {
    await using counter = await openCounter({}, { strict: true })
    const other = counter.room.till(await counter.room.admin.partners.create())
    const buyer_identity_code = await counter.code()
    expect(result(await other.pay('T1', { buyer_identity_code }))).toBe('BUYER_NOT_EXIST')
    expect(await counter.pay('T1', { buyer_identity_code })).toBe('SUCCESS')
  })
})

describe('an account', () => {
  it('asks for the password above its threshold; the buyer then pays, or not', async () => {
    await using counter = await openCounter({ password_above: '280.87' })
    const { partner, till } = counter
    expect([await counter.pay('T1'), await counter.pay('T2')]).toEqual(['UNKNOW', 'UNKNOW'])
    expect(await counter.balance()).toBe('1000.00')
    await partner.transactions.force('T1', 'paid')
    await partner.transactions.force('T2', 'declined')
    expect((await till.query('T1')).fields.alipay_trans_status).toBe('TRADE_SUCCESS')
    expect((await till.query('T2')).fields.alipay_trans_status).toBe('TRADE_CLOSED')
    expect(await counter.balance()).toBe(yuan(1_000 - price))
    expect(await counter.inbox()).toEqual([
      ...['password wanted by app', 'password wanted by app'],
      ...['paid by app', 'paid by sms', 'refused by app', 'refused by sms'],
    ])
    await counter.change({ password_above: '280.88' })
    expect(await counter.pay('T3')).toBe('SUCCESS')
  })

  it('has no more than its balance, whenever the password comes', async () => {
    await using counter = await openCounter({ balance: '300.00', password_above: '0.00' })
    const { partner } = counter
    expect([await counter.pay('T1'), await counter.pay('T2')]).toEqual(['UNKNOW', 'UNKNOW'])
    await partner.transactions.force('T1', 'paid')
    expect(await refusalOf(partner.transactions.force('T2', 'paid'))).toMatchObject({ code: 'ILLEGAL_TRANSITION' })
    expect(await counter.balance()).toBe(yuan(300 - price))
    await counter.change({ balance: '500.00' })
    await partner.transactions.force('T2', 'paid')
    expect(await counter.balance()).toBe(yuan(500 - price))
  })

  it.each(['0101', '0106'])('declines in %s when the money is gone by the time of the password', async (behaviour) => {
    await using counter = await openCounter({ balance: '300.00' })
    const { partner, till } = counter
    await partner.rules.put([{ id: 'wait', match: { service: 'pay', nth: 1 }, times: 1, behaviour }])
    expect([await counter.pay('T1'), await counter.pay('T2')]).toEqual(['UNKNOW', 'SUCCESS'])
    await partner.clock.advance({ ms: 6_000 })
    await till.cancel('T1')
    const { state, paid_at: paidAt } = await partner.transactions.get('T1')
    expect([state, paidAt]).toEqual(['TRADE_CLOSED', null])
    expect(await counter.balance()).toBe(yuan(300 - price))
  })

  it('is refused beyond its daily and its monthly limit, until the next day and the next month', async () => {
    await using counter = await openCounter({ balance: '9000.00', daily_limit: '600.00', monthly_limit: '900.00' })
    const { partner } = counter
    const pays = async (...ids: string[]) => {
      const results: unknown[] = []
      for (const id of ids) results.push(await counter.pay(id))
      return results
    }
    expect(await pays('T1', 'T2', 'T3')).toEqual(['SUCCESS', 'SUCCESS', 'BUYER_PAYMENT_AMOUNT_DAY_LIMIT_ERROR'])
    await partner.clock.advance({ to: '2024-01-15 23:59:59' })
    expect(await pays('T4')).toEqual(['BUYER_PAYMENT_AMOUNT_DAY_LIMIT_ERROR'])
    await partner.clock.advance({ to: '2024-01-16 00:00:00' })
    expect(await pays('T5', 'T6')).toEqual(['SUCCESS', 'BUYER_PAYMENT_AMOUNT_MONTH_LIMIT_ERROR'])
    await partner.clock.advance({ to: '2024-02-01 00:00:00' })
    expect(await pays('T7', 'T8', 'T9')).toEqual(['SUCCESS', 'SUCCESS', 'BUYER_PAYMENT_AMOUNT_DAY_LIMIT_ERROR'])
  })

  it('gets no room within its limits back with the money', async () => {
    await using counter = await openCounter({ daily_limit: '300.00' })
    expect(await counter.pay('T1')).toBe('SUCCESS')
    await counter.till.cancel('T1')
    expect(await counter.balance()).toBe('1000.00')
    expect(await counter.pay('T2')).toBe('BUYER_PAYMENT_AMOUNT_DAY_LIMIT_ERROR')
  })

  it.each([
    ['blocked', { blocked: true }, 'BUYER_ENABLE_STATUS_FORBID'],
    ['risky', { risky: true }, 'PAYMENT_REQUEST_HAS_RISK'],
    ['poor', { balance: '280.87' }, 'BUYER_BALANCE_NOT_ENOUGH'],
  ])('that is %s pays nothing, and is told so', async (_, draft, error) => {
    await using counter = await openCounter(draft)
    const before = await counter.balance()
    expect(await counter.pay('T1')).toBe(error)
    expect([await counter.balance(), await counter.inbox()]).toEqual([before, ['refused by app', 'refused by sms']])
    expect((await counter.till.query('T1')).fields.error).toBe('TRADE_NOT_EXIST')
    await counter.change({ blocked: false, risky: false, balance: '280.88' })
    expect(await counter.pay('T1')).toBe('SUCCESS')
    expect(await counter.balance()).toBe('0.00')
  })

  it('of one payment never gives to fifty at once, each with a code of its own', async () => {
    await using counter = await openCounter({ balance: '300.00' })
    const codes = await Promise.all(Array.from({ length: 50 }, () => counter.code()))
    const results = await Promise.all(
      codes.map((buyer_identity_code, nth) => counter.pay(`T${nth}`, { buyer_identity_code })),
    )
    expect(results.filter((one) => one === 'SUCCESS')).toHaveLength(1)
    expect(await counter.balance()).toBe(yuan(300 - price))
  })
})

describe('a phone', () => {
  it('is told of all that happens to a payment', async () => {
    await using counter = await openCounter()
    const { till, partner } = counter
    await counter.pay('T1')
    await till.refund('T1', 'R1')
    await till.refund('T1', 'R2', { refund_amount: '29.25' })
    expect(await counter.inbox()).toEqual(
      ['paid', 'refunded', 'refunded'].flatMap((kind) => [`${kind} by app`, `${kind} by sms`]),
    )
    expect(await counter.balance()).toBe('1000.00')
    await counter.pay('T2')
    await till.cancel('T2')
    expect((await counter.inbox()).slice(6)).toEqual(
      ['paid', 'cancelled'].flatMap((kind) => [`${kind} by app`, `${kind} by sms`]),
    )
    const messages = await partner.buyers.inbox(counter.buyer.user_id)
    expect(messages.filter(({ channel }) => channel === 'app').map(({ text }) => text)).toEqual([
      'Paid: CNY 280.88 to Demo Cafe Airport (USD 39.25).',
      'Refunded: Demo Cafe Airport gave back CNY 71.56.',
      'Refunded: Demo Cafe Airport gave back CNY 209.32.',
      'Paid: CNY 280.88 to Demo Cafe Airport (USD 39.25).',
      'Cancelled: CNY 280.88 from Demo Cafe Airport is back in your account.',
    ])
  })

  it('is told that a payment has closed: by a cancel, or by itself after three minutes', async () => {
    await using counter = await openCounter({ password_above: '0.00' })
    const { till, partner } = counter
    await counter.pay('T1')
    await counter.pay('T2')
    await partner.clock.advance({ ms: 60_000 })
    await till.cancel('T1')
    await partner.clock.advance({ ms: 600_000 })
    const told = (await partner.buyers.inbox(counter.buyer.user_id)).slice(2)
    expect(told.filter(({ channel }) => channel === 'sms').map(({ kind, at }) => `${at.beijing} ${kind}`)).toEqual([
      '2024-01-15 12:01:00 cancelled unpaid',
      '2024-01-15 12:03:00 closed',
    ])
    expect(await counter.balance()).toBe('1000.00')
  })

  it('is told of a payment in the very moment of its cancel, and of both', async () => {
    await using counter = await openCounter()
    const { till, partner } = counter
    await partner.rules.put([{ id: 'race', match: { service: 'pay' }, behaviour: '0106' }])
    expect(await counter.pay('T1')).toBe('UNKNOW')
    expect((await till.cancel('T1')).fields.action).toBe('refund')
    expect(await counter.inbox()).toEqual([
      'password wanted by app',
      ...['paid by app', 'paid by sms', 'cancelled by app', 'cancelled by sms'],
    ])
    expect(await counter.balance()).toBe('1000.00')
  })

  it('has the money of a refund when it is done, not when it is asked for', async () => {
    await using counter = await openCounter()
    const { till, partner } = counter
    await counter.pay('T1')
    await partner.clock.advance({ to: '2024-01-16 12:00:00' })
    await till.refund('T1', 'R1', { is_sync: 'N' })
    expect(await counter.balance()).toBe(yuan(1_000 - price))
    await partner.clock.advance({ to: '2024-01-17 12:00:00' })
    expect(await counter.balance()).toBe(yuan(1_000 - price + 71.56))
    expect((await counter.inbox()).slice(2)).toEqual(['refund accepted by app', 'refunded by app', 'refunded by sms'])
  })
})

it('a reset takes the buyers away, and the same seed makes the same ones again', async () => {
  await using counter = await openCounter()
  const { partner, buyer } = counter
  const code = await counter.code()
  await counter.pay('T1')
  await partner.reset()
  expect(await partner.buyers.list()).toEqual([])
  await partner.clock.freeze('2024-01-15 12:00:00')
  expect(await partner.buyers.create({ language: 'en', balance: '1000.00' })).toEqual(buyer)
  expect(await counter.code()).toBe(code)
  expect(await counter.pay('T1', { buyer_identity_code: code })).toBe('SUCCESS')
})
