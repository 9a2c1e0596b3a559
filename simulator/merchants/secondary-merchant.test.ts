import { expect, it } from 'vitest'
import { merchantRegister } from './merchant-register.ts'
import { registered, reviewMs, type SecondaryMerchant, statusOf } from './secondary-merchant.ts'

const registration = { secondaryMerchantId: 'S001', storeId: 'ST01', fields: { store_name: 'Demo Cafe' } }
const fresh = registered(registration, undefined, 0)
const again = (known: SecondaryMerchant, at: number) => registered({ ...registration, fields: {} }, known, at)

it('a registration is under review for a while, and then passes', () => {
  expect([0, reviewMs - 1, reviewMs].map((at) => statusOf(fresh, at))).toEqual([
    ...['UNDER_REVIEW', 'UNDER_REVIEW', 'SUCCESS'],
  ])
})

it('a decision ends the review', () => {
  expect(statusOf({ ...fresh, review: { state: 'passed' } }, 1)).toBe('SUCCESS')
  expect(statusOf({ ...fresh, review: { state: 'rejected', reason: 'no' } }, 1e9)).toBe('FAILED')
})

it('a registration that comes again replaces the first, and is reviewed as a change once there is something to change', () => {
  const early = again(fresh, 10)
  expect(early).toEqual({ ...fresh, fields: {}, changedAt: 10, review: { ...fresh.review, until: 10 + reviewMs } })
  expect(statusOf(early, 11)).toBe('UNDER_REVIEW')
  expect(statusOf(again(fresh, reviewMs), reviewMs)).toBe('MODIFICATION_REVIEW')
  expect(statusOf(again(again(fresh, reviewMs), reviewMs + 1), reviewMs + 2)).toBe('MODIFICATION_REVIEW')
  expect(statusOf(again({ ...fresh, review: { state: 'rejected', reason: 'no' } }, 10), 11)).toBe('UNDER_REVIEW')
})

it('a register tells stores of one merchant apart, and is the same when it is written and restored', () => {
  const register = merchantRegister()
  register.register(registration, 0)
  register.register({ ...registration, storeId: 'ST02' }, 1)
  register.review({ secondaryMerchantId: 'S001', storeId: 'ST02' }, { state: 'passed' })
  expect(register.review({ secondaryMerchantId: 'S002', storeId: 'ST02' }, { state: 'passed' })).toBeUndefined()
  const restored = merchantRegister()
  restored.restore(register.write())
  expect(restored.all()).toEqual(register.all())
  expect(restored.all().map(({ storeId, review }) => `${storeId} ${review.state}`)).toEqual([
    'ST01 open',
    'ST02 passed',
  ])
  register.reset()
  expect(register.all()).toEqual([])
})
