/** Notifications as they leave the simulator: where they may go, and that one receiver cannot starve another. */
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { deliveryLimits } from '../simulator/notify/lanes.ts'
import { openReceiver } from './receiver.ts'
import { openShop, type Shop } from './shop.ts'
import { payFields, pid } from './signed-call.ts'

const justAfter = 100

async function said(shop: Shop): Promise<readonly string[]> {
  const records = await shop.simulator.store.notifications(pid)
  return records.flatMap(({ attempts }) => attempts.map((attempt) => attempt.said))
}

describe('a notification', () => {
  it('goes to the address that its name has been checked for', async () => {
    await using receiver = await openReceiver()
    const asked: string[] = []
    const resolve = async (hostname: string) => {
      asked.push(hostname)
      return ['127.0.0.1']
    }
    await using shop = await openShop({ resolve })
    const notify_url = receiver.url.replace('127.0.0.1', 'shop.example')
    await shop.ask(payFields('T1', { notify_url }))
    await shop.advance(justAfter)
    expect(asked).toEqual(['shop.example'])
    expect(receiver.posted.map(({ headers }) => headers.host)).toEqual([new URL(notify_url).host])
    expect(await said(shop)).toEqual(['success'])
  })

  it.each(['http://169.254.169.254/latest/meta-data', 'http://[::ffff:10.0.0.1]/', 'http://inside.example/'])(
    'does not go to %s, and its log says why',
    async (notify_url) => {
      await using shop = await openShop({ resolve: async () => ['10.0.0.1'] })
      await shop.ask(payFields('T1', { notify_url }))
      await shop.advance(justAfter)
      expect(await said(shop)).toEqual([expect.stringMatching(/^not sent: .*--notify-private\.$/)])
    },
  )

  it('to an address inside is tried when that is allowed', async () => {
    await using shop = await openShop({ resolve: async () => ['0.0.0.0'], notifyPrivate: true })
    await shop.ask(payFields('T1', { notify_url: 'http://inside.example:1/' }))
    await shop.advance(justAfter)
    expect(await said(shop)).toEqual([expect.stringContaining('ECONNREFUSED')])
  })
})

describe('a receiver that never answers', () => {
  it('holds so many connections, and nobody else up', async () => {
    const { promise: released, resolve: release } = Promise.withResolvers<void>()
    await using stuck = await openReceiver((outgoing) => void released.then(() => outgoing.end('success')))
    await using quick = await openReceiver()
    await using shop = await openShop()
    const most = deliveryLimits.perLane
    for (let nth = 0; nth < 2 * most; nth++) await shop.ask(payFields(`S${nth}`, { notify_url: stuck.url }))
    await shop.ask(payFields('Q1', { notify_url: quick.url }))
    const settled = shop.advance(justAfter)
    await expect.poll(() => quick.posted.length).toBe(1)
    await expect.poll(() => stuck.posted.length).toBe(most)
    release()
    await settled
    expect(stuck.posted).toHaveLength(2 * most)
    expect(new Set(await said(shop))).toEqual(new Set(['success']))
  })

  it('keeps a stop waiting for what is under way, and for nothing more: the rest goes out after the next start', async () => {
    const state = join(await mkdtemp(join(tmpdir(), 'notifications-')), 'state.sqlite')
    const { promise: released, resolve: release } = Promise.withResolvers<void>()
    await using stuck = await openReceiver((outgoing) => void released.then(() => outgoing.end('success')))
    await using shop = await openShop({ state })
    const most = deliveryLimits.perLane
    for (let nth = 0; nth < most + 1; nth++) await shop.ask(payFields(`S${nth}`, { notify_url: stuck.url }))
    const settled = shop.advance(justAfter)
    await expect.poll(() => stuck.posted.length).toBe(most)
    const stopped = shop.simulator.stop()
    await expect.poll(() => fetch(shop.gateway).then(String, () => 'closed')).toBe('closed')
    await new Promise((resolve) => setTimeout(resolve, 250))
    release()
    await Promise.all([stopped, settled])
    expect(stuck.posted).toHaveLength(most)
    await using later = await openShop({ state }, shop.now())
    await later.advance(1)
    expect(stuck.posted).toHaveLength(most + 1)
    expect(new Set(stuck.posted.map(({ fields }) => fields.out_trade_no)).size).toBe(most + 1)
  })
})
