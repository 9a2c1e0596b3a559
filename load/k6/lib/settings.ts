/** The settings of a script, read from the environment that k6 was started with. */
import { type Mix, mixNamed } from './mixes.ts'
import { type Journey, journeys, type Plan, resultLimits } from './plans.ts'
import { type VariableName, variables } from './variables.ts'

export function text(name: VariableName): string {
  const given = __ENV[name]
  return given === undefined || given === '' ? variables[name].default : given
}

export function number(name: VariableName, otherwise = 0): number {
  const written = text(name)
  const value = written === '' ? otherwise : Number(written)
  if (!Number.isFinite(value) || value < 0)
    throw new Error(`${name} must be a number that is not negative, not "${written}"`)
  return value
}

/** A wait of the protocol, as it passes here; milliseconds. */
export function scaledMs(name: VariableName): number {
  return number(name) / timeScale
}

export const timeScale = Math.max(number('LOAD_TIME_SCALE'), 1)

/** A share of one. */
export function share(name: VariableName): number {
  return Math.min(number(name), 1)
}

export function decimals(): 0 | 2 {
  return number('LOAD_CURRENCY_DECIMALS') === 0 ? 0 : 2
}

export function mixOf(journey: Journey): Mix {
  const named = text('LOAD_MIX') || (journey === 'pos' ? 'everyday' : 'plain')
  const mix = mixNamed(named)
  if (mix === undefined) throw new Error(`LOAD_MIX names no mix, nor is it like 0000=90,0303=10: "${named}"`)
  return mix
}

export function journeyOf(plan: Plan): Journey {
  const named = text('LOAD_JOURNEY') || plan.journey
  const journey = journeys.find((known) => known === named)
  if (journey === undefined) throw new Error(`LOAD_JOURNEY is one of ${journeys.join(', ')}, not "${named}"`)
  return journey
}

export function resultLimitsOf(journey: Journey): { readonly p95: number; readonly p99: number } {
  const { p95, p99 } = resultLimits[journey]
  // What is waited for is scaled; what the machine needs for it is not.
  const scaled = (ms: number) => Math.ceil(ms / timeScale) + 500
  return { p95: number('LOAD_RESULT_P95_MS', scaled(p95)), p99: number('LOAD_RESULT_P99_MS', scaled(p99)) }
}
