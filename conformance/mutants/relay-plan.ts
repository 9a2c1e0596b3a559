/**
 * Which cases should catch a defect of a relay: the family that it names, or those that look at the rule that it names. A case
 * that a relay with a mistake elsewhere passes is always beside them. Pure.
 */
import type { Case } from '../case/case-schema.ts'

/** Beginnings of case ids, by rule; the first that fits. */
const plan: readonly (readonly [rule: RegExp, cases: readonly string[]])[] = [
  [/^hop\/(?:own-only|secondary-merchant)$/, ['tenants/']],
  [/^hop\/handed-on-as-asked$/, ['tenants/', 'next-hop/']],
  [/^hop\/handed-on-once$/, ['next-hop/']],
  [/^hop\/refund-id-kept$|^money\/refund/, ['next-hop/refund', 'chain-refund/']],
  [/^hop\/(?:patient|not-again|same-event)$/, ['results/not', 'results/pushed', 'results/redirected', 'results/out']],
  [/^hop\//, ['hops/', 'results/gateway', 'results/not', 'results/polled', 'results/streamed']],
  [/^money\/|^case\//, ['hops/', 'next-hop/']],
]

const control = 'hops/paid'

export function relayCasesFor(kills: string, cases: readonly Case[]): readonly Case[] {
  const names = plan.find(([rule]) => rule.test(kills))?.[1] ?? [kills.replace(/\/.*/, '/')]
  // The slow one only for whom it is meant.
  const isMeant = ({ id, tags }: Case) =>
    id === kills || (!tags.includes('slow') && names.some((name) => id.startsWith(name)))
  return cases.filter((one) => one.id === control || isMeant(one))
}
