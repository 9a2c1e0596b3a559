import type { ServerResponse } from 'node:http'
import { describe, expect, it } from 'vitest'
import { loadDialect } from '../simulator/dialect/dialect.ts'
import { openReceiver } from './receiver.ts'
import { openShop, type Shop } from './shop.ts'
import { payFields, pid } from './signed-call.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs

const notification = async (shop: Shop) => (await shop.simulator.store.notifications(pid))[0]
/** Minutes from the first send to each. */
const sends = async (shop: Shop) => {
  const { attempts = [] } = (await notification(shop)) ?? {}
  return attempts.map(({ at }) => (at - (attempts[0]?.at ?? 0)) / minuteMs)
}
const saying =
  (text: string, status = 200) =>
  (outgoing: ServerResponse) =>
    outgoing.writeHead(status).end(text)

describe('a notification that nobody acknowledges', () => {
  it('is sent eight times in 24 hours and 22 minutes, always under the same ID', async () => {
    await using receiver = await openReceiver(saying('fail'))
    await using shop = await openShop()
    await shop.ask(payFields('T1', { notify_url: receiver.url }))
    await shop.advance(48 * hourMs)
    expect(await sends(shop)).toEqual([0, 4, 14, 24, 84, 204, 564, 1_464])
    expect(receiver.posted).toHaveLength(8)
    expect(new Set(receiver.posted.map(({ fields }) => fields.notify_id)).size).toBe(1)
    expect(receiver.posted.map(({ fields }) => fields.notify_time)).toEqual([
      ...['2024-01-15 10:30:00', '2024-01-15 10:34:00', '2024-01-15 10:44:00', '2024-01-15 10:54:00'],
      ...['2024-01-15 11:54:00', '2024-01-15 13:54:00', '2024-01-15 19:54:00', '2024-01-16 10:54:00'],
    ])
    expect(await notification(shop)).toHaveProperty('state', 'given up')
  })

  it('is repeated after two minutes first when the dialect says so', async () => {
    await using receiver = await openReceiver(saying('fail'))
    await using shop = await openShop({ dialect: await loadDialect('global', { notifyFirstRepeat: '2 minutes' }) })
    await shop.ask(payFields('T1', { notify_url: receiver.url }))
    await shop.advance(48 * hourMs)
    expect((await sends(shop)).slice(0, 4)).toEqual([0, 2, 12, 22])
  })

  it('stops when it is acknowledged', async () => {
    await using receiver = await openReceiver((outgoing, nth) => outgoing.end(nth === 2 ? 'success' : 'fail'))
    await using shop = await openShop()
    await shop.ask(payFields('T1', { notify_url: receiver.url }))
    await shop.advance(48 * hourMs)
    expect(await sends(shop)).toEqual([0, 4, 14])
    expect(await notification(shop)).toHaveProperty('state', 'acknowledged')
  })

  it('goes on when its receiver comes back from the dead', async () => {
    const { url } = await openReceiver().then(async (receiver) => {
      await receiver[Symbol.asyncDispose]()
      return receiver
    })
    await using shop = await openShop()
    await shop.ask(payFields('T1', { notify_url: url }))
    await shop.advance(minuteMs)
    expect(await notification(shop)).toMatchObject({ state: 'pending', attempts: [{ status: 0, acknowledged: false }] })
  })
})

describe('what counts as an acknowledgement', () => {
  const acknowledged = async (respond: (outgoing: ServerResponse) => void, notifyAcknowledgement?: string) => {
    await using receiver = await openReceiver(respond)
    const turned = notifyAcknowledgement === undefined ? {} : { notifyAcknowledgement }
    await using shop = await openShop({ dialect: await loadDialect('global', turned) })
    await shop.ask(payFields('T1', { notify_url: receiver.url }))
    await shop.advance(minuteMs)
    return (await notification(shop))?.attempts[0]?.acknowledged
  }

  it.each<[string, (outgoing: ServerResponse) => void, boolean]>([
    ['success', saying('success'), true],
    ['SUCCESS with blanks around it', saying(' SUCCESS\r\n'), true],
    ['success and more', saying('success, thank you'), false],
    ['a page with success in it', saying('<html>success</html>'), false],
    ['nothing', saying(''), false],
    ['success under 201', saying('success', 201), false],
    ['success under 500', saying('success', 500), false],
    ['success behind 5 KB of blanks', saying(`${' '.repeat(5_000)}success`), false],
    ['a redirect to success', (outgoing) => outgoing.writeHead(302, { location: '/ok' }).end('success'), false],
    ['a reset', (outgoing) => outgoing.socket?.resetAndDestroy(), false],
  ])('%s', async (_, respond, expected) => {
    expect(await acknowledged(respond)).toBe(expected)
  })

  it.each([
    ['success', true],
    ['SUCCESS', false],
    ['success\n', false],
  ])('%j when the dialect wants exactly success: %s', async (text, expected) => {
    expect(await acknowledged(saying(text), 'exactly success')).toBe(expected)
  })

  it('what is said is kept for the journal, but not megabytes of it', async () => {
    await using receiver = await openReceiver(saying('no'.repeat(1_000_000)))
    await using shop = await openShop()
    await shop.ask(payFields('T1', { notify_url: receiver.url }))
    await shop.advance(minuteMs)
    expect((await notification(shop))?.attempts[0]?.said).toBe('no'.repeat(100))
  })
})

describe('notify_verify', () => {
  const ask = async (shop: Shop, parameters: Record<string, string>, init?: RequestInit) => {
    const query = new URLSearchParams({ service: 'notify_verify', ...parameters })
    const answer = await fetch(`${shop.gateway}?${query}`, init)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('text/plain;charset=UTF-8')
    return answer.text()
  }

  it('knows a notification for a minute after each send', async () => {
    await using receiver = await openReceiver(saying('fail'))
    await using shop = await openShop()
    await shop.ask(payFields('T1', { notify_url: receiver.url }))
    await shop.advance(50)
    const { notify_id = '' } = receiver.posted[0]?.fields ?? {}
    const verdict = () => ask(shop, { partner: pid, notify_id })
    expect(await verdict()).toBe('true')
    await shop.advance(minuteMs)
    expect(await verdict()).toBe('true')
    await shop.advance(1)
    expect(await verdict()).toBe('false')
    await shop.advance(3 * minuteMs)
    expect(receiver.posted).toHaveLength(2)
    expect(await verdict()).toBe('true')
  })

  it('knows it while the receiver is still at its answer, in each send', async () => {
    const verdicts: string[] = []
    let verify: (notifyId: string) => Promise<string> = async () => ''
    await using receiver = await openReceiver(async (outgoing) => {
      verdicts.push(await verify(receiver.posted.at(-1)?.fields.notify_id ?? ''))
      outgoing.end('fail')
    })
    await using shop = await openShop()
    verify = (notify_id) => ask(shop, { partner: pid, notify_id })
    await shop.ask(payFields('T1', { notify_url: receiver.url }))
    await shop.advance(48 * hourMs)
    expect(verdicts).toEqual(Array.from({ length: 8 }, () => 'true'))
  })

  it.each([
    ['an ID of nobody', { partner: pid, notify_id: 'ac05099524730693a8b330c5ecf72da978' }, 'false'],
    ['no ID', { partner: pid, notify_id: '' }, 'invalid'],
    ['no partner', { notify_id: 'ac05099524730693a8b330c5ecf72da978' }, 'invalid'],
    ['an unknown partner', { partner: '2088999999999999', notify_id: 'x' }, 'invalid'],
    [
      'signed like any other call',
      { partner: pid, notify_id: 'x', _input_charset: 'UTF-8', sign_type: 'MD5', sign: 'y' },
      'false',
    ],
  ])('of %s: %s', async (_, parameters, expected) => {
    await using shop = await openShop()
    expect(await ask(shop, parameters)).toBe(expected)
    expect(await shop.lastExchange()).toMatchObject({ service: 'notify_verify', outcome: expected })
  })

  it("does not know another partner's notification", async () => {
    const other = { pid: '2088000000000002', md5Key: 'k'.repeat(32) }
    await using receiver = await openReceiver()
    await using shop = await openShop({ partners: [{ pid, md5Key: `1${'0'.repeat(31)}` }, other] })
    await shop.ask(payFields('T1', { notify_url: receiver.url }))
    await shop.advance(100)
    const { notify_id = '' } = receiver.posted[0]?.fields ?? {}
    expect(await ask(shop, { partner: other.pid, notify_id })).toBe('false')
    expect(await ask(shop, { partner: pid, notify_id })).toBe('true')
  })
})
