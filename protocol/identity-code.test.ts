import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { identityCodeTypeNamed, isIdentityCode, maskIdentityCode } from './identity-code.ts'

const digits = (length: number) => '1234567890'.repeat(3).slice(0, length)

describe('a payment code', () => {
  it.each(['25', '26', '27', '28', '29', '30'])('begins with %s and has 16 to 24 digits', (prefix) => {
    const lengths = Array.from({ length: 30 }, (_, length) => length).filter((length) =>
      isIdentityCode(prefix + digits(length - 2)),
    )
    expect(lengths).toEqual([16, 17, 18, 19, 20, 21, 22, 23, 24])
  })

  it.each([
    '247654321098765432',
    '317654321098765432',
    '207654321098765432',
    '028765432109876543',
    '28765432109876543x',
    ' 287654321098765432',
    '287654321098765432\n',
    '2876-5432-1098-7654',
    '２８7654321098765432',
    '',
  ])('is not %j', (text) => {
    expect(isIdentityCode(text)).toBe(false)
  })

  it.each([
    ['287654321098765432', '28765432********32'],
    ['2800000112345678', '28000001******78'],
    ['28765432109', '***********'],
    ['', ''],
  ])('%s is shown as %s', (code, mask) => {
    expect(maskIdentityCode(code)).toBe(mask)
  })

  it('keeps its length when masked, and at least six of its digits to itself', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^2[5-9]\d{14,22}$/), (code) => {
        const mask = maskIdentityCode(code)
        expect(mask).toHaveLength(code.length)
        expect(mask.match(/\*/g)?.length).toBeGreaterThanOrEqual(6)
      }),
    )
  })
})

it.each([
  ['barcode', 'barcode'],
  ['BARCODE', 'barcode'],
  ['QRcode', 'qrcode'],
  ['qrcode', 'qrcode'],
  ['soundwave', undefined],
  ['', undefined],
])('was scanned as "%s": %s', (text, type) => {
  expect(identityCodeTypeNamed(text)).toBe(type)
})
