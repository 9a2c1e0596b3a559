import { describe, expect, it } from 'vitest'
import { money } from '../../protocol/money.ts'
import { valueNamed } from '../../protocol/parameter.ts'
import { type Service, serviceNamed } from '../../protocol/service.ts'
import { createAlipayClient } from './client.ts'
import { collectPayment, settlePayment } from './collect-payment.ts'
import { createHttpTransport } from './http-transport.ts'
import type { StepEvent } from './loop.ts'
import { type BegunPayment, lateRefundId, type PaymentOptions } from './payment-walk.ts'
import { manualClock } from './testing/manual-clock.ts'
import {
  cancelDone,
  cancelFailed,
  coffee,
  payFailed,
  payPaid,
  payWaiting,
  queryClosed,
  queryFailed,
  queryFinished,
  queryGivenBack,
  queryPaid,
  queryWaiting,
  refundDone,
  refundFailed,
  tradeNo,
} from './testing/orders.ts'
import {
  answers,
  type Reply,
  sends,
  sent,
  signedAnswer,
  startScriptedGateway,
  testKey,
  testPartner,
} from './testing/scripted-gateway.ts'
import { type Comes, failure, page, type WireScript, wireScript } from './testing/wire-script.ts'

const says = (fields: Record<string, string>, after = 0): Comes => ({ fields, after })
const silence: Comes = { silence: true }
const refusedByGateway = (error: string): Comes => ({
  result: page(`<alipay><is_success>F</is_success><error>${error}</error></alipay>`),
})
const forged = (fields: Record<string, string>): Comes => ({
  result: page(signedAnswer(fields, { sign: '0'.repeat(32) })),
})
const broken: Comes = { result: failure('broken') }

const waits = says(queryWaiting)
const closes = [says(cancelDone('close'))]
const tooLate = [says(cancelFailed('TRADE_CANCEL_TIME_OUT', 'N'))]
const noTrade = says(queryFailed('TRADE_NOT_EXIST'))
const givenBack = { ...refundDone, partner_refund_id: `${coffee.partnerTransId}_LATE`, refund_amount: '39.25' }
const queries = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => `query@${from + 3_000 * index}`).join(' ')
/** Ten queries without result, until a cancel falls due. */
const tenQueries = queries(5_000, 10)
const notFoundTen = Array.from({ length: 10 }, () => noTrade)

type Story = [told: string, script: Partial<Record<Service, Comes[]>>, story: string, end: object]

const stories: Story[] = [
  ['paid at once', { pay: [says(payPaid)] }, 'pay@0', { end: 'paid', foundBy: 'pay' }],
  [
    'refused',
    { pay: [says(payFailed('BUYER_BALANCE_NOT_ENOUGH'))] },
    'pay@0',
    { end: 'notPaid', reason: 'BUYER_BALANCE_NOT_ENOUGH', message: expect.stringContaining('Not paid.') },
  ],
  [
    'refused because of the id',
    { pay: [says(payFailed('TRADE_HAS_CLOSE'))] },
    'pay@0',
    { end: 'notPaid', reason: 'TRADE_HAS_CLOSE' },
  ],
  [
    'refused for another amount under the id',
    { pay: [says(payFailed('CONTEXT_INCONSISTENT'))] },
    'pay@0',
    { end: 'notPaid' },
  ],
  ['refused by the set-up', { pay: [says(payFailed('SELLER_BEEN_BLOCKED'))] }, 'pay@0', { end: 'notPaid' }],
  [
    'refused by the gateway',
    { pay: [refusedByGateway('ILLEGAL_SIGN')] },
    'pay@0',
    { end: 'notPaid', reason: 'ILLEGAL_SIGN' },
  ],
  [
    'refused by the gateway with a code nobody knows',
    { pay: [refusedByGateway('NEW_ONE')] },
    'pay@0',
    { end: 'notPaid', reason: 'NEW_ONE' },
  ],

  [
    'password, confirmed',
    { pay: [says(payWaiting, 3_000)], query: [waits, waits, says(queryPaid)] },
    'pay@0 query@5000 query@8000 query@11000',
    { end: 'paid', foundBy: 'query' },
  ],
  [
    'password, never',
    { pay: [says(payWaiting)], query: [waits], cancel: closes },
    `pay@0 ${tenQueries} cancel@32000`,
    { end: 'cancelled', action: 'close' },
  ],
  [
    'password, paid in the moment of the cancel',
    { pay: [says(payWaiting)], query: [waits], cancel: [says(cancelDone('refund'))] },
    `pay@0 ${tenQueries} cancel@32000`,
    { end: 'cancelled', action: 'refund' },
  ],
  [
    'password, declined',
    { pay: [says(payWaiting)], query: [waits, says(queryClosed)] },
    'pay@0 query@5000 query@8000',
    { end: 'notPaid', reason: 'TRADE_CLOSED' },
  ],
  [
    'closed after it was paid',
    { pay: [says(payWaiting)], query: [says(queryGivenBack)] },
    'pay@0 query@5000',
    { end: 'cancelled', action: 'refund' },
  ],
  [
    'closed, and a sum given back',
    { pay: [says(payWaiting)], query: [says({ ...queryClosed, refund_amount_cny: '280.88' })] },
    'pay@0 query@5000',
    { end: 'cancelled', action: 'refund' },
  ],
  ['finished', { pay: [silence], query: [says(queryFinished)] }, 'pay@0 query@5000', { end: 'paid' }],

  ['no answer, paid', { pay: [silence], query: [says(queryPaid)] }, 'pay@0 query@5000', { end: 'paid' }],
  [
    'an answer after the time, paid',
    { pay: [says(payPaid, 5_001)], query: [says(queryPaid)] },
    'pay@0 query@5000',
    { end: 'paid', foundBy: 'query' },
  ],
  [
    'no answer, no trade',
    { pay: [silence], query: [noTrade], cancel: [says(cancelDone())] },
    `pay@0 ${tenQueries} cancel@32000`,
    { end: 'cancelled', action: 'none' },
  ],
  [
    'no answer, the trade appears late',
    { pay: [silence], query: [noTrade, noTrade, says(queryPaid)] },
    `pay@0 ${queries(5_000, 3)}`,
    { end: 'paid' },
  ],
  [
    'no answer to anything',
    { pay: [silence] },
    `pay@0 ${tenQueries} cancel@35000 cancel@40000 cancel@45000 cancel@50000 cancel@55000`,
    { end: 'unclear', personMustLook: 'cancelNotConfirmed' },
  ],
  [
    'no network',
    { pay: [broken], query: [broken], cancel: [broken] },
    `pay@0 ${tenQueries} cancel@32000 cancel@37000 cancel@42000 cancel@47000 cancel@52000`,
    { end: 'unclear', personMustLook: 'cancelNotConfirmed' },
  ],
  [
    'SYSTEM_ERROR of the gateway, paid',
    { pay: [refusedByGateway('SYSTEM_ERROR')], query: [says(queryPaid)] },
    'pay@0 query@5000',
    { end: 'paid' },
  ],
  [
    'SYSTEM_ERROR signed, not paid',
    { pay: [says(payFailed('SYSTEM_ERROR'))], query: [says(queryFailed('SYSTEM_ERROR')), says(queryClosed)] },
    'pay@0 query@5000 query@8000',
    { end: 'notPaid' },
  ],
  [
    'a forged success, no trade',
    { pay: [forged(payPaid)], query: [noTrade], cancel: [says(cancelDone())] },
    `pay@0 ${tenQueries} cancel@32000`,
    { end: 'cancelled' },
  ],
  [
    'a forged refusal, paid',
    { pay: [forged(payFailed('PAYMENT_FAIL'))], query: [says(queryPaid)] },
    'pay@0 query@5000',
    { end: 'paid' },
  ],
  [
    'the success of another order',
    { pay: [says({ ...payPaid, partner_trans_id: 'OTHER' })], query: [says(queryPaid)] },
    'pay@0 query@5000',
    { end: 'paid', foundBy: 'query' },
  ],
  [
    'forged queries',
    { pay: [silence], query: [forged(queryPaid)], cancel: closes },
    `pay@0 ${tenQueries} cancel@32000`,
    { end: 'cancelled' },
  ],
  [
    'slow queries',
    { pay: [silence], query: [says(queryWaiting, 2_999), says(queryPaid, 2_999)] },
    'pay@0 query@5000 query@8000',
    { end: 'paid' },
  ],
  [
    'queries refused',
    { pay: [silence], query: [refusedByGateway('HAS_NO_PRIVILEGE')], cancel: closes },
    `pay@0 ${tenQueries} cancel@32000`,
    { end: 'cancelled' },
  ],

  [
    'already paid',
    { pay: [says(payFailed('TRADE_HAS_SUCCESS'))], query: [says(queryPaid)] },
    'pay@0 query@5000',
    { end: 'paid', foundBy: 'query' },
  ],
  [
    'already paid, by another sale',
    { pay: [says(payFailed('TRADE_HAS_SUCCESS'))], query: [says({ ...queryPaid, trans_amount: '5.00' })] },
    `pay@0 ${tenQueries}`,
    { end: 'unclear', personMustLook: 'otherPayment' },
  ],
  [
    'already paid, by a sale in another currency',
    { pay: [silence], query: [says({ ...queryPaid, currency: 'HKD' })] },
    `pay@0 ${tenQueries}`,
    { end: 'unclear', personMustLook: 'otherPayment' },
  ],
  [
    'another amount once, silence after it',
    { pay: [says({ ...payPaid, trans_amount: '5.00' })], query: [silence] },
    `pay@0 ${tenQueries}`,
    { end: 'unclear', personMustLook: 'otherPayment' },
  ],
  [
    'another amount once, then the right one',
    { pay: [says({ ...payPaid, trans_amount: '5.00' })], query: [waits], cancel: closes },
    `pay@0 ${tenQueries} cancel@32000`,
    { end: 'cancelled' },
  ],
  [
    'a code that no table has',
    { pay: [says(payFailed('MOON_IN_WAY'))], query: [noTrade], cancel: [says(cancelDone())] },
    `pay@0 ${tenQueries} cancel@32000`,
    { end: 'cancelled' },
  ],

  [
    'cancel asks for a repeat',
    {
      pay: [silence],
      query: notFoundTen,
      cancel: [
        says(cancelFailed('SELLER_BALANCE_NOT_ENOUGH', 'Y')),
        says(cancelFailed('SYSTEM_ERROR', 'Y')),
        ...closes,
      ],
    },
    `pay@0 ${tenQueries} cancel@32000 cancel@37000 cancel@42000`,
    { end: 'cancelled', action: 'close' },
  ],
  [
    'cancel asks for a repeat for ever',
    { pay: [silence], query: notFoundTen, cancel: [says(cancelFailed('SELLER_BALANCE_NOT_ENOUGH', 'Y'))] },
    `pay@0 ${tenQueries} cancel@32000 cancel@37000 cancel@42000 cancel@47000 cancel@52000`,
    { end: 'unclear', personMustLook: 'cancelNotConfirmed', error: 'SELLER_BALANCE_NOT_ENOUGH' },
  ],
  [
    'the answer of the cancel lost',
    { pay: [silence], query: notFoundTen, cancel: [silence, says(cancelDone())] },
    `pay@0 ${tenQueries} cancel@32000 cancel@37000`,
    { end: 'cancelled', action: 'none' },
  ],
  [
    'a forged cancel',
    { pay: [silence], query: notFoundTen, cancel: [forged(cancelDone('close'))] },
    `pay@0 ${tenQueries} cancel@32000 cancel@37000 cancel@42000 cancel@47000 cancel@52000`,
    { end: 'unclear' },
  ],
  [
    "a query's answer to the cancel",
    { pay: [silence], query: notFoundTen, cancel: [says(queryPaid), ...closes] },
    `pay@0 ${tenQueries} cancel@32000 cancel@37000`,
    { end: 'cancelled' },
  ],
  [
    'cancel refused for good',
    { pay: [silence], query: notFoundTen, cancel: [says(cancelFailed('REASON_TRADE_REFUND_FEE_ERR', 'N'))] },
    `pay@0 ${tenQueries} cancel@32000`,
    { end: 'unclear', personMustLook: 'cancelRefused', error: 'REASON_TRADE_REFUND_FEE_ERR' },
  ],
  [
    'cancel refused by the gateway',
    { pay: [silence], query: notFoundTen, cancel: [refusedByGateway('ILLEGAL_SIGN')] },
    `pay@0 ${tenQueries} cancel@32000`,
    { end: 'unclear', personMustLook: 'cancelRefused' },
  ],

  [
    'too late, refunded',
    { pay: [silence], query: [...notFoundTen, says(queryPaid)], cancel: tooLate, refund: [says(givenBack)] },
    `pay@0 ${tenQueries} cancel@32000 query@32000 refund@32000`,
    { end: 'cancelled', action: 'refund' },
  ],
  [
    'not allowed, refunded',
    {
      pay: [silence],
      query: [...notFoundTen, says(queryPaid)],
      cancel: [says(cancelFailed('CANCEL_NOT_ALLOWED', 'N'))],
      refund: [says(givenBack)],
    },
    `pay@0 ${tenQueries} cancel@32000 query@32000 refund@32000`,
    { end: 'cancelled', action: 'refund' },
  ],
  [
    'too late, closed by then',
    { pay: [silence], query: [...notFoundTen, broken, says(queryClosed)], cancel: tooLate },
    `pay@0 ${tenQueries} cancel@32000 query@32000 query@35000`,
    { end: 'notPaid', reason: 'TRADE_CLOSED' },
  ],
  [
    'too late, never seen',
    { pay: [silence], query: [noTrade], cancel: tooLate },
    `pay@0 ${tenQueries} cancel@32000 ${queries(32_000, 10)}`,
    { end: 'unclear', personMustLook: 'stateNotFound' },
  ],
  [
    'too late, finished',
    { pay: [silence], query: [...notFoundTen, says(queryFinished)], cancel: tooLate },
    `pay@0 ${tenQueries} cancel@32000 query@32000`,
    { end: 'unclear', personMustLook: 'notRefundable' },
  ],
  [
    'too late, the answer of the refund lost',
    { pay: [silence], query: [...notFoundTen, says(queryPaid)], cancel: tooLate, refund: [silence, says(givenBack)] },
    `pay@0 ${tenQueries} cancel@32000 query@32000 refund@32000 refund@37000`,
    { end: 'cancelled', action: 'refund' },
  ],
  [
    'too late, refund never clear',
    { pay: [silence], query: [...notFoundTen, says(queryPaid)], cancel: tooLate, refund: [silence] },
    `pay@0 ${tenQueries} cancel@32000 query@32000 refund@32000 refund@37000 refund@42000 refund@47000 refund@52000`,
    { end: 'unclear', personMustLook: 'refundNotConfirmed' },
  ],
  [
    'too late, refund refused',
    {
      pay: [silence],
      query: [...notFoundTen, says(queryPaid)],
      cancel: tooLate,
      refund: [says(refundFailed('SELLER_BALANCE_NOT_ENOUGH'))],
    },
    `pay@0 ${tenQueries} cancel@32000 query@32000 refund@32000`,
    { end: 'unclear', personMustLook: 'refundRefused', error: 'SELLER_BALANCE_NOT_ENOUGH' },
  ],
]

const idsOf = ({ sent }: WireScript, service: Service, name: string) =>
  new Set(sent.filter((call) => call.service === service).map(({ parameters }) => valueNamed(parameters, name)))

describe('a sale', () => {
  it.each(stories)('%s', async (_, script, story, end) => {
    const wire = wireScript(script)
    expect(await collectPayment(wire.client, coffee)).toMatchObject(end)
    expect(wire.story()).toBe(story)
    expect(idsOf(wire, 'refund', 'partner_refund_id').size).toBeLessThan(2)
  })

  it('has a sentence for the cashier, whatever its end', async () => {
    for (const [, script] of stories) {
      const { message } = await collectPayment(wireScript(script).client, coffee)
      expect(message).toMatch(/^[A-Z].*\.$/)
    }
  })
})

describe('a cashier who gives up', () => {
  const rows: [told: string, at: number, script: Partial<Record<Service, Comes[]>>, story: string, end: object][] = [
    [
      'before the first query',
      1_000,
      { pay: [says(payWaiting)], cancel: closes },
      'pay@0 cancel@1000',
      { end: 'cancelled' },
    ],
    [
      'between two queries',
      6_000,
      { pay: [silence], query: [waits], cancel: closes },
      'pay@0 query@5000 cancel@6000',
      { end: 'cancelled' },
    ],
    [
      'during a query',
      5_500,
      { pay: [silence], query: [says(queryPaid, 1_000)], cancel: [says(cancelDone('refund'))] },
      'pay@0 query@5000 cancel@5500',
      { end: 'cancelled', action: 'refund' },
    ],
    [
      'during the pay, which is paid',
      1_000,
      { pay: [says(payPaid, 2_000)], cancel: [says(cancelDone('refund'))] },
      'pay@0 cancel@2000',
      { end: 'cancelled', action: 'refund' },
    ],
    [
      'during the pay, which is refused',
      1_000,
      { pay: [says(payFailed('PAYMENT_FAIL'), 2_000)] },
      'pay@0',
      { end: 'notPaid' },
    ],
    [
      'during the pay, which has no answer',
      1_000,
      { pay: [silence], cancel: closes },
      'pay@0 cancel@5000',
      { end: 'cancelled' },
    ],
    [
      'during the cancel',
      33_000,
      { pay: [silence], query: [noTrade], cancel: [silence, says(cancelDone())] },
      `pay@0 ${tenQueries} cancel@32000 cancel@37000`,
      { end: 'cancelled' },
    ],
    [
      'on a payment that is not his',
      6_000,
      { pay: [silence], query: [says({ ...queryPaid, trans_amount: '5.00' })] },
      'pay@0 query@5000',
      { end: 'unclear', personMustLook: 'otherPayment' },
    ],
  ]
  it.each(rows)('%s', async (_, at, script, story, end) => {
    const wire = wireScript(script)
    const cashier = new AbortController()
    wire.clock.at(at, () => cashier.abort())
    expect(await collectPayment(wire.client, coffee, { signal: cashier.signal })).toMatchObject(end)
    expect(wire.story()).toBe(story)
  })

  it('after the query found it paid, but before anybody was told', async () => {
    const wire = wireScript({ pay: [silence], query: [says(queryPaid)], cancel: [says(cancelDone('refund'))] })
    const cashier = new AbortController()
    const end = await collectPayment(wire.client, coffee, {
      signal: cashier.signal,
      onStep({ event, step }) {
        if (event === 'outcome' && step === 'query') cashier.abort()
      },
    })
    expect(end).toMatchObject({ end: 'cancelled', action: 'refund' })
  })

  it('before anything was sent has nothing to cancel', async () => {
    const wire = wireScript({ pay: [says(payPaid)] })
    const end = await collectPayment(wire.client, coffee, { signal: AbortSignal.abort() })
    expect(end).toMatchObject({ end: 'notPaid', reason: 'NOT_SENT' })
    expect(wire.story()).toBe('')
  })
})

describe('settlePayment', () => {
  const { partnerTransId, amount } = coffee
  const begun: BegunPayment = { partnerTransId, amount }

  it('goes on with a query, and sends no pay', async () => {
    const wire = wireScript({ query: [waits, says(queryPaid)] })
    expect(await settlePayment(wire.client, begun)).toMatchObject({ end: 'paid' })
    expect(wire.story()).toBe('query@0 query@3000')
  })

  it('cancels what cannot be found', async () => {
    const wire = wireScript({ query: [noTrade], cancel: [says(cancelDone())] })
    expect(await settlePayment(wire.client, begun)).toMatchObject({ end: 'cancelled', action: 'none' })
    expect(wire.story()).toBe(`${queries(0, 10)} cancel@27000`)
  })

  it('goes on with a cancel', async () => {
    const wire = wireScript({ cancel: [silence, says(cancelDone('refund'))] })
    expect(await settlePayment(wire.client, begun, { startAt: 'cancel' })).toMatchObject({ end: 'cancelled' })
    expect(wire.story()).toBe('cancel@0 cancel@5000')
  })

  it('refunds in settlement currency what the gateway says it was', async () => {
    const inTaiwan = { ...begun, amount: money(9900, 'TWD'), settlementCurrency: 'USD' } as const
    const trade = { ...queryPaid, trans_currency: 'TWD', trans_amount: '99.00', forex_total_fee: '3.07' }
    const wire = wireScript({
      cancel: tooLate,
      query: [says(trade)],
      refund: [says({ ...givenBack, refund_amount: '3.07' })],
    })
    expect(await settlePayment(wire.client, inTaiwan, { startAt: 'cancel' })).toMatchObject({ end: 'cancelled' })
    expect(wire.story()).toBe('cancel@0 query@0 refund@0')
    const { forex_total_fee: _, ...untold } = trade
    const blind = wireScript({ cancel: tooLate, query: [says(untold)] })
    expect(await settlePayment(blind.client, inTaiwan, { startAt: 'cancel' })).toMatchObject({
      end: 'unclear',
      personMustLook: 'amountNotKnown',
    })
    expect(blind.story()).toBe('cancel@0 query@0')
  })
})

describe('the timings', () => {
  const waitsForEver = { pay: [silence], query: [silence], cancel: [silence] }
  const storyOf = async (timings: PaymentOptions['timings'] & object, random = 0) => {
    const wire = wireScript(waitsForEver)
    await collectPayment({ ...wire.client, random: () => random }, coffee, { timings })
    return wire.story()
  }

  it('are divided by the time scale, all of them', async () => {
    expect(await storyOf({ timeScale: 10, queriesMax: 2, cancelsMax: 2 })).toBe(
      'pay@0 query@500 query@800 cancel@1100 cancel@1600',
    )
  })

  it('are settings', async () => {
    const timings = { answerTimeoutMs: 1_000, firstQueryMs: 7_000, queryIntervalMs: 4_000, cancelIntervalMs: 9_000 }
    expect(await storyOf({ ...timings, queriesMax: 2, cancelsMax: 2 })).toBe(
      'pay@0 query@7000 query@11000 cancel@15000 cancel@24000',
    )
  })

  it('are lengthened by chance, never shortened', async () => {
    const wire = wireScript({ pay: [says(payWaiting)], query: [waits], cancel: [broken] })
    await collectPayment({ ...wire.client, random: () => 0.5 }, coffee, { timings: { queriesMax: 3, cancelsMax: 2 } })
    expect(wire.story()).toBe('pay@0 query@5100 query@8200 query@11300 cancel@11300 cancel@16400')
  })

  it('do not stretch when the clock of the machine is set back', async () => {
    const wire = wireScript({ pay: [says(payWaiting)], query: [waits, says(queryPaid)] })
    let back = 0
    const slept: number[] = []
    const clock = {
      now: () => wire.clock.now() - back,
      sleep(ms: number) {
        slept.push(ms)
        return wire.clock.sleep(ms)
      },
    }
    await collectPayment({ ...wire.client, clock }, coffee, {
      onStep({ event }) {
        if (event === 'outcome') back += 3_600_000
      },
    })
    expect(slept).toEqual([5_000, 3_000])
  })
})

describe('onStep', () => {
  it('is told each step before it is sent, and its outcome', async () => {
    const wire = wireScript({ pay: [silence], query: [waits, says(queryPaid)] })
    const told: string[] = []
    await collectPayment(wire.client, coffee, {
      async onStep(event) {
        await new Promise((resolve) => setTimeout(resolve, 5))
        told.push(tell(event, wire.sent.length))
      },
    })
    expect(told).toEqual([
      'sending pay 1, 0 sent',
      'pay 1 unknown, 1 sent',
      'sending query 1, 1 sent',
      'query 1 waiting, 2 sent',
      'sending query 2, 2 sent',
      'query 2 paid, 3 sent',
    ])
  })

  it('stops the loop by throwing, before the step is sent', async () => {
    const wire = wireScript({ pay: [silence] })
    const onStep = ({ step }: { step: string }) => {
      if (step === 'query') throw new Error('the book is full')
    }
    await expect(collectPayment(wire.client, coffee, { onStep })).rejects.toThrow('the book is full')
    expect(wire.story()).toBe('pay@0')
  })

  function tell(event: StepEvent<string, { outcome: string }>, sent: number): string {
    const { step, attempt } = event
    const what =
      event.event === 'sending' ? `sending ${step} ${attempt}` : `${step} ${attempt} ${event.outcome.outcome}`
    return `${what}, ${sent} sent`
  }
})

describe('the refund that takes the place of a cancel', () => {
  it('has an id of its own that is always the same and always fits', () => {
    expect(lateRefundId('A1')).toBe('A1_LATE')
    const long = 'x'.repeat(60)
    expect(lateRefundId(`${long}abcd`)).toHaveLength(64)
    expect(lateRefundId(`${long}abcd`)).toBe(lateRefundId(`${long}abcd`))
    expect(lateRefundId(`${long}abcd`)).not.toBe(lateRefundId(`${long}abce`))
  })
})

describe('over real sockets, a sale', () => {
  const sale = async (...replies: Reply[]) => {
    const gateway = await startScriptedGateway()
    const transport = createHttpTransport()
    const client = createAlipayClient({
      gateway: gateway.url,
      partner: testPartner,
      key: testKey,
      clock: manualClock(),
      transport,
    })
    gateway.script(...replies)
    const end = await collectPayment(client, coffee)
    client.close()
    await gateway.close()
    return { end, services: gateway.received.map((received) => serviceNamed(sent(received, 'service') ?? '')) }
  }
  const resets: Reply = (response) => void response.socket?.resetAndDestroy()

  it('whose answer is lost is found by query', async () => {
    const { end, services } = await sale(
      resets,
      sends('<html>Bad Gateway</html>', { status: 502 }),
      answers(queryFailed('TRADE_NOT_EXIST')),
      answers(queryPaid),
    )
    expect(end).toMatchObject({ end: 'paid', foundBy: 'query', trade: { alipayTransId: tradeNo } })
    expect(services).toEqual(['pay', 'query', 'query', 'query'])
  })

  it('that never becomes clear is cancelled until that is clear', async () => {
    const waitsTen = Array.from({ length: 10 }, () => answers(queryWaiting))
    const { end, services } = await sale(answers(payWaiting), ...waitsTen, resets, answers(cancelDone('close')))
    expect(end).toMatchObject({ end: 'cancelled', action: 'close' })
    expect(services.slice(-3)).toEqual(['query', 'cancel', 'cancel'])
  })
})
