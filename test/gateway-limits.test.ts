/** A gateway that lets in only so much: calls a second, connections at once. Over real sockets. */
import { describe, expect, it } from 'vitest'
import { encodeForm } from '../protocol/parameter.ts'
import { httpRequest, shout, talk } from './raw-socket.ts'
import { openShop, type Shop } from './shop.ts'
import { payFields, pid, queryFields, signed, type Told } from './signed-call.ts'
import { exchangeBytes } from './wire.ts'
import { wireWords } from './wire-words.ts'

const target = '/gateway.do?_input_charset=UTF-8'
const payBody = (id: string) => encodeForm(signed(payFields(id)), 'UTF-8')
const trades = async ({ simulator }: Shop) => (await simulator.store.trades(pid, {})).rows.length
const isPaid = ({ fields }: Told) => fields.result_code === 'SUCCESS'

describe('a rate limit', () => {
  // A token every quarter of an hour: none comes while the test runs, however slow the machine is.
  const hardlyAny = { rateLimit: 0.001 }

  it('answers what is too much SYSTEM_ERROR, books nothing of it, and says why in the journal', async () => {
    await using shop = await openShop(hardlyAny)
    const heard: string[] = []
    for (const id of ['T1', 'T2', 'T3'])
      heard.push(wireWords(await exchangeBytes(shop.simulator.port, target, payBody(id)), 'pay', id))
    expect(heard).toEqual(['SUCCESS, genuine', 'F SYSTEM_ERROR', 'F SYSTEM_ERROR'])
    expect(await trades(shop)).toBe(1)
    expect((await shop.exchanges()).map(({ behaviour, outcome }) => [behaviour?.id, behaviour?.why, outcome])).toEqual([
      ['default', expect.any(String), 'SUCCESS'],
      ['rate-limit', 'more than 0.001 calls a second', 'SYSTEM_ERROR'],
      ['rate-limit', 'more than 0.001 calls a second', 'SYSTEM_ERROR'],
    ])
  })

  it('holds for all services and partners together, and for no call that is refused anyway', async () => {
    const other = { pid: '2088000000000002', md5Key: 'k'.repeat(32) }
    await using shop = await openShop({ ...hardlyAny, partners: [{ pid, md5Key: `1${'0'.repeat(31)}` }, other] })
    const asOther = { signer: { signType: 'MD5', key: other.md5Key } } as const
    const forged = await shop.ask(queryFields('T1'), asOther)
    expect(forged.fields.error).toBe('ILLEGAL_SIGN')
    expect((await shop.ask(queryFields('T1'))).fields.error).toBe('TRADE_NOT_EXIST')
    const theirs = payFields('T1', { partner: other.pid, alipay_seller_id: other.pid })
    expect((await shop.ask(theirs, asOther)).fields.error).toBe('SYSTEM_ERROR')
  })

  it('lets a burst of one second in, and whoever goes on asking', { timeout: 30_000 }, async () => {
    await using shop = await openShop({ rateLimit: 4 })
    const ids = Array.from({ length: 40 }, (_, nth) => `T${nth}`)
    const first = await Promise.all(ids.map((id) => shop.ask(payFields(id))))
    expect(first.filter(isPaid).length).toBeGreaterThanOrEqual(4)
    expect(first.filter(isPaid).length).toBeLessThan(40)
    expect(await trades(shop)).toBe(first.filter(isPaid).length)
    const turnedAway = ids[first.findIndex((told) => !isPaid(told))] ?? ''
    let told = await shop.ask(payFields(turnedAway))
    while (!isPaid(told)) {
      await new Promise((resolve) => setTimeout(resolve, 50))
      told = await shop.ask(payFields(turnedAway))
    }
    expect(await trades(shop)).toBe(first.filter(isPaid).length + 1)
  })
})

describe('a cap on connections', () => {
  it('closes a further one unanswered, and lets the next one in when there is room again', async () => {
    await using shop = await openShop({ connectionsMost: 3 })
    const { port } = shop.simulator
    const idle = await Promise.all([talk(port), talk(port), talk(port)])
    // Answered on each: the server has seen all three.
    const request = (id: string) => httpRequest('POST', target, payBody(id), {})
    for (const [nth, { socket }] of idle.entries()) socket.write(request(`T${nth}`))
    await expect.poll(() => idle.filter(({ text }) => text().endsWith('</alipay>')).length).toBe(3)

    expect((await shout(port, request('T3'))).text).toBe('')
    expect(await trades(shop)).toBe(3)

    idle[0]?.socket.destroy()
    const last = httpRequest('POST', target, payBody('T4'))
    await expect.poll(async () => (await shout(port, last)).text).toMatch(/<result_code>SUCCESS</)
    expect(await trades(shop)).toBe(4)
    for (const { socket } of idle) socket.destroy()
  })
})
