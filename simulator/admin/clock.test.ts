import { describe, expect, it } from 'vitest'
import { openControlRoom } from '../../test/control-room.ts'
import { openReceiver } from '../../test/receiver.ts'
import { refusalOf } from '../../test/refusal.ts'

describe("a partner's clock", () => {
  it('stands still where it is told to, moves by a distance or to a time, and runs on', async () => {
    await using room = await openControlRoom()
    const { clock } = room.admin.partner()
    expect(await clock.get()).toMatchObject({ mode: 'running', scale: 1 })
    const frozen = await clock.freeze()
    expect(await clock.get()).toEqual({ ...frozen, mode: 'frozen' })
    expect((await clock.freeze('2024-02-28 23:59:59')).now.iso).toBe('2024-02-28T15:59:59.000Z')
    expect((await clock.advance({ ms: 1_000 })).now.beijing).toBe('2024-02-29 00:00:00')
    expect((await clock.advance({ to: '2024-03-01T12:00:00+08:00' })).now.beijing).toBe('2024-03-01 12:00:00')
    expect(await clock.run(60)).toMatchObject({ mode: 'running', scale: 60 })
    expect(Date.parse((await clock.get()).now.iso)).toBeGreaterThanOrEqual(Date.UTC(2024, 2, 1, 4))
  })

  it('is the one that its answers and trades have, and nobody else notices', async () => {
    await using room = await openControlRoom()
    const other = await room.admin.partners.create()
    await room.admin.partner(other.pid).clock.freeze('2031-05-01 08:00:00')
    await room.till(other).pay('T1')
    await room.till().pay('T1')
    expect((await room.till(other).query('T1')).fields.alipay_pay_time).toBe('20310501080000')
    expect(await room.admin.partner().clock.get()).toMatchObject({ mode: 'running' })
  })

  it('that is moved twice at once goes both ways', async () => {
    await using room = await openControlRoom()
    const { clock } = room.admin.partner()
    await clock.freeze('2024-01-15 12:00:00')
    await Promise.all([clock.advance({ ms: 1_000 }), clock.advance({ ms: 2_000 }), clock.advance({ ms: 4_000 })])
    expect((await clock.get()).now.beijing).toBe('2024-01-15 12:00:07')
  })

  it('that is reset while it moves runs with the wall clock afterwards', async () => {
    await using receiver = await openReceiver((outgoing) => outgoing.end('no'))
    await using room = await openControlRoom()
    const partner = room.admin.partner()
    await partner.clock.freeze('2024-01-15 12:00:00')
    await room.till().pay('T1', { notify_url: receiver.url })
    await Promise.all([partner.clock.advance({ ms: 25 * 3_600_000 }), partner.reset()])
    expect(await partner.clock.get()).toMatchObject({ mode: 'running', scale: 1 })
    expect(await partner.notifications.list()).toEqual([])
  })

  it.each([
    ['advance', { ms: 1 }, 'CLOCK_RUNS', 409, ['ms']],
    ['advance', { to: '2090-01-01 00:00:00' }, 'CLOCK_RUNS', 409, ['to']],
    ['advance', {}, 'INVALID_REQUEST', 400, ['ms']],
    ['advance', { ms: 1, to: '2090-01-01 00:00:00' }, 'INVALID_REQUEST', 400, ['ms']],
    ['advance', { ms: -1 }, 'INVALID_REQUEST', 400, ['ms']],
    ['advance', { ms: 1.5 }, 'INVALID_REQUEST', 400, ['ms']],
    ['freeze', { at: 'noon' }, 'INVALID_REQUEST', 400, ['at']],
    ['freeze', { at: '2023-02-29 12:00:00' }, 'INVALID_REQUEST', 400, ['at']],
    ['freeze', { at: '1969-01-01 12:00:00' }, 'INVALID_REQUEST', 400, ['at']],
    ['run', { scale: 0 }, 'INVALID_REQUEST', 400, ['scale']],
    ['run', { scale: -2 }, 'INVALID_REQUEST', 400, ['scale']],
  ] as const)('does not %s with %j, and runs on', async (verb, body, code, status, fields) => {
    await using room = await openControlRoom()
    const call = room.admin.call(`clock.${verb}`, { path: { pid: 'default' }, body })
    expect(await refusalOf(call)).toEqual({ code, status, fields })
    expect(await room.admin.partner().clock.get()).toMatchObject({ mode: 'running', scale: 1 })
  })

  it('that stands still moves neither back nor out of the century', async () => {
    await using room = await openControlRoom()
    const { clock } = room.admin.partner()
    const frozen = await clock.freeze('2024-01-15 12:00:00')
    const back = clock.advance({ to: '2024-01-15 11:59:59' })
    expect(await refusalOf(back)).toEqual({ code: 'CLOCK_BACKWARDS', status: 409, fields: ['to'] })
    const away = clock.advance({ ms: 3_000_000_000_000 })
    expect(await refusalOf(away)).toEqual({ code: 'INVALID_REQUEST', status: 400, fields: ['ms'] })
    expect(await clock.get()).toEqual(frozen)
  })
})
