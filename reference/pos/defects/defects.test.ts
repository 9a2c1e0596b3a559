import { describe, expect, it } from 'vitest'
import { type Currency, currencyNamed } from '../../../protocol/currency.ts'
import { parseAmount } from '../../../protocol/money.ts'
import { createAlipayClient, type Transport } from '../../client/index.ts'
import { manualClock } from '../../client/testing/manual-clock.ts'
import { testKey, testPartner } from '../../client/testing/scripted-gateway.ts'
import { failure } from '../../client/testing/wire-script.ts'
import type { PaymentRecord } from '../book/records.ts'
import { derivedIds } from '../ids.ts'
import { goodParts } from '../parts.ts'
import type { PosSettings } from '../settings.ts'
import { openTill, testShop } from '../testing/open-till.ts'
import { newPayment } from '../till/new-record.ts'
import type { Defect } from './defect.ts'
import { defects } from './defects.ts'
import { namingDefects } from './naming-defects.ts'
import { requestDefects } from './request-defects.ts'
import { signatureDefects } from './signature-defects.ts'

describe('the table of defects', () => {
  it('has each name once, in kebab-case', () => {
    const names = defects.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    for (const name of names) expect(name).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/)
  })

  it.each(defects)(
    'says of $name what is wrong, where it is known from and what finds it',
    ({ sentence, source, kills }) => {
      expect(sentence).toMatch(/^.{20,200}\.$/)
      expect(source).toMatch(/^[a-z-]+\.md/)
      expect(kills).toMatch(/^[a-z-]+\/[a-z0-9-]+$/)
    },
  )
})

describe('a till with a defect starts, and says what it can:', () => {
  it.each(defects)('$name', async ({ apply }) => {
    await using till = await openTill({ gateway: 'http://127.0.0.1:1/gateway.do', parts: apply(goodParts) })
    expect((await till.ask('/capabilities')).body).toMatchObject({ version: 1 })
  })
})

const clock = manualClock(Date.UTC(2024, 0, 15, 2, 30))

function sale(paymentId: string, amount: string, currency: string, more: object = {}): PaymentRecord {
  const request = { payment_id: paymentId, code: '287654321098765432', amount, currency, ...more }
  const parsed = parseAmount(amount, currencyNamed(currency) ?? ('' as Currency))
  if (!parsed.ok) throw new Error(parsed.rule)
  return newPayment({ ids: derivedIds, clock }, { request, amount: parsed.money })
}

const sales = [
  sale('A', '1.15', 'USD', { subject: '拿铁  & "Tea" + ' }),
  sale('B', '1200', 'JPY'),
  sale('D', '2.50', 'USD', { subject: `${'Tea from the hills, '.repeat(3)}🍵`, store_id: 'ST-0042' }),
  sale('C', '19.99', 'EUR', { code: `30${'1'.repeat(22)}` }),
]

/** Everything that goes out for some sales, their cancels and refunds. */
async function wireOf(apply: Defect['apply']): Promise<readonly string[]> {
  const sent: string[] = []
  const transport: Transport = {
    close: () => undefined,
    async exchange({ url, body }) {
      sent.push(`${url} ${body}`)
      return failure('broken')
    },
  }
  const settings: PosSettings = {
    ...{ gateway: 'http://gateway.invalid/gateway.do', partner: testPartner, credentials: { key: testKey } },
    ...{ notifyPort: 0, stateDir: '', shop: testShop, goods: 'Coffee', clock, random: () => 0, log: () => undefined },
  }
  const parts = apply({ ...goodParts, transport: () => transport })
  const { gateway, partner } = settings
  const client = createAlipayClient({ key: testKey, gateway, partner, clock, transport: parts.transport(settings) })
  const context = { ...settings, notifyUrl: 'http://127.0.0.1:4201/notify' }
  for (const payment of sales) {
    const { paymentId, partnerTransId, amount } = payment
    const refund = { paymentId, refundId: '1', partnerRefundId: 'R', amount, isSync: true } as const
    await client.pay(parts.payOrder(payment, context))
    await client.cancel({ partnerTransId })
    await client.refund(parts.refundOrder({ ...refund, status: 'pending', owes: 'refund' }, payment, context))
  }
  return sent
}

describe('a defect of a request shows on the wire:', () => {
  it.each([...signatureDefects, ...requestDefects, ...namingDefects])('$name', async ({ apply }) => {
    const good = await wireOf((parts) => parts)
    expect(good).toHaveLength(3 * sales.length)
    expect(await wireOf(apply)).not.toEqual(good)
  })
})
