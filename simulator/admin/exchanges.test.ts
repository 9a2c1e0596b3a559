import { describe, expect, it } from 'vitest'
import { type ControlRoom, openControlRoom } from '../../test/control-room.ts'
import { refusalOf } from '../../test/refusal.ts'
import { pid } from '../../test/signed-call.ts'

/** Four exchanges: a pay, its query, one that is refused by its behaviour, one whose answer is cut short. */
async function someExchanges(room: ControlRoom) {
  const till = room.till()
  await till.pay('T1')
  await till.query('T1')
  await till.pay('T2', { buyer_identity_code: '280002060000000001' })
  await till.pay('T3', { buyer_identity_code: '280003200000000001' })
}

describe('a call that waits before it is executed', () => {
  it('is written down with the time of its arrival', async () => {
    await using room = await openControlRoom()
    const { clock, exchanges, rules } = room.admin.partner()
    await rules.put([
      { match: { service: 'pay' }, play: { plan: { kind: 'normal' }, delayBefore: { kind: 'fixed', ms: 100 } } },
    ])
    // A real tenth of a second is then a hundred seconds of the partner.
    await clock.run(1_000)
    await room.till().pay('T1')
    const [pay] = await exchanges.list({})
    const { now } = await clock.get()
    expect(Date.parse(now.iso) - Date.parse(pay?.at ?? '')).toBeGreaterThanOrEqual(90_000)
  })
})

describe('the exchanges of a partner', () => {
  it('are listed oldest first: the newest that match', async () => {
    await using room = await openControlRoom()
    await someExchanges(room)
    const { exchanges } = room.admin.partner()
    const list = async (filter: Parameters<typeof exchanges.list>[0]) =>
      (await exchanges.list(filter)).map(({ service, partner_trans_id: id }) => `${service} ${id}`)
    expect(await list({})).toEqual(['pay T1', 'query T1', 'pay T2', 'pay T3'])
    expect(await list({ limit: 2 })).toEqual(['pay T2', 'pay T3'])
    expect(await list({ service: 'query' })).toEqual(['query T1'])
    expect(await list({ partner_trans_id: 'T1' })).toEqual(['pay T1', 'query T1'])
    expect(await list({ outcome: 'BUYER_BALANCE_NOT_ENOUGH' })).toEqual(['pay T2'])
    expect(await list({ behaviour: '0320' })).toEqual(['pay T3'])
    expect(await list({ behaviour: 'default', service: 'pay', limit: 1 })).toEqual(['pay T1'])
    expect(await list({ fault: 'empty' })).toEqual(['pay T3'])
    expect(await list({ status: 200, after: 2 })).toEqual(['pay T2', 'pay T3'])
  })

  it('are shown one by one with why they went as they did', async () => {
    await using room = await openControlRoom()
    const partner = room.admin.partner()
    await partner.rules.put([{ id: 'big', match: { service: 'pay', amount: { from: '100.00' } }, behaviour: '0206' }])
    await room.till().pay('T1')
    const shown = await partner.exchanges.get(1)
    expect(shown).toMatchObject({
      partner: pid,
      service: 'pay',
      outcome: 'SUCCESS',
      status: 200,
      behaviour: {
        id: 'default',
        nearMisses: [{ rule: 'big', held: 1, condition: 'match.amount', wanted: '100.00 to any', was: '39.25' }],
      },
      answer: { status: 200, body: expect.stringContaining('<partner_trans_id>T1<') },
    })
    expect(JSON.stringify(shown)).not.toContain('287654321098765432')
    expect(await room.admin.journal.get(1)).toEqual(shown)
  })

  it('are nobody else’s; those of nobody known stand in the journal of all', async () => {
    await using room = await openControlRoom()
    const other = await room.admin.partners.create()
    await room.till(other).pay('T1')
    await room.till({ pid: '2088999999999999', md5_key: 'x' }).pay('T1')
    const { exchanges } = room.admin.partner()
    expect(await exchanges.list()).toEqual([])
    expect(await refusalOf(exchanges.get(1))).toMatchObject({ code: 'NOT_FOUND' })
    const all = await room.admin.journal.list()
    expect(all.map(({ partner, outcome }) => [partner, outcome])).toEqual([
      [other.pid, 'SUCCESS'],
      ['', 'ILLEGAL_PARTNER'],
    ])
    expect(await refusalOf(room.admin.journal.get(3))).toMatchObject({ code: 'NOT_FOUND' })
    expect(await room.admin.journal.list({ service: 'query' })).toEqual([])
  })

  it('come as JSON lines, one whole exchange each', async () => {
    await using room = await openControlRoom()
    await someExchanges(room)
    const { exchanges } = room.admin.partner()
    const lines = (await exchanges.jsonLines({ service: 'pay' })).trimEnd().split('\n')
    expect(lines.map((line) => JSON.parse(line))).toEqual(await Promise.all([1, 3, 4].map((id) => exchanges.get(id))))
    expect((await room.admin.journal.jsonLines()).match(/\n/g)).toHaveLength(4)
    const answer = await room.raw('/exchanges?format=jsonl')
    expect(answer.headers.get('content-type')).toBe('application/x-ndjson')
  })

  it('are not listed by a filter that nobody knows', async () => {
    await using room = await openControlRoom()
    for (const query of [
      'limit=0',
      'limit=x',
      'limit=1&limit=2',
      'after=-1',
      'format=pdf',
      'sevice=pay',
      'status=ok',
    ]) {
      const answer = await room.raw(`/partners/default/exchanges?${query}`)
      expect([query, answer.status]).toEqual([query, 400])
      expect(await answer.json()).toMatchObject({ errors: [{ in: 'query', field: query.split('=')[0] }] })
    }
  })
})

describe('waiting for exchanges', () => {
  it('is over at once when they are there already', async () => {
    await using room = await openControlRoom()
    await someExchanges(room)
    const { exchanges } = room.admin.partner()
    const waited = await exchanges.wait({ service: 'pay', count: 3, timeout_ms: 0 })
    expect(waited).toMatchObject({ came: true, count: 3, exchanges: [{}, {}, {}] })
  })

  it('ends as soon as the last of them comes, however many others do', async () => {
    await using room = await openControlRoom()
    const { exchanges } = room.admin.partner()
    const waiting = exchanges.wait({ service: 'query', count: 2, timeout_ms: 60_000 })
    await someExchanges(room)
    await room.till().query('T1')
    expect(await waiting).toMatchObject({ came: true, count: 2 })
  })

  it('sees a request whose answer is still held back', async () => {
    await using room = await openControlRoom()
    const partner = room.admin.partner()
    await partner.rules.put([{ play: { plan: { kind: 'normal' }, delayAfter: { kind: 'fixed', ms: 1_000 } } }])
    const paying = room.till().pay('T1')
    const { exchanges } = await partner.exchanges.wait({ service: 'pay' })
    expect(exchanges).toMatchObject([{ partner_trans_id: 'T1', outcome: 'SUCCESS', status: null }])
    await paying
  })

  it('tells what came when the time is over', async () => {
    await using room = await openControlRoom()
    await someExchanges(room)
    const waited = await room.admin.partner().exchanges.wait({ service: 'pay', count: 4, timeout_ms: 20 })
    expect(waited).toMatchObject({ came: false, count: 3, exchanges: [{}, {}, {}] })
    const answer = await room.raw('/partners/default/exchanges/wait?count=9&timeout_ms=20')
    expect(answer.status).toBe(408)
    expect(await answer.json()).toMatchObject({ code: 'WAITED_IN_VAIN', count: 4 })
  })

  it('is broken off when the simulator stops', async () => {
    const room = await openControlRoom()
    const waiting = refusalOf(room.admin.partner().exchanges.wait({ timeout_ms: 60_000 }))
    await room.admin.health()
    await room.simulator.stop()
    expect(await waiting).toMatchObject({ code: 'STOPPING', status: 503 })
  })
})
