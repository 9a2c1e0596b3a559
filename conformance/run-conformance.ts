/** A whole run: gateway's side, target, cases, result. Whatever it started it stops. */
import type { Clock } from '../simulator/clock.ts'
import type { SystemUnderTest } from './adapter/system-under-test.ts'
import type { Case } from './case/case-schema.ts'
import type { Chain } from './chain/chain.ts'
import { openChain } from './chain/open-chain.ts'
import { staleEntries } from './known-failures.ts'
import type { Board } from './manual/board.ts'
import type { RunParts } from './runner/case-world.ts'
import { type GatewaySettings, type GatewaySide, openGatewaySide } from './runner/gateway-side.ts'
import { paymentCodes } from './runner/payment-codes.ts'
import type { CaseResult, RunResult } from './runner/result.ts'
import { type RunOptions, runCases } from './runner/run-cases.ts'
import { type WireIndex, wireIndex } from './runner/wire-index.ts'
import { openManual } from './target/open-manual.ts'
import { openTarget } from './target/open-target.ts'
import { fill, type RunFacts } from './target/run-facts.ts'
import { makeRunFolder } from './target/run-folder.ts'
import type { Target } from './target/target.ts'
import { versions } from './versions.ts'

export type ConformanceRun = RunOptions & {
  readonly cases: readonly Case[]
  readonly seed: string
  readonly profile: string
  readonly clock: Clock
  /** As the caller wrote it. */
  readonly targetFile?: string
  readonly casesFolder?: string
  readonly remote?: GatewaySettings['remote']
  /** What is run against the same system after the cases. */
  readonly beyond?: ((parts: RunParts) => Promise<readonly CaseResult[]>) | undefined
} & Subject

/** A target file, or a system that a test has in its own process. */
type Subject =
  | {
      readonly target: Target
      readonly environment: Readonly<Record<string, string | undefined>>
      readonly moreArguments?: readonly string[]
      /** For a person at a till: where he is asked. */
      readonly board?: Board | undefined
    }
  | {
      readonly name: string
      readonly timeScale: number
      readonly open: (facts: RunFacts) => Promise<SystemUnderTest>
    }

/** @throws KitError when nothing could be started */
export async function runConformance(run: ConformanceRun): Promise<RunResult> {
  const { clock, seed, cases, profile, known, remote } = run
  const startedAt = clock.now()
  const timeScale = 'target' in run ? run.target.time_scale : run.timeScale
  const signType = 'target' in run ? run.target.sign_type : 'MD5'
  const fixed = 'target' in run ? run.target.gateway : undefined
  const side = await openGatewaySide({
    clock,
    seed,
    timeScale,
    signType,
    remote,
    ...(fixed !== undefined && { fixed }),
  })
  try {
    const folder = await makeRunFolder(side, { signType, timeScale })
    try {
      const index = wireIndex(side.admin)
      const { sut, chain } = await opened(run, folder.facts, { index, side })
      try {
        const capabilities = await sut.capabilities()
        // Against a SUT that keeps its book, the same seed would meet its own payments.
        const runId = `c${startedAt.toString(36)}`
        const parts = {
          sut,
          capabilities,
          side,
          index,
          mint: paymentCodes(seed),
          clock,
          timeScale,
          runId,
          chain,
        }
        const results = [...(await runCases(parts, cases, run)), ...((await run.beyond?.(parts)) ?? [])]
        return {
          target: 'target' in run ? run.target.name : run.name,
          sutName: capabilities.name,
          seed,
          profile,
          timeScale,
          capabilities,
          strict: run.strict,
          versions,
          ...(run.targetFile !== undefined && { targetFile: run.targetFile }),
          ...(run.casesFolder !== undefined && { casesFolder: run.casesFolder }),
          results,
          stale: staleEntries(results, known),
          startedAt,
          tookMs: clock.now() - startedAt,
        }
      } finally {
        await sut.stop().finally(() => chain?.stop())
      }
    } finally {
      await folder.remove()
    }
  } finally {
    await side.stop()
  }
}

type Opened = { readonly sut: SystemUnderTest; readonly chain?: Chain }
type Around = { readonly index: WireIndex; readonly side: GatewaySide }

async function opened(run: ConformanceRun, facts: RunFacts, { index, side }: Around): Promise<Opened> {
  if (!('target' in run)) return { sut: await run.open(facts) }
  const { clock, seed, environment, moreArguments, board, target } = run
  if (board !== undefined) return { sut: await openManual(target, facts, { board, clock, index }) }
  const surroundings = { clock, environment, ...(moreArguments !== undefined && { moreArguments }) }
  const { role, time_scale: timeScale, push_time_scale: pushTimeScale = timeScale } = target
  if (role === 'merchant') return { sut: await openTarget(target, facts, surroundings) }
  const url = fill(target.url, facts).replace(/\/+$/, '')
  const around = await openChain({ role, clock, seed, timeScale, pushTimeScale, side, facts, url })
  const { chain } = around
  try {
    const { conversation } = chain.merchant(undefined)
    const sut = await openTarget(target, { ...facts, ...around.facts }, { ...surroundings, conversation })
    return { sut, chain }
  } catch (error) {
    await chain.stop()
    throw error
  }
}
