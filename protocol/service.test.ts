import { expect, it } from 'vitest'
import {
  otherServices,
  purposeOfOtherService,
  serviceNamed,
  serviceNames,
  services,
  sideServiceNamed,
  sideServiceNames,
  sideServices,
} from './service.ts'

it.each(services)('%s is found by its name on the wire', (service) => {
  expect(serviceNamed(serviceNames[service])).toBe(service)
  expect(purposeOfOtherService(serviceNames[service])).toBeUndefined()
})

it.each(sideServices)('%s is found by its name on the wire, and is none of the four', (service) => {
  const name = sideServiceNames[service]
  expect([sideServiceNamed(name), serviceNamed(name), purposeOfOtherService(name)]).toEqual([
    service,
    undefined,
    undefined,
  ])
})

it.each(['', 'pay', 'ALIPAY.ACQUIRE.CANCEL', 'alipay.acquire.cancel ', 'constructor', ...Object.keys(otherServices)])(
  '"%s" is none of the four',
  (name) => {
    expect([serviceNamed(name), sideServiceNamed(name)]).toEqual([undefined, undefined])
  },
)

it('another service is known by what it is for, a name of nobody is not', () => {
  expect(purposeOfOtherService('alipay.acquire.precreate')).toMatch(/QR code/)
  expect(purposeOfOtherService('toString')).toBeUndefined()
})
