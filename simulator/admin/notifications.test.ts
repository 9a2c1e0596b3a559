import { describe, expect, it } from 'vitest'
import { type ControlRoom, openControlRoom } from '../../test/control-room.ts'
import { openReceiver } from '../../test/receiver.ts'
import { refusalOf } from '../../test/refusal.ts'

/** A paid trade whose notification falls due in a moment of a clock that stands still. */
async function payNotified(room: ControlRoom, url: string) {
  const partner = room.admin.partner()
  await partner.clock.freeze('2024-01-15 12:00:00')
  await room.till().pay('T1', { notify_url: url })
  const [made] = await partner.notifications.list()
  return { ...partner, id: made?.notify_id ?? expect.fail('no notification was made') }
}

describe('a notification', () => {
  it('is shown with what it says and every send of it', async () => {
    await using receiver = await openReceiver((outgoing, nth) => outgoing.end(nth === 0 ? 'busy' : 'success'))
    await using room = await openControlRoom()
    const { id, clock, notifications } = await payNotified(room, receiver.url)
    await clock.advance({ ms: 300_000 })
    expect(await notifications.get(id)).toMatchObject({
      notify_id: id,
      partner_trans_id: 'T1',
      notify_action_type: 'payByAccountAction',
      notify_url: receiver.url,
      charset: 'UTF-8',
      sign_type: 'MD5',
      state: 'acknowledged',
      plan: null,
      fields: { out_trade_no: 'T1', total_fee: '39.25' },
      attempts: [
        { at: { beijing: '2024-01-15 12:00:00' }, status: 200, said: 'busy', acknowledged: false },
        { at: { beijing: '2024-01-15 12:04:00' }, status: 200, said: 'success', acknowledged: true },
      ],
    })
    const count = async (filter: object) => (await notifications.list(filter)).length
    expect([await count({}), await count({ state: 'pending' }), await count({ partner_trans_id: 'T2' })]).toEqual([
      1, 0, 0,
    ])
    expect(await count({ state: 'acknowledged', partner_trans_id: 'T1', limit: 5 })).toBe(1)
  })

  it('runs its schedule of 25 hours in one advance: eight sends, then given up', async () => {
    await using receiver = await openReceiver((outgoing) => outgoing.end('no'))
    await using room = await openControlRoom()
    const { id, clock, notifications } = await payNotified(room, receiver.url)
    const { now } = await clock.advance({ ms: 25 * 3_600_000 })
    expect(now.beijing).toBe('2024-01-16 13:00:00')
    const { state, attempts } = await notifications.get(id)
    expect(state).toBe('given up')
    expect(attempts.map(({ at }) => at.beijing.slice(11))).toEqual([
      '12:00:00',
      '12:04:00',
      '12:14:00',
      '12:24:00',
      '13:24:00',
      '15:24:00',
      '21:24:00',
      '12:24:00',
    ])
    expect(receiver.posted).toHaveLength(8)
  })

  it('is sent again now, though the clock stands still and the receiver had taken it', async () => {
    await using receiver = await openReceiver()
    await using room = await openControlRoom()
    const { id, clock, notifications } = await payNotified(room, receiver.url)
    expect(await notifications.resend(id)).toMatchObject({ state: 'acknowledged', attempts: [{}] })
    expect((await notifications.resend(id)).attempts).toHaveLength(2)
    expect(receiver.posted.map(({ fields }) => fields.notify_id)).toEqual([id, id])
    // The send that was planned is done with.
    await clock.advance({ ms: 90_000_000 })
    expect(receiver.posted).toHaveLength(2)
  })

  it('goes on with its schedule after a resend that was not taken', async () => {
    await using receiver = await openReceiver((outgoing, nth) => outgoing.end(nth === 0 ? 'busy' : 'success'))
    await using room = await openControlRoom()
    const { id, clock, notifications } = await payNotified(room, receiver.url)
    expect(await notifications.resend(id)).toMatchObject({ state: 'pending', attempts: [{ said: 'busy' }] })
    await clock.advance({ ms: 240_000 })
    expect(await notifications.get(id)).toMatchObject({ state: 'acknowledged', attempts: [{}, {}] })
  })

  it('waits while it is held, and falls due when it is released', async () => {
    await using receiver = await openReceiver()
    await using room = await openControlRoom()
    const { id, clock, notifications } = await payNotified(room, receiver.url)
    expect(await notifications.hold(id)).toMatchObject({ state: 'held' })
    await clock.advance({ ms: 90_000_000 })
    expect(receiver.posted).toEqual([])
    expect(await refusalOf(notifications.resend(id))).toMatchObject({ code: 'ILLEGAL_TRANSITION', status: 409 })
    expect(await refusalOf(notifications.hold(id))).toMatchObject({ code: 'ILLEGAL_TRANSITION' })
    expect(await notifications.release(id)).toMatchObject({ state: 'pending', attempts: [] })
    await clock.run()
    await expect.poll(() => receiver.posted.length).toBe(1)
    await expect.poll(async () => (await notifications.get(id)).state).toBe('acknowledged')
    expect(await refusalOf(notifications.release(id))).toMatchObject({ code: 'ILLEGAL_TRANSITION' })
  })

  it('of another partner is not found', async () => {
    await using receiver = await openReceiver()
    await using room = await openControlRoom()
    const { id } = await payNotified(room, receiver.url)
    const { notifications } = room.admin.partner((await room.admin.partners.create()).pid)
    for (const call of [notifications.get, notifications.resend, notifications.hold, notifications.release])
      expect(await refusalOf(call(id))).toMatchObject({ code: 'NOT_FOUND' })
  })
})
