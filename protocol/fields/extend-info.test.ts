import { describe, expect, it } from 'vitest'
import { problemsWith } from '../validate-fields.test-values.ts'
import type { ValidationOptions } from '../validate-fields.ts'

describe('extend_info', () => {
  it.each<[string, string, ValidationOptions['extendInfo'], string[]]>([
    ['no members', '{}', 'lenient', []],
    ['an unknown member', '{"colour":"blue"}', 'lenient', []],
    ['a number', '{"store_id":7}', 'lenient', ['extend_info.store_id malformed']],
    ['an unknown number', '{"colour":7}', 'lenient', ['extend_info.colour malformed']],
    ['a nested object', '{"colour":{"a":"b"}}', 'lenient', ['extend_info.colour malformed']],
    ['a nested list', '{"store_name":["a"]}', 'lenient', ['extend_info.store_name malformed']],
    ['null', '{"store_name":null}', 'lenient', ['extend_info.store_name malformed']],
    ['a prototype', '{"__proto__":"x","constructor":"y"}', 'lenient', []],
    [
      'an industry in words',
      '{"secondary_merchant_industry":"cafe"}',
      'lenient',
      ['extend_info.secondary_merchant_industry malformed'],
    ],
    ['a long store', `{"store_id":"${'x'.repeat(33)}"}`, 'lenient', ['extend_info.store_id too long']],
    [
      'an acquirer without merchant',
      '{"secondary_merchant_name":""}',
      'acquirer',
      [
        'extend_info.secondary_merchant_id missing',
        'extend_info.secondary_merchant_name missing',
        'extend_info.secondary_merchant_industry missing',
      ],
    ],
    [
      'an acquirer without shop',
      '{"secondary_merchant_id":"S","secondary_merchant_name":"N","secondary_merchant_industry":"5812"}',
      'acquirer',
      [],
    ],
    [
      'the page without shop',
      '{"secondary_merchant_id":"S","secondary_merchant_name":"N","secondary_merchant_industry":"5812"}',
      'strict',
      ['extend_info.store_id missing', 'extend_info.store_name missing'],
    ],
  ])('%s', (_, text, extendInfo = 'lenient', expected) => {
    expect(problemsWith('pay', { extend_info: text }, { extendInfo })).toEqual(expected)
  })

  it('is demanded by default, and not when the dialect says so', () => {
    expect(problemsWith('pay', { extend_info: '' })).toEqual(['extend_info missing'])
    expect(problemsWith('pay', { extend_info: '' }, { needs: { extend_info: 'optional' } })).toEqual([])
  })

  it('is demanded all the same when the profile demands members of it', () => {
    const needs = { extend_info: 'optional' } as const
    expect(problemsWith('pay', { extend_info: '' }, { needs, extendInfo: 'acquirer' })).toEqual(['extend_info missing'])
  })

  it('adds its problems to those of the fields before it', () => {
    const changes = { quantity: '0', extend_info: '{"store_id":"S 1","colour":7}' }
    expect(problemsWith('pay', changes)).toEqual([
      'quantity malformed',
      'extend_info.store_id malformed',
      'extend_info.colour malformed',
    ])
  })

  it('survives depth that would overflow a stack', () => {
    const deep = `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`
    expect(problemsWith('pay', { extend_info: deep })).toEqual(['extend_info.a malformed'])
  })
})
