import { beforeAll, describe, expect, it } from 'vitest'
import { gatewayErrors, serviceErrors } from '../../protocol/error-code.ts'
import { services } from '../../protocol/service.ts'
import { behaviours } from '../../test/behaviour-calls.ts'
import type { Behaviour, Plan } from './behaviour.ts'

const all: Behaviour[] = []
beforeAll(async () => {
  all.push(...(await behaviours.all()))
})

const plansOf = (behaviour: Behaviour): readonly Plan[] =>
  services.flatMap((service) => behaviour[service] ?? []).map(({ plan }) => plan)

describe('the behaviours that ship', () => {
  it('are all that the design asks for, and a few more', () => {
    const between = (first: number, last: number) =>
      Array.from({ length: last - first + 1 }, (_, index) => String(first + index).padStart(4, '0'))
    const asked = ['0000', ...between(101, 108), ...between(301, 323), ...between(501, 511)]
    expect(behaviours.keys()).toEqual(expect.arrayContaining(asked))
    const inGroup = (prefix: string) => behaviours.keys().filter((id) => id.startsWith(prefix)).length
    expect(inGroup('04')).toBeGreaterThanOrEqual(15)
    expect(inGroup('06')).toBeGreaterThanOrEqual(8)
    expect(inGroup('09')).toBe(0)
  })

  it('have one of 02xx for every documented error of pay and every refusal of the gateway', () => {
    const documented = [...Object.keys(serviceErrors.pay), ...Object.keys(gatewayErrors)]
    const rehearsed = all
      .filter(({ id }) => id.startsWith('02'))
      .flatMap(plansOf)
      .flatMap((plan) => ('code' in plan ? [plan.code] : []))
    expect(documented.filter((code) => !rehearsed.includes(code))).toEqual([])
    expect(rehearsed.filter((code) => !documented.includes(code))).toEqual(['NOBODY_DOCUMENTED_THIS'])
  })

  it('send only codes that are documented for the service, but for the one that is meant not to be', () => {
    const odd = all.flatMap((behaviour) =>
      services.flatMap((service) =>
        (behaviour[service] ?? []).flatMap(({ plan }) => {
          if (!('code' in plan)) return []
          const known = plan.level === 'gateway' ? gatewayErrors : serviceErrors[service]
          return plan.code in known ? [] : [`${behaviour.id} ${service} ${plan.code}`]
        }),
      ),
    )
    expect(odd).toEqual(['0249 pay NOBODY_DOCUMENTED_THIS'])
  })

  it('pay normally where notifications and latency are the matter', () => {
    const busy = all
      .filter(({ id }) => /^0[56]/.test(id) && id !== '0512')
      .filter((one) => plansOf(one).some(({ kind }) => kind !== 'normal'))
    expect(busy).toEqual([])
  })

  it('have names of their own', () => {
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length)
  })

  it('that never book anything end in nothing held, those that book at once never in not_paid', () => {
    for (const { id, pay = [], till } of all) {
      const [first] = pay
      const plan = first?.plan.kind ?? 'normal'
      if (plan === 'refused' || plan === 'lost') {
        expect(first?.times, id).toBe('always')
        expect(till, id).not.toContain('paid')
      }
      const booked = (plan === 'normal' || plan === 'misreported') && first?.waitForCancel === undefined
      if (booked) expect(till, id).not.toContain('not_paid')
    }
  })
})
