/**
 * A till for a test that plays the person at it: on the reference client, set up as the page says, taking the code that the
 * page shows. And the target file of such a till.
 */
import { createServer } from 'node:net'
import type { Target } from '../conformance/target/target.ts'
import { targetSchema } from '../conformance/target/target-schema.ts'
import { currencyNamed, type Money, parseAmount } from '../protocol/index.ts'
import { collectPayment, collectRefund, createAlipayClient } from '../reference/client/index.ts'

export const partner = '2088101122334455'
const key = 'a-key-of-the-shop-0123456789abcd'

export type TillSays = { readonly answer: string; readonly words: string }

export type HandTill = {
  /** @param amount as the page shows it: `12.30 USD` */
  take(code: string, amount: string): Promise<TillSays>
  /** Of the sale that was taken last. */
  refund(amount: string): Promise<TillSays>
  close(): void
}

const paymentAnswers = { paid: 'paid', notPaid: 'not_paid', cancelled: 'cancelled', unclear: 'unclear' } as const

export function handTill(gateway: string, timeScale: number): HandTill {
  const client = createAlipayClient({ gateway, partner, key })
  const timings = { timeScale }
  let sales = 0
  let partnerTransId = ''
  return {
    async take(code, amount) {
      sales += 1
      partnerTransId = `TILL${code}${sales}`
      const order = { partnerTransId, transName: 'Goods', amount: moneyOf(amount), buyerIdentityCode: code, ...shop }
      const { end, message } = await collectPayment(client, order, { timings })
      return { answer: paymentAnswers[end], words: message }
    },
    async refund(amount) {
      const order = { partnerTransId, partnerRefundId: `${partnerTransId}R`, amount: moneyOf(amount) }
      const { end } = await collectRefund(client, order, { timings })
      return { answer: end === 'refunded' ? 'refunded' : 'unclear', words: '' }
    },
    close: () => client.close(),
  }
}

const shop = {
  notifyUrl: 'http://127.0.0.1:9/none',
  extendInfo: {
    secondaryMerchantId: 'M1',
    secondaryMerchantName: 'Corner shop',
    secondaryMerchantIndustry: '5812',
    storeId: 'S1',
    storeName: 'Corner shop',
  },
}

function moneyOf(shown: string): Money {
  const [number = '', currency = ''] = shown.split(' ')
  const parsed = parseAmount(number, currencyNamed(currency) ?? 'USD')
  if (!parsed.ok) throw new Error(parsed.rule)
  return parsed.money
}

/** What its target.yaml would say. */
export async function handTarget(timeScale: number, more: object = {}): Promise<Target> {
  const gateway = { port: await freePort(), partner, md5_key: key }
  const said = { name: 'Corner shop, till 3', adapter: 'manual', gateway, time_scale: timeScale, ...more }
  return { ...targetSchema.parse(said), folder: '/nowhere' }
}

function freePort(): Promise<number> {
  const server = createServer()
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}
