import { describe, expect, it } from 'vitest'
import { nearestName } from './nearest-name.ts'

describe('the nearest name', () => {
  const names = ['port', 'partner', 'md5-key', 'state-dir']

  it.each([
    ['prot', 'port'],
    ['ports', 'port'],
    ['partnr', 'partner'],
    ['md5_key', 'md5-key'],
    ['stateDir', 'state-dir'],
  ])('of %s is %s', (written, meant) => expect(nearestName(written, names)).toBe(meant))

  it('is none when nothing is near', () => {
    expect(nearestName('climate', names)).toBeUndefined()
    expect(nearestName('', names)).toBeUndefined()
  })

  it('is the closer of two', () => expect(nearestName('refund', ['refunds', 'refund'])).toBe('refund'))
})
