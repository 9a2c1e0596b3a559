/** One attempt at one case: its rules, its steps, rest, evidence, verdict. */
import { sleep } from '../../simulator/clock.ts'
import type { Case } from '../case/case-schema.ts'
import type { Evidence } from '../verdict/evidence.ts'
import { judge, type Violation } from '../verdict/judge.ts'
import { type CaseWorld, type RunParts, settleMs } from './case-world.ts'
import { collectEvidence } from './collect-evidence.ts'
import { runStep } from './steps.ts'
import { told } from './wait-step.ts'

export type Attempt =
  | { readonly kind: 'judged'; readonly violations: readonly Violation[]; readonly evidence: Evidence }
  /** Nobody can say: the SUT was silent or talked nonsense, or the kit itself had an accident. */
  | { readonly kind: 'errored'; readonly why: string }

export async function runCase(parts: RunParts, theCase: Case, attempt: number): Promise<Attempt> {
  const world: CaseWorld = {
    ...parts,
    theCase,
    sales: new Map(),
    findings: [],
    troubles: [],
    down: false,
    attempt,
  }
  try {
    for (const step of theCase.steps) {
      await runStep(world, step)
      if (world.troubles.length > 0) throw world.troubles[0]
    }
    await rest(world)
    if (world.troubles.length > 0) throw world.troubles[0]
    const evidence = await collectEvidence(world)
    return { kind: 'judged', violations: judge(evidence), evidence }
  } catch (error) {
    return { kind: 'errored', why: whyOf(error, parts) }
  }
}

function whyOf(error: unknown, { sut }: RunParts): string {
  const words = sut.lastWords()
  const text = error instanceof Error ? error.message : String(error)
  return words === '' ? text : `${text}\nIts last words:\n${words}`
}

/**
 * Waits until every call has been answered, asks once more what the end is, and leaves time for what should not come: a
 * query after the end would follow within its interval.
 */
async function rest(world: CaseWorld): Promise<void> {
  const { clock, capabilities, timeScale } = world
  const open = [...world.sales.values()].flatMap((sale) => sale.open)
  await Promise.race([Promise.all(open), sleep(clock, settleMs(world))])
  if (world.troubles.length > 0) return
  const intervalMs = Math.max(capabilities.timings.query_interval_ms, 3_000)
  await sleep(clock, Math.max((intervalMs * 1.3) / timeScale, 150))
  for (const sale of world.sales.values()) {
    if (!sale.refused) await told(world, sale)
    for (const refund of sale.refunds.values())
      if (refund.told !== undefined && refund.told.status === 'pending')
        refund.told = await world.sut.getRefund(sale.request.payment_id, refund.request.refund_id)
  }
}
