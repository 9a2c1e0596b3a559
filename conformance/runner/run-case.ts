/** One attempt at one case: its rules, its steps, rest, evidence, verdict. */
import { sleep } from '../../simulator/clock.ts'
import type { Case } from '../case/case-schema.ts'
import { type CaseRecord, evidenceOf } from '../verdict/case-record.ts'
import type { Evidence } from '../verdict/evidence.ts'
import { judge, type Violation } from '../verdict/judge.ts'
import { type CaseWorld, type RunParts, settleMs, until } from './case-world.ts'
import { recordCase } from './record-case.ts'
import { watchStalls } from './stall-watch.ts'
import { runStep } from './steps.ts'
import { told } from './wait-step.ts'
import { within } from './within.ts'
import { textWithoutSecrets } from './without-secrets.ts'

export type Attempt =
  | {
      readonly kind: 'judged'
      readonly violations: readonly Violation[]
      readonly evidence: Evidence
      readonly record: CaseRecord
    }
  /** Nobody can say: the SUT was silent or talked nonsense, or the kit itself had an accident. */
  | { readonly kind: 'errored'; readonly why: string }

export async function runCase(parts: RunParts, theCase: Case, attempt: number): Promise<Attempt> {
  const startedAt = parts.clock.now()
  const world: CaseWorld = {
    ...parts,
    theCase,
    sales: new Map(),
    findings: [],
    troubles: [],
    answers: [],
    recorded: undefined,
    down: false,
    stalls: watchStalls(parts.clock),
    attempt,
  }
  try {
    for (const step of theCase.steps) {
      parts.sut.guide?.step(step)
      await runStep(world, step)
      if (world.troubles.length > 0) throw world.troubles[0]
    }
    await rest(world)
    if (world.troubles.length > 0) throw world.troubles[0]
    world.stalls.note(parts.side.pulse.longestSince(startedAt))
    const record = await recordCase(world)
    const evidence = evidenceOf(world, record)
    return { kind: 'judged', violations: judge(evidence), evidence, record }
  } catch (error) {
    return { kind: 'errored', why: whyOf(error, parts) }
  } finally {
    world.stalls.end()
  }
}

function whyOf(error: unknown, { sut, side }: RunParts): string {
  const words = sut.lastWords()
  const text = error instanceof Error ? error.message : String(error)
  return textWithoutSecrets(words === '' ? text : `${text}\nIts last words:\n${words}`, side)
}

/**
 * Waits until every call has been answered, asks once more what the end is, and leaves time for what should not come: a
 * query after the end would follow within its interval.
 */
async function rest(world: CaseWorld): Promise<void> {
  const { clock, capabilities, timeScale } = world
  const open = [...world.sales.values()].flatMap((sale) => sale.open)
  await within(clock, Promise.all(open), settleMs(world))
  if (world.troubles.length > 0) return
  const intervalMs = Math.max(capabilities.timings.query_interval_ms, 3_000)
  await sleep(clock, Math.max((intervalMs * 1.3) / timeScale, 150))
  for (const sale of world.sales.values()) {
    // What the cashier cancelled last is on its way while the wait before was over.
    const ended = async () => {
      const now = await told(world, sale)
      return sale.cancelAsked && now?.status === 'pending' ? undefined : true
    }
    if (!sale.refused) await until(world, ended, settleMs(world))
    for (const refund of sale.refunds.values())
      if (refund.told !== undefined && refund.told.status === 'pending')
        refund.told = await sale.sut.getRefund(sale.request.payment_id, refund.request.refund_id)
  }
}
