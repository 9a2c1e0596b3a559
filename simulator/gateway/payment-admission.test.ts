import { expect, it } from 'vitest'
import { money } from '../../protocol/money.ts'
import type { Play } from '../behaviour/behaviour.ts'
import { virtualClock } from '../clock.ts'
import { globalDialect } from '../dialect/dialect.ts'
import type { PayOrder } from '../ledger/order.ts'
import { makePartner } from '../partner.ts'
import { memoryStore } from '../store/memory-store.ts'
import type { Store } from '../store/store.ts'
import { executePay } from './execute-pay.ts'
import { outcomeLabel } from './outcome.ts'

const pid = '2088101122334455'
const play: Play = { behaviour: 'default', why: 'a test', plan: { kind: 'normal' }, delayBeforeMs: 0, delayAfterMs: 0 }

/** Commits after a turn of the event loop, as a store behind a file or a socket does. */
function slowStore(): Store {
  const store = memoryStore()
  const commit: Store['commit'] = async (change) => {
    await new Promise((resolve) => setImmediate(resolve))
    return store.commit(change)
  }
  return { ...store, commit }
}

async function openAccount(balance: number) {
  const partner = makePartner({ pid, md5Key: 'k'.repeat(32) }, { clock: virtualClock(0), seed: '7' })
  const { wallet } = partner
  const { userId } = await wallet.add({ balance: money(balance, 'CNY'), passwordAbove: null })
  const parts = { store: slowStore(), dialect: globalDialect, strict: false, onTasks: () => {} }
  const pay = async (partnerTransId: string, identityCode = wallet.issueCode(userId)?.code ?? '') => {
    const order: PayOrder = {
      ...{ service: 'pay', partner: pid, partnerTransId, subject: 'Coffee', identityCode, shop: {} },
      ...{ price: money(3_925, 'USD'), settlementCurrency: 'USD' },
    }
    const request = { method: 'POST', target: '/gateway.do', rawHeaders: [], body: Buffer.alloc(0) }
    const exchange = { id: 1, at: 0, partner: pid, service: 'pay', partnerTransId, request, outcome: '' }
    return outcomeLabel(await executePay(parts, { order, partner, play, exchange }))
  }
  return { pay, code: () => wallet.issueCode(userId)?.code, balance: () => wallet.buyer(userId)?.balance.amount }
}

it('payments that overtake each other in the store never take more than the account has', async () => {
  const { pay, balance } = await openAccount(60_000)
  const labels = await Promise.all(['T1', 'T2', 'T3', 'T4'].map((id) => pay(id)))
  expect(labels.sort()).toEqual(['BUYER_BALANCE_NOT_ENOUGH', 'BUYER_BALANCE_NOT_ENOUGH', 'SUCCESS', 'SUCCESS'])
  expect(balance()).toBe(60_000 - 2 * 28_088)
})

it('a payment that loses its code to another one gives free what was promised to it', async () => {
  const { pay, code, balance } = await openAccount(2 * 28_088)
  const shown = code()
  expect((await Promise.all([pay('T1', shown), pay('T2', shown)])).sort()).toEqual(['SOUNDWAVE_PARSER_FAIL', 'SUCCESS'])
  expect(await pay('T3')).toBe('SUCCESS')
  expect(balance()).toBe(0)
})
