import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { currencies } from '../../../protocol/currency.ts'
import { type Money, minorUnits, type Rate } from '../../../protocol/money.ts'
import { anyUnit } from '../../../test/any-character.ts'
import { blocked, trade } from '../../../test/store-samples.ts'
import type { BuyerPlan, NotificationPlan } from '../../behaviour/behaviour.ts'
import type { Shop } from '../../ledger/shop.ts'
import type { NotifyAddress, Refund, RefundState, Trade, TradeState } from '../../ledger/trade.ts'
import { TradeTexts, versionIn } from './trade-text.ts'

/** `Required`: a member that is new must be named here, and is then lost by a text that does not know it. */
type Parts<Whole> = { [Name in keyof Required<Whole>]: fc.Arbitrary<Required<Whole>[Name]> }

const text = fc.oneof(fc.string(), fc.string({ unit: anyUnit }), fc.constantFrom('[', '{}', '0', 'null'))
const whole = fc.maxSafeNat()
const amount = whole.map(minorUnits)
const rate = whole.map((scaled) => scaled as Rate)
const money: fc.Arbitrary<Money> = fc.record<Money>({
  amount,
  currency: fc.constantFrom(...(Object.keys(currencies) as Money['currency'][])),
})
const one = <const Name extends string>(...names: Name[]) => fc.constantFrom(...names)

const shopParts: Parts<Shop> = {
  secondaryMerchantId: text,
  secondaryMerchantName: text,
  secondaryMerchantIndustry: text,
  storeId: text,
  storeName: text,
  terminalId: text,
}
const addressParts: Parts<NotifyAddress> = {
  url: text,
  charset: one('UTF-8', 'GBK', 'GB2312'),
  signType: one('MD5', 'RSA', 'RSA2'),
}
const refundState: fc.Arbitrary<RefundState> = fc.oneof(
  fc.record({ name: one('waiting'), dueAt: whole, attempts: whole }),
  fc.record({ name: one('done'), doneAt: whole }),
  fc.record({ name: one('failed'), failedAt: whole, error: text }),
)
const refundParts: Parts<Refund> = {
  partnerRefundId: text,
  amount: money,
  amountCny: money,
  reason: text,
  requestedAt: whole,
  state: refundState,
  notify: fc.record(addressParts),
}
const state: fc.Arbitrary<TradeState> = fc.oneof(
  fc.record({ name: one('WAIT_BUYER_PAY'), expiresAt: whole }),
  fc.record({ name: one('TRADE_SUCCESS'), paidAt: whole }),
  fc.record({ name: one('TRADE_FINISHED'), paidAt: whole }),
  fc.record({ name: one('TRADE_CLOSED'), closedAt: whole, by: one('expiry', 'cancel', 'refused') }),
  fc.record({ name: one('TRADE_CLOSED'), closedAt: whole, by: one('cancel', 'refund'), paidAt: whole }),
)
const buyerPlanParts: Parts<BuyerPlan> = {
  does: one('pays', 'declines', 'nothing'),
  afterMs: whole,
  at: one('cancel', 'before expiry'),
}
const notificationPlan: fc.Arbitrary<NotificationPlan> = fc.oneof(
  fc.record({ kind: one('none', 'forged', 'old key') }),
  fc.record({ kind: one('late'), afterMs: whole }),
  fc.record({ kind: one('repeated'), sends: whole, everyMs: whole }),
)
const tradeParts: Parts<Trade> = {
  partner: text,
  partnerTransId: text,
  alipayTransId: text,
  version: fc.integer({ min: 1, max: 1_000_000_000 }),
  subject: text,
  price: money,
  settlement: money,
  transForexRate: rate,
  exchangeRate: rate,
  totalCny: money,
  buyer: fc.record({ userId: text, loginId: text, paymentInst: one('ALIPAYCN', 'ALIPAYHK') }),
  identityCode: text,
  shop: fc.record(shopParts, { requiredKeys: [] }),
  notify: fc.record(addressParts),
  createdAt: whole,
  behaviour: text,
  buyerPlan: fc.record(buyerPlanParts, { requiredKeys: ['does'] }),
  notificationPlan,
  state,
  refunds: fc.array(fc.record(refundParts, { requiredKeys: required(refundParts, ['notify']) }), { maxLength: 3 }),
}
/** Cloned, since some records of fast-check have no prototype. */
const anyTrade = fc
  .record(tradeParts, { requiredKeys: required(tradeParts, ['notify', 'buyerPlan', 'notificationPlan']) })
  .map((each): Trade => structuredClone(each))

function required<Whole extends object, Name extends keyof Whole>(parts: Whole, optional: readonly Name[]) {
  const names = Object.keys(parts) as (keyof Whole)[]
  return names.filter((name): name is Exclude<keyof Whole, Name> => !optional.some((other) => other === name))
}

describe('the text of a trade', () => {
  it('gives back the trade', () => {
    fc.assert(
      fc.property(fc.array(anyTrade, { minLength: 1, maxLength: 5 }), (trades) => {
        const texts = new TradeTexts()
        const written = trades.map((each) => texts.write(each))
        expect(written.map((each, i) => texts.read(trades[i]?.partnerTransId ?? '', each))).toStrictEqual(trades)
        expect(written.map(versionIn)).toEqual(trades.map(({ version }) => version))
      }),
      { numRuns: 300 },
    )
  })

  it('gives back a blocked id, which has no version', () => {
    const texts = new TradeTexts()
    const written = texts.write(blocked('T1', 9))
    expect(texts.read('T1', written)).toStrictEqual(blocked('T1', 9))
    expect(versionIn(written)).toBeUndefined()
  })

  it('does not repeat what trades have in common', () => {
    const texts = new TradeTexts()
    const written = [trade('T1'), trade('T2', { shop: { ...trade('T2').shop } })].map((each) => texts.write(each))
    expect(written[1]).toBe(written[0])
    expect(written[0]).not.toMatch(/机场咖啡|SGD",|cake|notify/)
  })

  it('gives back trades of more kinds than are kept once', () => {
    const texts = new TradeTexts()
    const trades = Array.from({ length: 10_050 }, (_, i) =>
      trade('T1', {
        subject: `S${i}`,
        behaviour: `B${i}`,
        shop: { storeId: `ST${i}` },
        notify: { url: `u${i}`, charset: 'GBK', signType: 'MD5' },
      }),
    )
    const written = trades.map((each) => texts.write(each))
    for (const i of [0, 9_999, 10_000, 10_049]) expect(texts.read('T1', written[i] ?? '')).toStrictEqual(trades[i])
  })
})
