import { describe, expect, it } from 'vitest'
import { isIdentityCode, maskIdentityCode } from '../../protocol/identity-code.ts'
import { paymentCodes } from './payment-codes.ts'

describe('payment codes of a run', () => {
  it('are told from each other even when masked', () => {
    const mint = paymentCodes('s')
    const codes = Array.from({ length: 400 }, () => mint({ behaviour: '0303' }))
    expect(new Set(codes.map(maskIdentityCode)).size).toBe(400)
    expect(codes.every((code) => isIdentityCode(code) && code.startsWith('28000303'))).toBe(true)
  })

  it('are the same for the same seed, and others for another', () => {
    expect(paymentCodes('s')({})).toBe(paymentCodes('s')({}))
    expect(paymentCodes('s')({})).not.toBe(paymentCodes('t')({}))
  })

  it.each([16, 24])('have %i digits where that is asked for', (length) => {
    expect(paymentCodes('s')({ length })).toHaveLength(length)
  })

  it('do not run out in silence', () => {
    const mint = paymentCodes('s')
    for (let nth = 0; nth < 100; nth++) mint({ length: 24 })
    expect(() => mint({ length: 24 })).toThrow(/told apart/)
  })
})
