/**
 * The simulator inside a test of Node's own runner: `node --test`. In your project the imports read
 * `from 'alipay-sandbox-kit'`, `'alipay-sandbox-kit/client'` and `'alipay-sandbox-kit/protocol'`.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { money } from '../protocol/index.ts'
import { createAlipayClient } from '../reference/client/index.ts'
import { startSimulator } from '../simulator/index.ts'

test('a buyer without money is refused, and the till hears why', async () => {
  await using simulator = await startSimulator({ seed: '7' })
  const { pid, md5Key } = simulator.partner
  const client = createAlipayClient({ gateway: simulator.gateway, partner: pid, key: md5Key })

  const outcome = await client.pay({
    partnerTransId: 'SALE-1',
    transName: 'Coffee',
    amount: money(3925, 'USD'),
    // 2800 0206: the balance is too low.
    buyerIdentityCode: '280002060000000001',
    extendInfo: { storeId: 'ST01', storeName: 'Demo Cafe' },
  })

  assert.equal(outcome.outcome, 'refused')
  client.close()
})
