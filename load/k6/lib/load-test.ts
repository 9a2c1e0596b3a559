/** A plan made into what a k6 script exports. */
import type { Options } from 'k6/options'
import { gatewayJourney } from './gateway-journey.ts'
import { thresholdsOf } from './measures.ts'
import { notifyJourney, prepareStorm } from './notify-journey.ts'
import { type Plan, type PlanName, plans } from './plans.ts'
import { posJourney } from './pos-journey.ts'
import { journeyOf, mixOf, text } from './settings.ts'
import { scenarioOf } from './shapes.ts'

type LoadTest = {
  readonly options: Options
  setup(): readonly string[]
  run(prepared: readonly string[]): void | Promise<void>
  handleSummary(data: object): Record<string, string>
}

export function loadTest(name: PlanName): LoadTest {
  const plan: Plan = plans[name]
  const journey = journeyOf(plan)
  const mix = mixOf(journey)
  const run = { pos: posJourney, gateway: gatewayJourney, notify: notifyJourney }[journey](mix)
  return {
    options: {
      scenarios: { [name]: scenarioOf(plan, mix) },
      thresholds: thresholdsOf(journey, plan.shape),
      summaryTrendStats: ['avg', 'min', 'med', 'max', 'p(90)', 'p(95)', 'p(99)'],
      // What is not asked for costs time at every request.
      systemTags: ['scenario', 'name', 'status'],
      setupTimeout: '5m',
    },
    setup: () => (journey === 'notify' ? prepareStorm() : []),
    run,
    handleSummary: (data) => ({ [text('LOAD_SUMMARY_FILE')]: JSON.stringify(data) }),
  }
}
