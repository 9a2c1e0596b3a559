/** A gateway that takes only so many calls a second. */
import { expect, it } from 'vitest'
import { money } from '../protocol/money.ts'
import type { Chosen } from './behaviour/behaviour.ts'
import { virtualClock } from './clock.ts'
import type { Order } from './ledger/order.ts'
import { makePartner } from './partner.ts'
import { throttled } from './throttle.ts'

const order: Order = {
  service: 'pay',
  partner: '2088101122334455',
  partnerTransId: 'T1',
  subject: 'Coffee',
  price: money(100, 'USD'),
  settlementCurrency: 'USD',
  identityCode: '287654321098765432',
  shop: {},
}

const letThrough: Chosen = {
  play: { behaviour: 'default', why: 'test', plan: { kind: 'normal' }, delayBeforeMs: 0, delayAfterMs: 0 },
  explain: { chosenBy: 'nothing', nearMisses: [] },
}

it('what is too much in one second is refused as SYSTEM_ERROR, and let through again later', async () => {
  const clock = virtualClock(0)
  const partner = makePartner({ pid: '2088101122334455', md5Key: 'key' }, { clock, seed: '7' })
  const choose = throttled(() => Promise.resolve(letThrough), 2, clock)
  const plans = async () => (await choose(order, partner)).play.plan
  expect(await plans()).toEqual({ kind: 'normal' })
  expect(await plans()).toEqual({ kind: 'normal' })
  expect(await plans()).toEqual({ kind: 'refused', code: 'SYSTEM_ERROR', level: 'gateway' })
  await clock.advanceTo(500, () => Promise.resolve())
  expect(await plans()).toEqual({ kind: 'normal' })
})
