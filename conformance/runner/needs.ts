/** What a case needs and a SUT does not claim. Pure. */
import type { Capabilities } from '../../reference/terminal-api/words.ts'
import type { Case, Step } from '../case/case-schema.ts'

/** A phrase; undefined when the case applies. */
export function missingFor({ needs, steps, profiles }: Case, capabilities: Capabilities): string | undefined {
  const { role } = capabilities
  if (role === 'merchant' && profiles.every((profile) => profile === 'integrator' || profile === 'acquirer'))
    return 'the SUT is no relay'
  if (role !== 'merchant' && !profiles.includes(role) && !(role === 'acquirer' && profiles.includes('merchant')))
    return `it is for ${profiles.join(', ')}, and the SUT is an ${role}`
  const { time_scale: timeScale, push_time_scale: pushTimeScale = timeScale } = capabilities.timings
  if (takesHours(steps) && pushTimeScale < hoursAreSeconds)
    return 'the pauses between two pushes cannot be made shorter'
  const wanted: readonly (readonly [kind: string, wanted: readonly string[], claimed: readonly string[]])[] = [
    ['', [...needs.features, ...stepFeatures(steps)], capabilities.features],
    ['currency ', [...needs.currencies, ...stepCurrencies(steps)], capabilities.currencies],
    ['charset ', needs.charsets, capabilities.charsets],
    ['sign type ', needs.sign_types, capabilities.sign_types],
  ]
  const missing = wanted.flatMap(([kind, all, claimed]) =>
    all.filter((one) => !claimed.includes(one)).map((one) => `${kind}${one}`),
  )
  return missing.length === 0 ? undefined : `the SUT does not claim ${[...new Set(missing)].join(', ')}`
}

/** From there on an hour is six seconds. */
const hoursAreSeconds = 600

/** Of whoever pushes results. */
function takesHours(steps: readonly Step[]): boolean {
  return steps.some((step) => 'pass' in step || 'dead' in step)
}

function stepFeatures(steps: readonly Step[]): readonly string[] {
  return steps.flatMap((step) => [
    ...('cancel' in step ? ['cancel'] : []),
    ...('refund' in step ? ['refund'] : []),
    ...('kill' in step || 'restart' in step ? ['restart'] : []),
  ])
}

function stepCurrencies(steps: readonly Step[]): readonly string[] {
  return steps.flatMap((step) => ('pay' in step && step.pay.currency !== undefined ? [step.pay.currency] : []))
}

/** It takes the SUT down, or moves the clock of all: nobody else may run beside it. */
export function runsAlone({ steps }: Case): boolean {
  return steps.some((step) => 'kill' in step || 'restart' in step || 'advance' in step)
}

/** So many payments at once that others would feel it. */
export function isHeavy({ steps }: Case): boolean {
  return steps.some((step) => 'many' in step)
}
