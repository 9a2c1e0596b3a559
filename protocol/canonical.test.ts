import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalString, signedParameters } from './canonical.ts'
import type { Parameter } from './parameter.ts'

const list = (...pairs: [string, string][]): Parameter[] => pairs.map(([name, value]) => ({ name, value }))
const wireName = fc.stringMatching(/^[A-Za-z0-9_]{1,12}$/)
const uniqueNames = fc.uniqueArray(fc.record({ name: wireName, value: fc.string() }), { selector: ({ name }) => name })

describe('the string to be signed', () => {
  it.each<[string, Parameter[], string]>([
    ['is sorted by name', list(['b', '1'], ['a', '2']), 'a=2&b=1'],
    ['is not sorted by value', list(['b', '1'], ['a', '9']), 'a=9&b=1'],
    [
      'has digits before capitals before _ before small letters',
      list(['a', '4'], ['_input_charset', '3'], ['Z', '2'], ['9', '1']),
      '9=1&Z=2&_input_charset=3&a=4',
    ],
    ['has a prefix before what it begins', list(['ab', '2'], ['a', '1'], ['a_b', '3']), 'a=1&a_b=3&ab=2'],
    ['has neither sign nor sign_type', list(['sign', 'x'], ['sign_type', 'MD5'], ['a', '1']), 'a=1'],
    ['has Sign, which is another name', list(['Sign', 'x'], ['a', '1']), 'Sign=x&a=1'],
    ['has no empty value', list(['a', ''], ['b', '1'], ['c', '']), 'b=1'],
    ['has a blank value', list(['a', ' ']), 'a= '],
    ['has values as they are', list(['a', '{"b": "c&d=%40"}+中']), 'a={"b": "c&d=%40"}+中'],
    ['keeps duplicates in the order they came in', list(['a', '2'], ['b', '0'], ['a', '1']), 'a=2&a=1&b=0'],
    ['is empty for nothing', [], ''],
  ])('%s', (_, parameters, expected) => {
    expect(canonicalString(parameters)).toBe(expected)
  })

  it('is sorted alike whether it has few parameters or many, duplicates in the order they came in', () => {
    const any = fc.array(fc.record({ name: wireName, value: fc.constantFrom('1', '2') }), {
      maxLength: 80,
      size: 'max',
    })
    fc.assert(
      fc.property(any, (all) => {
        const expected = all.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
        expect(signedParameters(all)).toEqual(expected.filter(({ name }) => name !== 'sign' && name !== 'sign_type'))
      }),
    )
  })

  it('does not depend on the order of the parameters', () => {
    const shuffled = uniqueNames.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    )
    fc.assert(
      fc.property(shuffled, ([before, after]) => {
        expect(canonicalString(after)).toBe(canonicalString(before))
      }),
    )
  })

  it('has the names in the order of their bytes', () => {
    fc.assert(
      fc.property(uniqueNames, (parameters) => {
        const names = signedParameters(parameters).map(({ name }) => name)
        expect(names).toEqual(names.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))))
      }),
    )
  })

  it('leaves the list as it was', () => {
    const parameters = Object.freeze(list(['b', '1'], ['a', '2'])) as readonly Parameter[]
    canonicalString(parameters)
    expect(parameters.map(({ name }) => name)).toEqual(['b', 'a'])
  })
})
