/** Every rule of the kit, in the order in which findings are told: money first. */
import { askedRules } from './asked-rules.ts'
import { caseRules } from './case-rules.ts'
import type { Rule } from './evidence.ts'
import { hopRules } from './hop-rules.ts'
import { moneyRules } from './money-rules.ts'
import { wireMessageRules } from './wire-message-rules.ts'
import { wireOrderRules } from './wire-order-rules.ts'
import { wireRecoveryRules } from './wire-recovery-rules.ts'

export const rules: readonly Rule[] = [
  ...moneyRules,
  ...caseRules,
  ...hopRules,
  ...wireMessageRules,
  ...wireOrderRules,
  ...wireRecoveryRules,
  ...askedRules,
]

export const ruleIds: ReadonlySet<string> = new Set(rules.map(({ id }) => id))

/** In the order of the table; undefined for an id that nobody knows. */
export function ruleNamed(id: string): Rule | undefined {
  return rules.find((rule) => rule.id === id)
}
