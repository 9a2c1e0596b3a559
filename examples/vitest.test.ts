/**
 * The simulator inside a vitest test. In your project the imports read
 * `from 'alipay-sandbox-kit'`, `'alipay-sandbox-kit/client'` and `'alipay-sandbox-kit/protocol'`.
 */
import { expect, it } from 'vitest'
import { money } from '../protocol/index.ts'
import { collectPayment, createAlipayClient } from '../reference/client/index.ts'
import { startSimulator } from '../simulator/index.ts'

it('finds the payment whose answer was lost', async () => {
  await using simulator = await startSimulator({ seed: '7', timeScale: 100 })
  const { pid, md5Key } = simulator.partner
  const client = createAlipayClient({ gateway: simulator.gateway, partner: pid, key: md5Key, answerTimeoutMs: 500 })

  const end = await collectPayment(
    client,
    {
      partnerTransId: 'SALE-1',
      transName: 'Coffee',
      amount: money(3925, 'USD'),
      // 2800 0305: the connection is reset after the money has moved.
      buyerIdentityCode: '280003050000000001',
      extendInfo: { storeId: 'ST01', storeName: 'Demo Cafe' },
    },
    { timings: { timeScale: 100 } },
  )

  expect(end).toMatchObject({ end: 'paid', foundBy: 'query' })
  client.close()
})
