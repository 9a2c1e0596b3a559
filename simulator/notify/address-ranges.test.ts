import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isLoopback, specialPurpose } from './address-ranges.ts'

describe('an address', () => {
  it.each([
    ['127.0.0.1', 'loopback'],
    ['127.255.255.254', 'loopback'],
    ['::1', 'loopback'],
    ['0:0:0:0:0:0:0:1', 'loopback'],
    ['::ffff:127.0.0.1', 'loopback'],
    ['0.0.0.0', 'no address of anybody'],
    ['::', 'no address of anybody'],
    ['10.0.0.1', 'private'],
    ['172.16.0.1', 'private'],
    ['172.31.255.255', 'private'],
    ['192.168.1.1', 'private'],
    ['::ffff:10.0.0.1', 'private'],
    ['::ffff:a00:1', 'private'],
    ['0:0:0:0:0:ffff:0a00:0001', 'private'],
    ['64:ff9b::a00:1', 'private'],
    ['2002:a00:1::', 'private'],
    ['fd00:ec2::254', 'private'],
    ['fe80::1%eth0', 'link-local'],
    ['::ffff:10.0.0.1%eth0', 'private'],
    ['fec0::1', 'private'],
    ['169.254.169.254', 'link-local, where clouds keep their metadata'],
    ['::ffff:169.254.169.254', 'link-local, where clouds keep their metadata'],
    ['100.64.0.1', 'private to a carrier'],
    ['192.0.2.1', 'for documentation only'],
    ['2001:db8::1', 'for documentation only'],
    ['224.0.0.1', 'multicast'],
    ['ff02::1', 'multicast'],
    ['255.255.255.255', 'reserved'],
    ['::10.0.0.1', 'no address of anybody'],
    ['2001::1', 'reserved'],
    ['localhost', 'no address'],
    ['', 'no address'],
  ])('%s is %s', (address, purpose) => {
    expect(specialPurpose(address)).toBe(purpose)
    expect(isLoopback(address)).toBe(purpose === 'loopback')
  })

  it.each([
    '8.8.8.8',
    '172.32.0.1',
    '172.15.255.255',
    '100.128.0.1',
    '2606:4700::1111',
    '64:ff9b::808:808',
    '2002:808:808::',
    '::ffff:8.8.8.8',
  ])('%s is public', (address) => {
    expect(specialPurpose(address)).toBeUndefined()
  })

  it('is the same when IPv6 carries it', () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        expect(specialPurpose(`::ffff:${address}`)).toBe(specialPurpose(address))
        expect(specialPurpose(`64:ff9b::${address}`)).toBe(specialPurpose(address))
      }),
    )
  })
})
