import { describe, expect, it } from 'vitest'
import type { PartnerAdmin } from '../simulator/admin/client/index.ts'
import type { RuleDraft } from '../simulator/behaviour/rule-types.ts'
import { type ControlRoom, openControlRoom } from './control-room.ts'
import { openReceiver, type Receiver } from './receiver.ts'

const partnerCount = 200
const key = 'k'.repeat(32)
const pidOf = (nth: number) => `20880000001${String(nth).padStart(5, '0')}`

/** Each kind of test has rules of its own; two kinds are told apart by what their calls come to. */
const ruleOf = (nth: number): RuleDraft =>
  nth % 2 === 0
    ? { id: 'mine', match: { service: 'pay', everyNth: 2 }, behaviour: '0206' }
    : { id: 'mine', match: { service: 'pay', probability: 0.5 }, behaviour: '0207' }

/** What a test of its own does with a partner of its own, and all that it can see of it. */
async function story(room: ControlRoom, receiver: Receiver, nth: number): Promise<unknown> {
  const made = await room.admin.partners.create({ pid: pidOf(nth), md5_key: key, seed: `seed ${nth}` })
  const partner = room.admin.partner(made.pid)
  const till = room.till(made)
  await partner.clock.freeze(`2024-01-${String((nth % 28) + 1).padStart(2, '0')} 12:00:00`)
  await partner.rules.put([ruleOf(nth)])
  if (nth % 3 === 0) await partner.change({ defaults: { behaviour: '0101' }, funded: false })
  const answers: string[] = []
  for (const id of ['T1', 'T2', 'T3', 'T4']) {
    // Every partner uses the same ids, the same codes and the same receiver.
    const { bytes } = await till.pay(id, { notify_url: receiver.url })
    answers.push(bytes.toString())
  }
  answers.push((await till.query('T1')).bytes.toString(), (await till.cancel('T2')).bytes.toString())
  await partner.clock.advance({ ms: 3_600_000 })
  const seen = await sightOf(partner)
  if (nth % 5 === 0) {
    await partner.reset()
    answers.push(...(await partner.exchanges.list()).map(({ partner_trans_id: id }) => id))
  }
  return { answers, seen }
}

async function sightOf({ exchanges, transactions, notifications, rules, clock, get }: PartnerAdmin): Promise<unknown> {
  const { count, exchanges: waited } = await exchanges.wait({ count: 6, timeout_ms: 0 })
  return {
    partner: await get(),
    clock: await clock.get(),
    rules: await rules.list(),
    transactions: await transactions.list(),
    notifications: (await notifications.list()).map(({ attempts, ...notification }) => ({
      ...notification,
      attempts: attempts.map(({ took_ms: _, ...attempt }) => attempt),
    })),
    count,
    // The number of an exchange is the port's, and how long it took is the machine's.
    exchanges: waited.map(({ id: _, took_ms: __, ...exchange }) => exchange),
  }
}

describe('two hundred partners on one port', { timeout: 120_000 }, () => {
  it('each see what they would see alone', async () => {
    await using receiver = await openReceiver()
    await using together = await openControlRoom()
    const numbers = Array.from({ length: partnerCount }, (_, nth) => nth)
    const sideBySide = await Promise.all(numbers.map((nth) => story(together, receiver, nth)))
    // Some of each kind, each on a port of its own, with nobody beside it.
    for (const nth of [0, 1, 2, 3, 5, 30, 45, 198, 199]) {
      await using alone = await openControlRoom()
      expect(sideBySide[nth]).toEqual(await story(alone, receiver, nth))
    }
  })

  it('of which one is reset a hundred times do not notice', async () => {
    await using receiver = await openReceiver()
    await using together = await openControlRoom()
    const quiet = story(together, receiver, 2)
    const noisy = together.admin.partner()
    for (let times = 0; times < 100; times++) {
      await together.till().pay('T1')
      await noisy.reset()
    }
    await using alone = await openControlRoom()
    expect(await quiet).toEqual(await story(alone, receiver, 2))
  })
})
