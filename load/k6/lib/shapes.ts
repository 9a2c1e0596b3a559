/** Open-model executors: journeys begin by the clock, however slow what is under load has become. */
import type { Scenario } from 'k6/options'
import { type Mix, slowShare } from './mixes.ts'
import type { Plan } from './plans.ts'
import { number, text, timeScale } from './settings.ts'

/** A sale that misbehaves keeps its virtual user so long, before the time scale: polls, and now and then a cancel. */
const slowSaleS = 25
const spareUsers = 10

export function scenarioOf({ shape, rate: usual, durationS }: Plan, mix: Mix): Scenario {
  const rate = Math.max(Math.round(number('LOAD_RATE', usual)), 1)
  const seconds = Math.max(number('LOAD_DURATION_S', durationS), 1)
  const waiting = (1 + slowShare(mix.percent) * slowSaleS) / timeScale
  const enough = Math.ceil(rate * Math.max(waiting, 0.5)) + spareUsers
  const preAllocatedVUs = text('LOAD_VUS') === '' ? enough : number('LOAD_VUS')
  const users = { preAllocatedVUs, maxVUs: Math.max(number('LOAD_VUS_MOST', preAllocatedVUs * 2), preAllocatedVUs) }
  const common = {
    timeUnit: '1s',
    gracefulStop: `${Math.ceil(number('LOAD_GIVE_UP_MS') / timeScale / 1_000) + 60}s`,
    ...users,
  }
  if (shape === 'steady') return { executor: 'constant-arrival-rate', rate, duration: `${seconds}s`, ...common }
  const part = (share: number) => `${Math.max(Math.round(seconds * share * 1_000), 1)}ms`
  const low = Math.max(Math.round(rate / 5), 1)
  if (shape === 'breakpoint')
    return {
      executor: 'ramping-arrival-rate',
      startRate: low,
      stages: [{ duration: part(1), target: rate }],
      ...common,
    }
  const stages = [
    { duration: part(0.35), target: low },
    { duration: part(0.02), target: rate },
    { duration: part(0.28), target: rate },
    { duration: part(0.02), target: low },
    { duration: part(0.33), target: low },
  ]
  return { executor: 'ramping-arrival-rate', startRate: low, stages, ...common }
}
