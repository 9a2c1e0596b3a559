/** A notification that waits to be overtaken, and all that can happen to it meanwhile. */
import { describe, expect, it } from 'vitest'
import { openControlRoom } from './control-room.ts'
import { openReceiver } from './receiver.ts'

/** A partner whose clock stands still, and a receiver that acknowledges unless it is told not to. */
async function openCounter() {
  const receiver = await openReceiver((outgoing, nth) =>
    outgoing.end(receiver.posted[nth]?.fields.subject === 'deaf' ? 'fail' : 'success'),
  )
  const room = await openControlRoom()
  const partner = room.admin.partner()
  const begin = () => partner.clock.freeze('2024-01-15 12:00:00')
  await begin()
  const till = room.till()
  const notify_url = receiver.url
  return {
    ...{ partner, begin },
    /** Its notification goes out of order. */
    odd: (id: string) => till.pay(id, { notify_url, buyer_identity_code: '2800050812345678' }),
    plain: (id: string, trans_name = 'Coffee') => till.pay(id, { notify_url, trans_name }),
    refund: (id: string) => till.refund(id, `R-${id}`, { notify_url, is_sync: 'N' }),
    advance: (ms: number) => partner.clock.advance({ ms }),
    idOf: async (id: string) => (await partner.notifications.list({ partner_trans_id: id }))[0]?.notify_id ?? '',
    /** In the order in which they came. */
    told: () =>
      receiver.posted.map(({ fields: { notify_action_type, out_trade_no } }) =>
        notify_action_type === 'refundFPAction' ? `refund ${out_trade_no}` : out_trade_no,
      ),
    async [Symbol.asyncDispose]() {
      await room[Symbol.asyncDispose]()
      await receiver[Symbol.asyncDispose]()
    },
  }
}

describe('a notification out of order', () => {
  it('goes out behind the next one of its partner', async () => {
    await using counter = await openCounter()
    await counter.odd('T1')
    await counter.advance(1_000)
    await counter.plain('T2')
    await counter.plain('T3')
    await counter.advance(1_000)
    expect(counter.told()).toEqual(['T2', 'T3', 'T1'])
    await counter.advance(90_000_000)
    expect(counter.told()).toHaveLength(3)
  })

  it('goes out behind the next one that is out of order, too: that one is not held', async () => {
    await using counter = await openCounter()
    for (const id of ['T1', 'T2', 'T3']) {
      await counter.odd(id)
      await counter.advance(1_000)
    }
    expect(counter.told()).toEqual(['T2', 'T1'])
    await counter.advance(30_000)
    expect(counter.told()).toEqual(['T2', 'T1', 'T3'])
  })

  it('of a payment is overtaken by its own refund, be it asked for in the same moment', async () => {
    await using counter = await openCounter()
    await counter.odd('T1')
    await counter.refund('T1')
    await counter.advance(1_000)
    expect(counter.told()).toEqual(['refund T1', 'T1'])
  })

  it('goes out when nothing overtakes it for thirty seconds', async () => {
    await using counter = await openCounter()
    await counter.odd('T1')
    await counter.advance(29_999)
    expect(counter.told()).toEqual([])
    await counter.advance(1)
    expect(counter.told()).toEqual(['T1'])
  })

  it('is overtaken by no repeat of an older one', async () => {
    await using counter = await openCounter()
    await counter.plain('T1', 'deaf')
    await counter.advance(239_000)
    await counter.odd('T2')
    await counter.advance(2_000)
    expect(counter.told()).toEqual(['T1', 'T1'])
    await counter.plain('T3')
    await counter.advance(1_000)
    expect(counter.told()).toEqual(['T1', 'T1', 'T3', 'T2'])
  })

  it('goes out at once when it is sent by hand, and not a second time', async () => {
    await using counter = await openCounter()
    await counter.odd('T1')
    await counter.advance(1_000)
    await counter.partner.notifications.resend(await counter.idOf('T1'))
    expect(counter.told()).toEqual(['T1'])
    await counter.plain('T2')
    await counter.advance(60_000)
    expect(counter.told()).toEqual(['T1', 'T2'])
  })

  it('that is held by hand is overtaken and stays, until it is released', async () => {
    await using counter = await openCounter()
    const { notifications } = counter.partner
    await counter.odd('T1')
    await counter.advance(1_000)
    const id = await counter.idOf('T1')
    await notifications.hold(id)
    await counter.plain('T2')
    await counter.advance(60_000)
    expect(counter.told()).toEqual(['T2'])
    await notifications.release(id)
    await counter.advance(1_000)
    expect(counter.told()).toEqual(['T2', 'T1'])
  })

  it('waits, too, when the other one that waited is held by hand', async () => {
    await using counter = await openCounter()
    await counter.odd('T1')
    await counter.advance(1_000)
    await counter.partner.notifications.hold(await counter.idOf('T1'))
    await counter.odd('T2')
    await counter.advance(1_000)
    expect(counter.told()).toEqual([])
    await counter.plain('T3')
    await counter.advance(1_000)
    expect(counter.told()).toEqual(['T3', 'T2'])
  })

  it('is forgotten by a reset, and the same sale is held back anew', async () => {
    await using counter = await openCounter()
    await counter.odd('T1')
    await counter.advance(1_000)
    const before = await counter.idOf('T1')
    await counter.partner.reset()
    await counter.begin()
    await counter.odd('T1')
    await counter.advance(1_000)
    expect([await counter.idOf('T1'), counter.told()]).toEqual([before, []])
    await counter.plain('T2')
    await counter.advance(1_000)
    expect(counter.told()).toEqual(['T2', 'T1'])
  })
})
