/** Calls and surroundings for tests of simulator/behaviour: real tables, a clock that stands still, a seed. */

import { money } from '../protocol/money.ts'
import type { Call } from '../simulator/behaviour/behaviour.ts'
import type { ChooserParts } from '../simulator/behaviour/choose.ts'
import { climateTable } from '../simulator/behaviour/climate.ts'
import { latencyPresets } from '../simulator/behaviour/latency-preset.ts'
import { createRules, type Rules } from '../simulator/behaviour/rule.ts'
import { behaviourTable } from '../simulator/behaviour/table.ts'
import { type VirtualClock, virtualClock } from '../simulator/clock.ts'
import { seededRandom } from '../simulator/random.ts'

/** 2024-01-15 12:00:00 in Beijing. */
export const noon = Date.UTC(2024, 0, 15, 4)

export function aCall(change: Partial<Call> = {}): Call {
  return {
    service: 'pay',
    partner: '2088101122334455',
    partnerTransId: 'T1',
    identityCode: '281234567890123456',
    amount: money(3925, 'USD'),
    shop: { secondaryMerchantId: 'S001', storeId: 'ST01', terminalId: 'T01' },
    nth: 1,
    at: noon,
    ...change,
  }
}

export const presets = latencyPresets()
export const behaviours = behaviourTable({ presets })
export const climates = climateTable({ behaviours, presets })

export function someRules(seed = '7'): { rules: Rules; clock: VirtualClock } {
  const clock = virtualClock(noon)
  return { rules: createRules({ clock, random: seededRandom(seed), behaviours, presets }), clock }
}

export function someParts(change: Partial<ChooserParts> = {}): ChooserParts {
  const { rules } = someRules()
  return { rules, behaviours, climates, random: seededRandom('7'), defaults: {}, since: noon, ...change }
}
