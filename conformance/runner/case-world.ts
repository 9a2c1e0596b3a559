/** What the steps of one case work on, and the little they have in common. */
import type { Capabilities } from '../../reference/terminal-api/words.ts'
import { type Clock, sleep } from '../../simulator/clock.ts'
import { type Conversation, isAnswer, type SystemUnderTest } from '../adapter/system-under-test.ts'
import type { Case } from '../case/case-schema.ts'
import type { Chain, SentCall } from '../chain/chain.ts'
import type { SeenAnswer } from '../verdict/chain-seen.ts'
import type { GatewaySide } from './gateway-side.ts'
import type { MintCode } from './payment-codes.ts'
import type { SaleState } from './sale-state.ts'
import type { StallWatch } from './stall-watch.ts'
import type { WireIndex } from './wire-index.ts'

/** The same for all cases of a run. */
export type RunParts = {
  readonly sut: SystemUnderTest
  /** Those around the SUT where it is a relay: its merchants and, for an integrator, the acquirer. */
  readonly chain?: Chain | undefined
  readonly capabilities: Capabilities
  readonly side: GatewaySide
  readonly index: WireIndex
  readonly mint: MintCode
  readonly clock: Clock
  readonly timeScale: number
  /** Told apart from other runs against the same SUT. */
  readonly runId: string
}

export type CaseWorld = RunParts & {
  readonly theCase: Case
  readonly sales: Map<string, SaleState>
  /** What a step should have brought about and did not. */
  readonly findings: string[]
  /** What keeps the case from being judged. */
  readonly troubles: unknown[]
  /** The SUT is down on purpose: what it does not answer is no news. */
  down: boolean
  readonly stalls: StallWatch
  /** What a relay answered to calls made by hand. */
  readonly answers: SeenAnswer[]
  /** The last of those calls, as it went out. */
  recorded: SentCall | undefined
  /** Different at each attempt of a case. */
  readonly attempt: number
}

/** How long a payment may take in all, on the wall clock: every query and every cancel silent. */
export function settleMs({
  capabilities: { timings },
  timeScale,
}: Pick<RunParts, 'capabilities' | 'timeScale'>): number {
  const { answer_timeout_ms: answer, first_query_ms: first, query_interval_ms: query } = timings
  const cancels = timings.cancels_max * (timings.cancel_interval_ms + answer)
  const whole = answer + first + timings.queries_max * query * 2 + cancels + 30_000
  return whole / timeScale + 3_000
}

/** Asks until the answer is there; undefined when the time is over. */
export async function until<Value>(
  { clock }: Pick<RunParts, 'clock'>,
  ask: () => Promise<Value | undefined>,
  withinMs: number,
): Promise<Value | undefined> {
  const end = clock.now() + withinMs
  let pauseMs = 30
  for (;;) {
    const value = await ask()
    if (value !== undefined) return value
    if (clock.now() > end) return undefined
    await sleep(clock, pauseMs)
    pauseMs = Math.min(pauseMs * 1.3, 250)
  }
}

/** As whom the kit speaks to the SUT: a till is spoken to by one, a relay by merchants of the kit. */
export function callerOf(
  { sut, chain }: Pick<RunParts, 'sut' | 'chain'>,
  by: string | undefined,
): { readonly sut: Conversation; readonly by: string | undefined } {
  if (chain === undefined) return { sut, by: undefined }
  const { conversation, name } = chain.merchant(by)
  return { sut: conversation, by: name }
}

export function saleNamed({ sales }: CaseWorld, name: string): readonly SaleState[] {
  const one = sales.get(name)
  return one === undefined ? [...sales.values()].filter((sale) => sale.name.startsWith(`${name}-`)) : [one]
}

/** By its payment code on the wire; by the SUT's own word as well, for a code that it lost on the way. */
export function ordersOf({ index }: CaseWorld, { request, history }: SaleState): readonly string[] {
  const told = history.flatMap(({ partner_trans_id: id }) => (id === undefined ? [] : [id]))
  return [...new Set([...index.ordersOf(request.code), ...told])]
}

/** A refusal in the SUT's own words is a finding; silence and nonsense cannot be judged. */
export function blame(world: CaseWorld, error: unknown, about: string): void {
  if (world.down) return
  if (isAnswer(error)) world.findings.push(`${about} was answered ${error.message}`)
  else world.troubles.push(error)
}
