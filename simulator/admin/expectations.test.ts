import { describe, expect, it } from 'vitest'
import { openControlRoom } from '../../test/control-room.ts'
import { refusalOf } from '../../test/refusal.ts'

describe('an expectation', () => {
  it('holds when so many requests match', async () => {
    await using room = await openControlRoom()
    const { expectations } = room.admin.partner()
    for (const id of ['T1', 'T2', 'T3']) await room.till().pay(id)
    await room.till().query('T1')
    const held = async (count: object, match: object = { service: 'pay' }) =>
      (await expectations.verify({ match, ...count })).held
    expect(await held({})).toBe(true)
    expect(await held({ exactly: 3 })).toBe(true)
    expect(await held({ exactly: 2 })).toBe(false)
    expect(await held({ at_least: 3, at_most: 3 })).toBe(true)
    expect(await held({ at_most: 2 })).toBe(false)
    expect(await held({ at_least: 4 })).toBe(false)
    expect(await held({ at_most: 0 }, { service: 'cancel' })).toBe(true)
    expect(await held({}, { service: 'cancel' })).toBe(false)
    expect(await held({ exactly: 4 }, {})).toBe(true)
    expect(await held({ exactly: 1, after: 2 })).toBe(true)
    expect(await held({}, { parameters: { trans_amount: '39.25', _input_charset: 'UTF-8' } })).toBe(true)
    expect(await held({}, { parameters: { trans_amount: '39.2' } })).toBe(false)
  })

  it('that fails lists the nearest misses, each with its first difference', async () => {
    await using room = await openControlRoom()
    const { expectations } = room.admin.partner()
    await room.till().query('T1')
    await room.till().pay('T1', { trans_amount: '10.00' })
    await room.till().pay('T2')
    const match = { service: 'pay', partner_trans_id: 'T1', outcome: 'SUCCESS', parameters: { trans_amount: '39.25' } }
    const { held, count, matched, nearest } = await expectations.verify({ match, exactly: 1 })
    expect({ held, count, matched }).toEqual({ held: false, count: 0, matched: [] })
    expect(nearest.map(({ exchange: { id }, first_difference: difference }) => [id, difference])).toEqual([
      [3, { field: 'partner_trans_id', wanted: 'T1', was: 'T2' }],
      [2, { field: 'parameters.trans_amount', wanted: '39.25', was: '10.00' }],
      [1, { field: 'service', wanted: 'pay', was: 'query' }],
    ])
  })

  it('that fails because too many came lists those', async () => {
    await using room = await openControlRoom()
    for (const id of ['T1', 'T2']) await room.till().pay(id)
    const verification = await room.admin.partner().expectations.verify({ match: { service: 'pay' }, at_most: 1 })
    expect(verification).toMatchObject({ held: false, count: 2, matched: [{ id: 1 }, { id: 2 }], nearest: [] })
  })

  it('tells a test in words what was expected and what came', async () => {
    await using room = await openControlRoom()
    const { expectations } = room.admin.partner()
    await room.till().pay('T1')
    await expectations.assert({ match: { service: 'pay' }, exactly: 1 })
    await expect(expectations.assert({ match: { service: 'pay', fault: 'reset' }, at_least: 1 })).rejects.toThrow(
      [
        '[EXPECTATION_FAILED] Expected at least 1 matching {"service":"pay","fault":"reset"}, found 0.',
        '  nearly   #1 pay T1 SUCCESS: fault is nothing, wanted "reset"',
      ].join('\n'),
    )
    await expect(expectations.assert({ match: {}, at_most: 0 })).rejects.toThrow(
      'Expected at most 0 matching {}, found 1.\n  matches  #1 pay T1 SUCCESS',
    )
  })

  it('never shows a payment code', async () => {
    await using room = await openControlRoom()
    await room.till().pay('T1')
    const match = { parameters: { buyer_identity_code: '281111111111111111' } }
    const { nearest } = await room.admin.partner().expectations.verify({ match })
    expect(nearest).toMatchObject([{ first_difference: { wanted: '28111111********11', was: '28765432********32' } }])
  })

  it.each([
    [{}, 'match'],
    [{ match: {}, exactly: 1, at_most: 2 }, 'exactly'],
    [{ match: {}, at_least: 3, at_most: 2 }, 'at_least'],
    [{ match: {}, exactly: -1 }, 'exactly'],
    [{ match: { servise: 'pay' } }, 'match.servise'],
    [{ match: { parameters: { trans_amount: 39.25 } } }, 'match.parameters.trans_amount'],
  ])('of %j is refused, naming the field', async (body, field) => {
    await using room = await openControlRoom()
    const call = room.admin.call('expectations.verify', { path: { pid: 'default' }, body })
    expect(await refusalOf(call)).toEqual({ code: 'INVALID_REQUEST', status: 400, fields: [field] })
  })
})
