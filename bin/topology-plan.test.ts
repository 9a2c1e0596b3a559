import { describe, expect, it } from 'vitest'
import { readMerchant } from '../reference/relay/merchants/merchant.ts'
import { planTopology, type TopologyMode, topologyModes } from './topology-plan.ts'

const modes = Object.keys(topologyModes) as TopologyMode[]

function plan(mode: TopologyMode) {
  let port = 5_000
  let count = 0
  return planTopology(mode, {
    ...{ gateway: 'http://127.0.0.1:4100/gateway.do', partner: '2088101122334455', md5Key: 'the-key-of-the-partner' },
    ...{ folder: '/tmp/chain', timeScale: 10 },
    port: () => {
      port += 1
      return port
    },
    secret: () => {
      count += 1
      return `secret-number-${count}`
    },
  })
}

describe('the plan of a topology', () => {
  it.each(modes)('gives the key of the partner to whoever calls the gateway, and to nobody else: %s', (mode) => {
    const keyed = plan(mode).filter((hop) => JSON.stringify(hop).includes('the-key-of-the-partner'))
    expect(keyed.map(({ name }) => name)).toEqual([topologyModes[mode][0]])
  })

  it.each(modes)('makes each hop call the one before it, with keys that fit: %s', (mode) => {
    const hops = plan(mode)
    for (const [i, { environment, notifyUrl }] of hops.entries()) {
      const before = hops[i - 1]
      expect(environment.SUT_RELAY).toBe(before?.url)
      if (before === undefined) continue
      const [document] = JSON.parse(before.files[0]?.text ?? '[]')
      const read = readMerchant(document)
      if (!read.ok) expect.unreachable(read.message)
      expect(read.merchant.notify).toEqual({ method: 'webhook', url: notifyUrl })
      const own = hops[i]?.files[0]
      const called =
        own === undefined
          ? { api_key: environment.SUT_API_KEY, api_secret: environment.SUT_API_SECRET }
          : JSON.parse(own.text)[0].next
      expect(called).toEqual({ api_key: read.merchant.api_key, api_secret: read.merchant.api_secret })
    }
  })
})
