import { describe, expect, it } from 'vitest'
import { bounded, masked, printable, redactor } from './shown.ts'

describe('bounded', () => {
  it('leaves a short text alone and says how much of a long one is missing', () => {
    expect(bounded('short', 5)).toBe('short')
    expect(bounded('longer', 4)).toBe('long… (2 more)')
  })

  it('cuts no character in two', () => {
    expect(bounded('ab😀d', 3)).toBe('ab… (3 more)')
  })
})

describe('masked', () => {
  it('leaves the first and the last four', () => {
    expect(masked('569c64815836f3abdae737e8d08ddfd9')).toBe('569c…dfd9')
    expect(masked('shortsecret')).toBe('…')
  })
})

describe('redactor', () => {
  it('replaces keys and signatures in any letter case, the longest first', () => {
    const redact = redactor({ keys: ['secretkey', 'secretkey-longer', 'a.c*e(g)'], signatures: ['569c64815836f3ab'] })
    expect(redact('x=SECRETKEY&y=secretkey-longer&z=a.c*e(g)&sign=569C64815836F3AB', 200)).toBe(
      'x=[key]&y=[key]&z=[key]&sign=569c…f3ab',
    )
  })

  it('leaves alone what is too short to be a secret', () => {
    expect(redactor({ keys: ['USD', ''], signatures: [] })('currency=USD', 200)).toBe('currency=USD')
  })
})

describe('redactor of a long text', () => {
  it('leaves no beginning of a key where it cuts', () => {
    const key = 'abcdefghijklmnopqrstuvwxyz012345'
    for (let before = 0; before < 80; before++) {
      const shown = redactor({ keys: [key], signatures: [] })('.'.repeat(before) + key.repeat(40), 50)
      expect(shown).toMatch(/^\.*(?:\[key\])*(?:\[|\[k|\[ke|\[key)?… \(\d+ more\)$/)
    }
  })
})

describe('printable', () => {
  it('writes what steers a terminal, or hides, as escapes', () => {
    expect(printable('a\u001b[31mb\r\n\t\u0007\u202Ec\u200Bd\ud800')).toBe(
      'a\\u001b[31mb\\r\\n\\t\\u0007\\u202ec\\u200bd\\ud800',
    )
  })

  it('leaves text of any script alone', () => {
    expect(printable('星巴克 café 😀')).toBe('星巴克 café 😀')
  })
})
