import { describe, expect, it } from 'vitest'
import { openControlRoom } from '../../test/control-room.ts'
import { refusalOf } from '../../test/refusal.ts'

describe('a buyer', () => {
  it('shows a code, pays with it, and is told so on the phone', async () => {
    await using room = await openControlRoom()
    const { buyers, transactions, clock } = room.admin.partner()
    await clock.freeze('2024-01-15 12:00:00')
    const made = await buyers.create({ language: 'en', balance: '1000.00', password_above: null })
    const { code, expires_at: expiresAt } = await buyers.code(made.user_id)
    expect(expiresAt.beijing).toBe('2024-01-15 12:01:00')
    await room.till().pay('T1', { buyer_identity_code: code })
    const { buyer, trans_amount_cny: paid } = await transactions.get('T1')
    expect(buyer).toMatchObject({ alipay_buyer_user_id: made.user_id, alipay_buyer_login_id: made.login_id })
    const left = (Number(made.balance) - Number(paid.amount)).toFixed(2)
    expect(await buyers.get(made.user_id)).toEqual({ ...made, balance: left })
    const inbox = await buyers.inbox(made.user_id)
    expect(inbox.map(({ channel, kind }) => `${kind} by ${channel}`)).toEqual(['paid by app', 'paid by sms'])
    // A state that is forced moves money like any other.
    await transactions.force('T1', 'closed')
    expect(await buyers.get(made.user_id)).toEqual(made)
  })

  it('is changed by what is given, and loses a limit by null', async () => {
    await using room = await openControlRoom()
    const { buyers } = room.admin.partner()
    const { user_id: id, ...made } = await buyers.create({ daily_limit: '10.00' })
    expect(await buyers.change(id, { blocked: true, daily_limit: null })).toEqual({
      ...made,
      user_id: id,
      blocked: true,
      daily_limit: null,
    })
    expect(await buyers.list()).toHaveLength(1)
  })

  it('of another partner, or of nobody, is not found', async () => {
    await using room = await openControlRoom()
    const { user_id: id } = await room.admin.partner().buyers.create()
    const { buyers } = room.admin.partner((await room.admin.partners.create()).pid)
    for (const call of [buyers.get, (user: string) => buyers.change(user, {}), buyers.code, buyers.inbox])
      expect(await refusalOf(call(id))).toMatchObject({ code: 'NOT_FOUND', status: 404 })
    expect(await buyers.list()).toEqual([])
  })

  it('is not made with an amount that is none', async () => {
    await using room = await openControlRoom()
    const { buyers } = room.admin.partner()
    for (const balance of ['-1.00', '1.234', 'rich', ''])
      expect(await refusalOf(buyers.create({ balance }))).toMatchObject({ status: 400, fields: ['balance'] })
    expect(await buyers.list()).toEqual([])
  })

  it('is gone after a reset', async () => {
    await using room = await openControlRoom()
    const partner = room.admin.partner()
    await partner.buyers.create()
    await partner.reset()
    expect(await partner.buyers.list()).toEqual([])
  })
})
