/** What a buyer's phone is told, in the app and by SMS, and when: paid over the wire, looked at through the control API. */
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { money } from '../protocol/money.ts'
import type { PartnerAdmin } from '../simulator/admin/client/index.ts'
import type { SimulatorOptions } from '../simulator/simulator-options.ts'
import type { Sms } from '../simulator/wallet/sms-port.ts'
import { openControlRoom } from './control-room.ts'
import { opening, openShop } from './shop.ts'
import { type Fields, payFields } from './signed-call.ts'

/** A partner whose clock stands still at noon, and a buyer with a phone. */
async function openPhone(draft: Parameters<PartnerAdmin['buyers']['create']>[0] = {}, options: SimulatorOptions = {}) {
  const room = await openControlRoom(options)
  const partner = room.admin.partner()
  await partner.clock.freeze('2024-01-15 12:00:00')
  const buyer = await partner.buyers.create({ language: 'en', balance: '1000.00', ...draft })
  const till = room.till()
  const inbox = () => partner.buyers.inbox(buyer.user_id)
  return {
    ...{ room, partner, buyer, till, inbox },
    pay: async (id: string, changes: Fields = {}) =>
      till.pay(id, { buyer_identity_code: (await partner.buyers.code(buyer.user_id)).code, ...changes }),
    told: async () =>
      (await inbox())
        .filter(({ channel }) => channel === 'app')
        .map(({ kind, at }) => `${at.beijing.slice(5)} ${kind}`),
    [Symbol.asyncDispose]: () => room[Symbol.asyncDispose](),
  }
}

describe('a phone', () => {
  it('hears that the time to pay is over in that moment, and the trade is closed from then on', async () => {
    const sent: Sms[] = []
    await using phone = await openPhone({ password_above: '0.00' }, { sms: (sms) => void sent.push(sms) })
    const { partner, buyer, pay, told } = phone
    const { fields } = await pay('T1')
    await partner.clock.advance({ ms: 179_999 })
    expect(sent).toEqual([])
    await partner.clock.advance({ ms: 1 })
    expect(sent).toEqual([
      {
        partner: (await partner.get()).pid,
        userId: buyer.user_id,
        loginId: buyer.login_id,
        at: Date.UTC(2024, 0, 15, 4, 3),
        kind: 'closed',
        text: 'Closed: you did not pay Demo Cafe Airport in time.',
        alipayTransId: fields.alipay_trans_id,
      },
    ])
    expect(await told()).toEqual(['01-15 12:00:00 password wanted', '01-15 12:03:00 closed'])
    expect((await partner.transactions.list({ state: 'TRADE_CLOSED' })).transactions).toHaveLength(1)
    await partner.clock.advance({ ms: 600_000 })
    expect(sent).toHaveLength(1)
  })

  it('does not, when it was paid in time', async () => {
    await using phone = await openPhone({ password_above: '0.00' })
    const { partner, pay, told } = phone
    await pay('T1')
    await partner.transactions.force('T1', 'paid')
    const paid = await partner.transactions.get('T1')
    await partner.clock.advance({ ms: 600_000 })
    expect(await partner.transactions.get('T1')).toEqual(paid)
    expect(await told()).toEqual(['01-15 12:00:00 password wanted', '01-15 12:00:00 paid'])
  })

  it.each<[string, Parameters<PartnerAdmin['buyers']['create']>[0], string]>([
    ['poor', { balance: '1.00' }, 'your balance is too low'],
    ['blocked', { blocked: true }, 'your account is blocked'],
    ['over the limit', { daily_limit: '1.00' }, 'it exceeds your limit of today'],
  ])('of an account that is %s hears why it was refused, though there is no trade', async (_, draft, reason) => {
    await using phone = await openPhone(draft)
    await phone.pay('T1')
    const message = {
      at: expect.objectContaining({ beijing: '2024-01-15 12:00:00' }),
      kind: 'refused',
      text: `Not paid: ${reason}. Demo Cafe Airport got nothing of USD 39.25.`,
      alipay_trans_id: null,
    }
    expect(await phone.inbox()).toEqual([
      { channel: 'app', ...message },
      { channel: 'sms', ...message },
    ])
  })

  it.each<[string, string[]]>([
    ['0206', ['refused']],
    ['0104', ['password wanted', 'refused']],
    ['0105', ['password wanted', 'refused']],
    ['0108', ['password wanted', 'refused']],
    ['0204', []],
    ['0301', ['paid']],
    ['0201', []],
  ])(
    'of a buyer who meets behaviour %s hears what became of the money, and nothing of the way',
    async (behaviour, kinds) => {
      await using phone = await openPhone()
      const { partner, pay, inbox } = phone
      await partner.rules.put([{ id: 'one', match: { service: 'pay' }, behaviour }])
      await pay('T1')
      await partner.clock.advance({ ms: 170_000 })
      expect((await inbox()).filter(({ channel }) => channel === 'app').map(({ kind }) => kind)).toEqual(kinds)
    },
  )

  it('hears that it paid, though the till was told that it did not', async () => {
    await using phone = await openPhone()
    const plan = { kind: 'misreported', code: 'BUYER_BALANCE_NOT_ENOUGH', level: 'business' } as const
    await phone.partner.rules.put([{ match: { service: 'pay' }, play: { plan } }])
    expect((await phone.pay('T1')).fields.error).toBe('BUYER_BALANCE_NOT_ENOUGH')
    expect(await phone.told()).toEqual(['01-15 12:00:00 paid'])
  })

  it('hears of a refund for later when it is accepted, and when it is done', async () => {
    await using phone = await openPhone()
    const { partner, till, pay, told } = phone
    await pay('T1')
    await partner.clock.advance({ to: '2024-01-16 12:00:00' })
    await till.refund('T1', 'R1', { is_sync: 'N' })
    expect((await told()).slice(1)).toEqual(['01-16 12:00:00 refund accepted'])
    await partner.clock.advance({ to: '2024-01-17 12:00:00' })
    expect((await told()).slice(2)).toEqual([expect.stringMatching(/^01-1[67] (?:23|0[0-4]):\d\d:\d\d refunded$/)])
  })

  it('hears of a refund that failed for want of funds after half a year', async () => {
    await using phone = await openPhone()
    const { partner, till, pay, told } = phone
    await pay('T1')
    await partner.clock.advance({ to: '2024-01-16 12:00:00' })
    await partner.change({ funded: false })
    await till.refund('T1', 'R1', { is_sync: 'N' })
    await partner.clock.advance({ to: '2024-08-01 12:00:00' })
    expect((await told()).map((line) => line.slice(15))).toEqual(['paid', 'refund accepted', 'refund failed'])
  })
})

it('a phone hears of the end of a payment though the simulator was away at that moment, as of then', async () => {
  const state = join(await mkdtemp(join(tmpdir(), 'phone-')), 'state.sqlite')
  const draft = { language: 'en', balance: money(100_000, 'CNY'), passwordAbove: money(0, 'CNY') } as const
  const userId = await (async () => {
    await using shop = await openShop({ state })
    const { wallet } = shop.simulator.partner
    const buyer = await wallet.add(draft)
    await shop.ask(payFields('T1', { buyer_identity_code: wallet.issueCode(buyer.userId)?.code }))
    return buyer.userId
  })()
  await using shop = await openShop({ state }, opening + 600_000)
  await shop.advance(1)
  expect(
    shop.simulator.partner.wallet.inbox(userId).map(({ at, kind, channel }) => `${at - opening} ${kind} ${channel}`),
  ).toEqual(['0 password wanted app', '180000 closed app', '180000 closed sms'])
})

it('an SMS sink that fails is told of, and stops nothing', async () => {
  const errors: unknown[] = []
  const failing = [
    () => {
      throw new Error('no network')
    },
    () => Promise.reject(new Error('no network')),
  ]
  for (const sms of failing) {
    await using phone = await openPhone({}, { sms, onError: (error) => void errors.push(error) })
    expect((await phone.pay('T1')).fields.result_code).toBe('SUCCESS')
    expect((await phone.inbox()).map(({ channel }) => channel)).toEqual(['app', 'sms'])
  }
  expect(errors.map(String)).toEqual(['Error: no network', 'Error: no network'])
})
