/**
 * A till in a few lines on the reference client, inside the test's process: something for the kit to certify, and to catch.
 */

import { SutError, type SystemUnderTest } from '../conformance/adapter/system-under-test.ts'
import type { RunFacts } from '../conformance/target/run-facts.ts'
import { currencyNamed, parseAmount } from '../protocol/index.ts'
import { collectPayment, createAlipayClient, type PaymentEnd } from '../reference/client/index.ts'
import type { Payment, PaymentRequest } from '../reference/terminal-api/words.ts'

export type TinyDefect = 'none' | 'unknown is paid' | 'gives up without a word' | 'talks nonsense'

const statuses = { paid: 'paid', notPaid: 'not_paid', cancelled: 'cancelled', unclear: 'unclear' } as const

export function tinyTill(facts: RunFacts, defect: TinyDefect = 'none'): SystemUnderTest {
  const timeScale = Number(facts.time_scale)
  const client = createAlipayClient({
    gateway: facts.gateway,
    partner: facts.partner,
    key: facts.md5_key,
  })
  const book = new Map<string, Payment>()
  const known = (id: string): Payment => {
    const payment = book.get(id)
    if (payment === undefined) throw new SutError('not_found', { detail: id })
    return payment
  }
  const nowhere = async (): Promise<never> => {
    throw new SutError('internal', { detail: 'a tiny till cannot do that' })
  }

  async function settle(request: PaymentRequest, partnerTransId: string): Promise<void> {
    const order = orderOf(request, partnerTransId)
    const end =
      defect === 'unknown is paid'
        ? await hasty(order)
        : await collectPayment(client, order, { timings: { timeScale } })
    if (defect === 'gives up without a word') return
    book.set(request.payment_id, { ...known(request.payment_id), status: statuses[end.end], message: end.message })
  }

  async function hasty(order: Parameters<typeof collectPayment>[1]): Promise<PaymentEnd> {
    const outcome = await client.pay(order)
    if (outcome.outcome === 'refused') return { end: 'notPaid', reason: outcome.error, message: outcome.message }
    return { end: 'paid' } as PaymentEnd
  }
  return {
    capabilities: async () => ({
      version: 1,
      name: `tiny till, ${defect}`,
      role: 'merchant',
      features: [],
      currencies: ['USD', 'JPY'],
      sign_types: ['MD5'],
      charsets: ['UTF-8'],
      timings: {
        answer_timeout_ms: 5_000,
        first_query_ms: 5_000,
        query_interval_ms: 3_000,
        queries_max: 10,
        cancel_interval_ms: 5_000,
        cancels_max: 5,
        time_scale: timeScale,
      },
    }),
    async pay(request) {
      if (defect === 'talks nonsense') throw new SutError('nonsense', { detail: 'POST /payments said <html>' })
      const partnerTransId = `T${request.payment_id.replaceAll('-', '')}`
      if (!book.has(request.payment_id)) {
        book.set(request.payment_id, { ...request, status: 'pending', partner_trans_id: partnerTransId })
        void settle(request, partnerTransId)
      }
      return known(request.payment_id)
    },
    get: async (id) => known(id),
    cancel: nowhere,
    refund: nowhere,
    getRefund: nowhere,
    async *list() {
      yield* book.values()
    },
    kill: nowhere,
    restart: nowhere,
    stop: async () => client.close(),
    lastWords: () => (defect === 'talks nonsense' ? 'Segmentation fault' : ''),
  }
}

function orderOf({ code, amount, currency, subject = 'Goods' }: PaymentRequest, partnerTransId: string) {
  const parsed = parseAmount(amount, currencyNamed(currency) ?? 'USD')
  if (!parsed.ok) throw new SutError('bad_request', { detail: parsed.rule })
  return {
    partnerTransId,
    transName: subject,
    amount: parsed.money,
    buyerIdentityCode: code,
    notifyUrl: 'http://127.0.0.1:9/none',
    extendInfo: {
      secondaryMerchantId: 'M1',
      secondaryMerchantName: 'Tiny',
      secondaryMerchantIndustry: '5812',
      storeId: 'S1',
      storeName: 'Tiny',
    },
  }
}
