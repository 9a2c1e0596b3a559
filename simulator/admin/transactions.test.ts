import { describe, expect, it } from 'vitest'
import { openControlRoom } from '../../test/control-room.ts'
import { openReceiver } from '../../test/receiver.ts'
import { refusalOf } from '../../test/refusal.ts'
import { pid } from '../../test/signed-call.ts'

const neverEntered = { buyer_identity_code: '280001030000000001' }

describe('a transaction', () => {
  it('is shown in the names of the protocol, with decimal amounts and without the payment code', async () => {
    await using room = await openControlRoom()
    const partner = room.admin.partner()
    await partner.clock.freeze('2024-01-15T02:30:00Z')
    const { fields } = await room.till().pay('A/B%?x 1', { currency: 'JPY', trans_amount: '1200' })
    await room.till().refund('A/B%?x 1', 'R1', { currency: 'JPY', refund_amount: '200' })
    const shown = await partner.transactions.get('A/B%?x 1')
    expect(shown).toMatchObject({
      partner: pid,
      partner_trans_id: 'A/B%?x 1',
      alipay_trans_id: fields.alipay_trans_id,
      state: 'TRADE_SUCCESS',
      closed_by: null,
      version: 2,
      trans_amount: { amount: '1200', currency: 'JPY' },
      forex_total_fee: { amount: '1200', currency: 'JPY' },
      trans_amount_cny: { amount: fields.trans_amount_cny, currency: 'CNY' },
      buyer: { alipay_buyer_user_id: fields.alipay_buyer_user_id },
      buyer_identity_code: '28765432********32',
      shop: { store_id: 'ST01', terminal_id: null },
      behaviour: 'default',
      created_at: { iso: '2024-01-15T02:30:00.000Z', beijing: '2024-01-15 10:30:00' },
      paid_at: { beijing: '2024-01-15 10:30:00' },
      expires_at: null,
      refunds: [
        { partner_refund_id: 'R1', refund_amount: { amount: '200', currency: 'JPY' }, state: 'done', due_at: null },
      ],
    })
    expect(await partner.transactions.get(shown.alipay_trans_id)).toEqual(shown)
  })

  it('is listed by state as it is now, page by page', async () => {
    await using room = await openControlRoom()
    const { clock, transactions } = room.admin.partner()
    await clock.freeze('2024-01-15 12:00:00')
    for (const id of ['T1', 'T2', 'T3', 'T4', 'T5']) await room.till().pay(id, id < 'T3' ? neverEntered : {})
    const ids = async (filter: Parameters<typeof transactions.list>[0]) => {
      const { transactions: page, next } = await transactions.list(filter)
      return [page.map(({ partner_trans_id: id }) => id), next === null ? 'last' : 'more']
    }
    expect(await ids({})).toEqual([['T1', 'T2', 'T3', 'T4', 'T5'], 'last'])
    expect(await ids({ state: 'WAIT_BUYER_PAY' })).toEqual([['T1', 'T2'], 'last'])
    // Nobody touched them: time alone closes them.
    await clock.advance({ ms: 200_000 })
    expect(await ids({ state: 'WAIT_BUYER_PAY' })).toEqual([[], 'last'])
    expect(await ids({ state: 'TRADE_CLOSED' })).toEqual([['T1', 'T2'], 'last'])
    expect(await ids({ partner_trans_id: 'T4' })).toEqual([['T4'], 'last'])
    expect(await ids({ partner_trans_id: 'T4', state: 'TRADE_CLOSED' })).toEqual([[], 'last'])

    const paged: string[] = []
    let cursor: string | undefined
    do {
      const page = await transactions.list({ limit: 1, state: 'TRADE_SUCCESS', cursor })
      paged.push(...page.transactions.map(({ partner_trans_id: id }) => id))
      cursor = page.next ?? undefined
    } while (cursor !== undefined)
    expect(paged).toEqual(['T3', 'T4', 'T5'])
  })

  it('that nobody knows, or that was cancelled before it came, is not found', async () => {
    await using room = await openControlRoom()
    const { transactions } = room.admin.partner()
    await room.till().cancel('T9')
    for (const id of ['T8', 'T9']) expect(await refusalOf(transactions.get(id))).toMatchObject({ code: 'NOT_FOUND' })
    expect(await refusalOf(transactions.force('T9', 'paid'))).toMatchObject({ code: 'NOT_FOUND', status: 404 })
    expect(await refusalOf(transactions.list({ state: 'PAID' as never }))).toMatchObject({
      status: 400,
      fields: ['state'],
    })
    expect(await refusalOf(transactions.list({ limit: 0 }))).toMatchObject({ status: 400, fields: ['limit'] })
  })
})

describe('a state that is forced', () => {
  it('pays, with the notification that belongs to it', async () => {
    await using receiver = await openReceiver()
    await using room = await openControlRoom()
    const { transactions, notifications, exchanges: _, clock } = room.admin.partner()
    await clock.freeze('2024-01-15 12:00:00')
    await room.till().pay('T1', { ...neverEntered, notify_url: receiver.url })
    expect(await transactions.force('T1', 'paid')).toMatchObject({ state: 'TRADE_SUCCESS', version: 2 })
    expect((await room.till().query('T1')).fields).toMatchObject({ alipay_trans_status: 'TRADE_SUCCESS' })
    expect(await notifications.list()).toMatchObject([{ partner_trans_id: 'T1', state: 'pending', attempts: [] }])
    await clock.advance({ ms: 0 })
    expect(receiver.posted.map(({ fields }) => fields.trade_status)).toEqual(['TRADE_SUCCESS'])
    // What the buyer had planned is off.
    await clock.advance({ ms: 1_000_000 })
    expect(await transactions.get('T1')).toMatchObject({ state: 'TRADE_SUCCESS', version: 2 })
  })

  it('is sent about by itself while the clock runs', async () => {
    await using receiver = await openReceiver()
    await using room = await openControlRoom()
    const { transactions, notifications } = room.admin.partner()
    await room.till().pay('T1', { ...neverEntered, notify_url: receiver.url })
    await transactions.force('T1', 'paid')
    await expect.poll(() => receiver.posted.length).toBe(1)
    await expect.poll(async () => (await notifications.list()).map(({ state }) => state)).toEqual(['acknowledged'])
  })

  it('leaves nothing for the buyer to do later', async () => {
    await using room = await openControlRoom()
    await room.till().pay('T1', { buyer_identity_code: '280001020000000001' })
    expect(await room.simulator.store.nextDue(pid)).toBeGreaterThan(0)
    await room.admin.partner().transactions.force('T1', 'declined')
    expect(await room.simulator.store.nextDue(pid)).toBeUndefined()
  })

  it('declines, and a payment that was made before can be closed as a cancel would', async () => {
    await using room = await openControlRoom()
    const { transactions } = room.admin.partner()
    for (const id of ['T1', 'T2', 'T3']) await room.till().pay(id, id === 'T3' ? {} : neverEntered)
    expect(await transactions.force('T1', 'declined')).toMatchObject({ state: 'TRADE_CLOSED', closed_by: 'refused' })
    expect(await transactions.force('T2', 'closed')).toMatchObject({ closed_by: 'cancel', paid_at: null })
    expect(await transactions.force('T3', 'closed')).toMatchObject({ closed_by: 'cancel', refund_amount_cny: {} })
    expect((await transactions.get('T3')).paid_at).not.toBeNull()
  })

  it.each([
    ['paid', 'paid', 'TRADE_SUCCESS'],
    ['paid', 'declined', 'TRADE_SUCCESS'],
    ['declined', 'paid', 'TRADE_CLOSED'],
    ['closed', 'closed', 'TRADE_CLOSED'],
  ] as const)('stays %s when it cannot become %s', async (first, then, state) => {
    await using room = await openControlRoom()
    const { transactions } = room.admin.partner()
    await room.till().pay('T1', neverEntered)
    await transactions.force('T1', first)
    expect(await refusalOf(transactions.force('T1', then))).toEqual({
      code: 'ILLEGAL_TRANSITION',
      status: 409,
      fields: ['to'],
    })
    expect(await transactions.get('T1')).toMatchObject({ state, version: 2 })
  })

  it('moves nothing when the ledger would not cancel: part of it was given back already', async () => {
    await using room = await openControlRoom()
    const { transactions } = room.admin.partner()
    await room.till().pay('T1')
    await room.till().refund('T1', 'R1')
    expect(await refusalOf(transactions.force('T1', 'closed'))).toMatchObject({ code: 'ILLEGAL_TRANSITION' })
    expect(await refusalOf(transactions.force('T1', 'stolen' as never))).toMatchObject({ status: 400, fields: ['to'] })
  })
})
