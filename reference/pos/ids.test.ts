import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { derivedIds } from './ids.ts'

const id = fc.oneof(fc.string({ minLength: 1, maxLength: 128 }), fc.stringMatching(/^[A-Za-z0-9_]{1,70}$/))
const different = <T>(pair: readonly [T, T]) => JSON.stringify(pair[0]) !== JSON.stringify(pair[1])

describe('the order id', () => {
  it('is the payment id where that is safe', () => {
    expect(derivedIds.partnerTransId('SALE_1')).toBe('SALE_1')
    expect(derivedIds.partnerTransId('sale 1')).toMatch(/^sale_1_[0-9a-f]{20}$/)
  })

  it('is safe, short and always the same', () => {
    fc.assert(
      fc.property(id, (paymentId) => {
        expect(derivedIds.partnerTransId(paymentId)).toMatch(/^[A-Za-z0-9_]{1,64}$/)
        expect(derivedIds.partnerTransId(paymentId)).toBe(derivedIds.partnerTransId(paymentId))
      }),
    )
  })

  it('is another for another payment', () => {
    fc.assert(
      fc.property(fc.tuple(id, id).filter(different), ([one, other]) => {
        expect(derivedIds.partnerTransId(one)).not.toBe(derivedIds.partnerTransId(other))
      }),
    )
    const long = 'x'.repeat(64)
    expect(derivedIds.partnerTransId(`${long}1`)).not.toBe(derivedIds.partnerTransId(`${long}2`))
  })
})

describe('the id of a refund', () => {
  it('is safe, short, and not the id of a payment', () => {
    fc.assert(
      fc.property(id, id, (paymentId, refundId) => {
        const partnerRefundId = derivedIds.partnerRefundId(paymentId, refundId)
        expect(partnerRefundId).toMatch(/^[A-Za-z0-9_]{1,64}$/)
        expect(partnerRefundId).not.toBe(derivedIds.partnerTransId(paymentId))
      }),
    )
  })

  it('is another for another refund, also where the texts run together', () => {
    const pair = fc.tuple(id, id)
    fc.assert(
      fc.property(fc.tuple(pair, pair).filter(different), ([one, other]) => {
        expect(derivedIds.partnerRefundId(...one)).not.toBe(derivedIds.partnerRefundId(...other))
      }),
    )
    expect(derivedIds.partnerRefundId('A', '1_R2')).not.toBe(derivedIds.partnerRefundId('A_R1', '2'))
  })
})
