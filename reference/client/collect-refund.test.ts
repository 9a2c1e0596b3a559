import { describe, expect, it } from 'vitest'
import { valueNamed } from '../../protocol/parameter.ts'
import { collectRefund } from './collect-refund.ts'
import { coffeeBack, refundDone, refundFailed } from './testing/orders.ts'
import { signedAnswer } from './testing/scripted-gateway.ts'
import { type Comes, page, wireScript } from './testing/wire-script.ts'

const says = (fields: Record<string, string>, after = 0): Comes => ({ fields, after })
const silence: Comes = { silence: true }
const refusedByGateway: Comes = {
  result: page('<alipay><is_success>F</is_success><error>ILLEGAL_CLIENT_IP</error></alipay>'),
}
const forged: Comes = { result: page(signedAnswer(refundDone, { sign: '0'.repeat(32) })) }
const otherRefund = says({ ...refundDone, partner_refund_id: 'OTHER' })
const five = 'refund@0 refund@5000 refund@10000 refund@15000 refund@20000'

const stories: [told: string, refund: Comes[], story: string, end: object][] = [
  ['at once', [says(refundDone)], 'refund@0', { end: 'refunded', refund: { refundAmountCny: { amount: 7156 } } }],
  ['after a lost answer', [silence, says(refundDone)], 'refund@0 refund@5000', { end: 'refunded' }],
  [
    'after SYSTEM_ERROR',
    [says(refundFailed('SYSTEM_ERROR')), says(refundDone)],
    'refund@0 refund@5000',
    { end: 'refunded' },
  ],
  [
    'refused',
    [says(refundFailed('RETURN_AMOUNT_EXCEED'))],
    'refund@0',
    { end: 'notRefunded', reason: 'RETURN_AMOUNT_EXCEED' },
  ],
  ['refused with a code that no table has', [says(refundFailed('MOON_IN_WAY'))], 'refund@0', { end: 'notRefunded' }],
  ['refused by the gateway', [refusedByGateway], 'refund@0', { end: 'notRefunded', reason: 'ILLEGAL_CLIENT_IP' }],
  [
    'refused clearly after a lost answer',
    [silence, says(refundFailed('SELLER_BALANCE_NOT_ENOUGH'))],
    'refund@0 refund@5000',
    { end: 'notRefunded' },
  ],
  [
    'refused by the gateway after a lost answer',
    [silence, refusedByGateway],
    'refund@0 refund@5000',
    { end: 'unclear', personMustLook: 'contradiction', error: 'ILLEGAL_CLIENT_IP' },
  ],
  [
    'nothing left after a lost answer',
    [silence, says(refundFailed('RETURN_AMOUNT_EXCEED'))],
    'refund@0 refund@5000',
    { end: 'unclear', personMustLook: 'contradiction' },
  ],
  [
    'closed after a lost answer',
    [silence, says(refundFailed('TRADE_STATUS_ERROR'))],
    'refund@0 refund@5000',
    { end: 'unclear' },
  ],
  [
    'the id used after a lost answer',
    [silence, says(refundFailed('REPEATED_REFUNDMENT_REQUEST'))],
    'refund@0 refund@5000',
    { end: 'unclear' },
  ],
  [
    'a code nobody knows after a lost answer',
    [silence, says(refundFailed('MOON_IN_WAY'))],
    'refund@0 refund@5000',
    { end: 'unclear' },
  ],
  ['never clear', [silence], five, { end: 'unclear', personMustLook: 'refundNotConfirmed' }],
  ['forged', [forged], five, { end: 'unclear' }],
  ['the answer of another refund', [otherRefund], five, { end: 'unclear' }],
]

describe('a refund', () => {
  it.each(stories)('%s', async (_, refund, story, end) => {
    const wire = wireScript({ refund })
    expect(await collectRefund(wire.client, coffeeBack)).toMatchObject(end)
    expect(wire.story()).toBe(story)
    const ids = wire.sent.map(({ parameters }) => valueNamed(parameters, 'partner_refund_id'))
    expect(new Set(ids)).toEqual(new Set([coffeeBack.partnerRefundId]))
  })

  it('that is asynchronous is accepted', async () => {
    const wire = wireScript({ refund: [says(refundDone)] })
    expect(await collectRefund(wire.client, { ...coffeeBack, isSync: false })).toMatchObject({ end: 'accepted' })
  })

  it('that was begun before the crash does not take a contradiction for a no', async () => {
    const refund = [says(refundFailed('TRADE_HAS_CLOSE'))]
    expect(await collectRefund(wireScript({ refund }).client, coffeeBack, { begun: true })).toMatchObject({
      end: 'unclear',
    })
  })

  it('keeps its times, scaled', async () => {
    const wire = wireScript({ refund: [silence] })
    await collectRefund(wire.client, coffeeBack, { timings: { timeScale: 10, refundsMax: 3 } })
    expect(wire.story()).toBe('refund@0 refund@500 refund@1000')
  })

  it('is told before it is sent', async () => {
    const wire = wireScript({ refund: [says(refundDone)] })
    const told: string[] = []
    await collectRefund(wire.client, coffeeBack, {
      onStep: ({ event, attempt }) => void told.push(`${event} ${attempt} ${wire.sent.length}`),
    })
    expect(told).toEqual(['sending 1 0', 'outcome 1 1'])
  })
})

describe('a cashier who gives up a refund', () => {
  const giveUp = async (at: number, refund: Comes[], begun = false) => {
    const wire = wireScript({ refund })
    const cashier = new AbortController()
    wire.clock.at(at, () => cashier.abort())
    wire.clock.pass(0)
    return [await collectRefund(wire.client, coffeeBack, { signal: cashier.signal, begun }), wire.story()] as const
  }

  it('before it was sent', async () => {
    expect(await giveUp(0, [])).toEqual([expect.objectContaining({ end: 'notRefunded', reason: 'NOT_SENT' }), ''])
  })

  it('before it was sent again', async () => {
    expect(await giveUp(0, [], true)).toEqual([expect.objectContaining({ end: 'unclear' }), ''])
  })

  it('while it is sent: its answer counts, but it is not repeated', async () => {
    expect(await giveUp(1, [says(refundDone, 100)])).toEqual([expect.objectContaining({ end: 'refunded' }), 'refund@0'])
    expect(await giveUp(1, [silence])).toEqual([expect.objectContaining({ end: 'unclear' }), 'refund@0'])
  })

  it('between two attempts', async () => {
    const broken = page('')
    expect(await giveUp(3_000, [{ result: broken }])).toEqual([expect.objectContaining({ end: 'unclear' }), 'refund@0'])
  })
})
