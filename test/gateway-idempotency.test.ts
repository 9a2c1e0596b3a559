import { describe, expect, it } from 'vitest'
import { openShop, type Shop } from './shop.ts'
import { cancelFields, type Fields, payFields, pid, queryFields, refundFields, type Told } from './signed-call.ts'

const resultOf = ({ fields }: Told) => fields.error ?? fields.result_code
const together = (shop: Shop, count: number, fieldsOf: (i: number) => Fields): Promise<Told[]> =>
  Promise.all(Array.from({ length: count }, (_, i) => shop.ask(fieldsOf(i))))
const tally = (answers: readonly Told[]) => {
  const counts: Record<string, number> = {}
  for (const told of answers) counts[resultOf(told) ?? ''] = (counts[resultOf(told) ?? ''] ?? 0) + 1
  return counts
}
const tradeOf = (shop: Shop, partnerTransId: string) => shop.simulator.store.trade(pid, { partnerTransId })

describe('a payment asked for again', () => {
  it('is told as it was, byte by byte, and debited once', async () => {
    await using shop = await openShop()
    const first = await shop.ask(payFields('T1'))
    await shop.advance(86_400_000)
    const again = await shop.ask(payFields('T1'))
    expect(again.bytes).toEqual(first.bytes)
    expect(await tradeOf(shop, 'T1')).toHaveProperty('version', 1)
  })

  it('200 times at once is debited once, and every answer is the same', async () => {
    await using shop = await openShop()
    const answers = await together(shop, 200, () => payFields('T1'))
    expect(tally(answers)).toEqual({ SUCCESS: 200 })
    expect(new Set(answers.map(({ bytes }) => bytes.toString())).size).toBe(1)
    expect(await tradeOf(shop, 'T1')).toHaveProperty('version', 1)
    expect(await shop.exchanges()).toHaveLength(200)
  })

  it.each([
    ['by another buyer', { buyer_identity_code: '287654321098765433' }, 'TRADE_BUYER_NOT_MATCH'],
    ['over another amount', { trans_amount: '39.26' }, 'CONTEXT_INCONSISTENT'],
    ['in another currency', { currency: 'EUR' }, 'CONTEXT_INCONSISTENT'],
    ['under another name of the goods', { trans_name: 'Tea' }, 'SUCCESS'],
    ['written otherwise', { trans_amount: '039.25', identity_code_type: 'QRcode', quantity: '1' }, 'SUCCESS'],
  ])('%s: %s', async (_, changes, result) => {
    await using shop = await openShop()
    const first = await shop.ask(payFields('T1'))
    const again = await shop.ask(payFields('T1', changes))
    expect(resultOf(again)).toBe(result)
    expect(again.fields.alipay_trans_id).toBe(first.fields.alipay_trans_id)
    expect(await tradeOf(shop, 'T1')).toMatchObject({ version: 1, subject: 'Coffee', price: { amount: 3_925 } })
  })
})

describe('cancel and pay', () => {
  it('a payment that arrives after its cancel finds the ID closed', async () => {
    await using shop = await openShop()
    expect(resultOf(await shop.ask(cancelFields('T1')))).toBe('SUCCESS')
    expect((await shop.ask(payFields('T1'))).fields).toEqual({ result_code: 'FAILED', error: 'TRADE_HAS_CLOSE' })
    expect(resultOf(await shop.ask(queryFields('T1')))).toBe('TRADE_NOT_EXIST')
    expect(resultOf(await shop.ask(payFields('T2')))).toBe('SUCCESS')
  })

  it('that race end without money at the merchant, whoever is first', async () => {
    await using shop = await openShop()
    for (let i = 0; i < 20; i++) {
      const id = `T${i}`
      const [pay, cancel] = await Promise.all([shop.ask(payFields(id)), shop.ask(cancelFields(id))])
      expect(resultOf(cancel)).toBe('SUCCESS')
      const status = (await shop.ask(queryFields(id))).fields
      if (resultOf(pay) === 'SUCCESS') {
        expect(cancel.fields.action).toBe('refund')
        expect(status).toMatchObject({ alipay_trans_status: 'TRADE_CLOSED', refund_amount_cny: '280.88' })
      } else expect([resultOf(pay), status.error]).toEqual(['TRADE_HAS_CLOSE', 'TRADE_NOT_EXIST'])
    }
  })

  it('100 cancels at once give back once', async () => {
    await using shop = await openShop()
    await shop.ask(payFields('T1'))
    const answers = await together(shop, 100, () => cancelFields('T1'))
    expect(tally(answers)).toEqual({ SUCCESS: 100 })
    expect(answers.filter(({ fields }) => fields.action === 'refund')).toHaveLength(1)
    expect(await tradeOf(shop, 'T1')).toHaveProperty('version', 2)
  })
})

describe('refunds', () => {
  it('100 times the same at once give back once', async () => {
    await using shop = await openShop()
    await shop.ask(payFields('T1'))
    const answers = await together(shop, 100, () => refundFields('T1', 'R1'))
    expect(tally(answers)).toEqual({ SUCCESS: 100 })
    expect(new Set(answers.map(({ bytes }) => bytes.toString())).size).toBe(1)
    expect((await shop.ask(queryFields('T1'))).fields.refund_amount_cny).toBe('71.56')
  })

  it('100 of different IDs at once never give back more than was paid', async () => {
    await using shop = await openShop()
    await shop.ask(payFields('T1'))
    const answers = await together(shop, 100, (i) => refundFields('T1', `R${i}`))
    expect(tally(answers)).toEqual({ SUCCESS: 3, RETURN_AMOUNT_EXCEED: 97 })
    expect(resultOf(await shop.ask(refundFields('T1', 'last', { refund_amount: '9.25' })))).toBe('SUCCESS')
    expect((await shop.ask(queryFields('T1'))).fields).toMatchObject({
      alipay_trans_status: 'TRADE_CLOSED',
      refund_amount_cny: '280.88',
    })
  })

  it('of one ID for two payments at once: one of them has it', async () => {
    await using shop = await openShop()
    for (const id of ['T1', 'T2']) await shop.ask(payFields(id))
    const answers = await together(shop, 20, (i) => refundFields(i % 2 === 0 ? 'T1' : 'T2', 'R1'))
    expect(tally(answers)).toEqual({ SUCCESS: 10, DISCORDANT_REPEAT_REQUEST: 10 })
  })

  it('and a cancel at once: the money goes back one way only', async () => {
    await using shop = await openShop()
    for (let i = 0; i < 20; i++) {
      await shop.ask(payFields(`T${i}`))
      const whole = refundFields(`T${i}`, `R${i}`, { refund_amount: '39.25' })
      const results = (await Promise.all([shop.ask(whole), shop.ask(cancelFields(`T${i}`))])).map(resultOf)
      expect([
        ['SUCCESS', 'REASON_TRADE_REFUND_FEE_ERR'],
        ['TRADE_HAS_CLOSE', 'SUCCESS'],
      ]).toContainEqual(results)
    }
  })
})
