/** A whole load run: gateway's side, system under load, k6, the time after it, the audit. Whatever it started it stops. */

import { type Conversation, SutError } from '../../conformance/adapter/system-under-test.ts'
import { readCapabilities } from '../../conformance/adapter/words-schema.ts'
import { type GatewaySide, openGatewaySide } from '../../conformance/runner/gateway-side.ts'
import { openTarget } from '../../conformance/target/open-target.ts'
import { fill, type RunFacts } from '../../conformance/target/run-facts.ts'
import { makeRunFolder } from '../../conformance/target/run-folder.ts'
import { versions } from '../../conformance/versions.ts'
import type { Capabilities } from '../../reference/terminal-api/words.ts'
import type { LoadResult } from '../load-result.ts'
import { timelineOf } from '../report/timeline.ts'
import { auditRun } from './audit-run.ts'
import { certificationOf } from './certification.ts'
import { casesBeside, certify } from './certify.ts'
import { toldBox } from './collect-told.ts'
import { figuresOf } from './figures.ts'
import { runK6 } from './k6-process.ts'
import type { LoadRun, OpenSubject } from './load-run.ts'
import { scriptFolder } from './script-path.ts'
import { saleSettings, scriptVariables } from './script-variables.ts'
import { stopFaults } from './settle.ts'
import { openBridge } from './terminal-bridge.ts'
import { warmUp } from './warm-up.ts'

/** @throws KitError, LoadError when something could not be started or did not end */
export async function runLoad(run: LoadRun): Promise<LoadResult> {
  const { clock, seed, timeScale, signType, remote, subject } = run
  const fixed = subject?.target.gateway
  const startedAt = clock.now()
  const side = await openGatewaySide({ clock, seed, timeScale, signType, remote, ...(fixed && { fixed }) })
  try {
    const { latency } = run.mix
    if (latency !== undefined) await side.admin.change({ defaults: { latency } })
    const folder = await makeRunFolder(side, { signType, timeScale })
    try {
      const result = await withSubject(run, side, folder.facts)
      return { ...result, startedAt, tookMs: clock.now() - startedAt }
    } finally {
      await folder.remove()
    }
  } finally {
    await side.stop()
  }
}

type Unfinished = Omit<LoadResult, 'startedAt' | 'tookMs'>

async function withSubject(run: LoadRun, side: GatewaySide, facts: RunFacts): Promise<Unfinished> {
  const { subject, clock, environment } = run
  if (subject === undefined) return underLoad(run, side, undefined)
  const { target, moreArguments = [] } = subject
  run.onPhase(`starting ${target.name}`)
  const sut = await openTarget(target, facts, { clock, environment, moreArguments })
  try {
    const capabilities = await capabilitiesOf(sut)
    if (target.adapter === 'http') {
      const url = fill(target.url, facts).replace(/\/+$/, '')
      return await underLoad(run, side, { sut, capabilities, url, headers: target.headers })
    }
    const bridge = await openBridge(sut)
    try {
      return await underLoad(run, side, { sut, capabilities, url: bridge.url, headers: {} })
    } finally {
      await bridge.stop()
    }
  } finally {
    await sut.stop()
  }
}

/** A system that cannot tell is taken for one with the documented timings. */
async function capabilitiesOf(sut: Pick<Conversation, 'capabilities'>): Promise<Capabilities> {
  return sut.capabilities().catch((error: unknown) => {
    if (error instanceof SutError) return readCapabilities({}, 'the defaults')
    throw error
  })
}

async function underLoad(run: LoadRun, side: GatewaySide, open: OpenSubject | undefined): Promise<Unfinished> {
  const { k6, name, journey, out, environment, signal, clock, timeScale, cases, seed, runId } = run
  const sales = saleSettings(run)
  const box = toldBox(sales, journey)
  const words: string[] = []
  if (open !== undefined) run.onPhase('warming up')
  const aside = open === undefined ? new Set<string>() : await warmUp(open.sut, { ...run, sales })
  const beside = casesBeside(open === undefined ? [] : cases)
  run.onPhase(
    `k6 (${k6.where}): ${name}${beside.length === 0 ? '' : `, and up to ${beside.length} conformance cases beside it`}`,
  )
  const loading = runK6({
    ...{ k6, out, environment, signal, scripts: scriptFolder(), script: name },
    variables: scriptVariables(run, side, open),
    onTold(told) {
      box.add(told)
      run.onTold(told)
    },
    onWord: (word) => void (words.length < 200 && words.push(word)),
  })
  let isLoaded = true
  const ended = loading.finally(() => {
    isLoaded = false
  })
  const certifying =
    open === undefined || beside.length === 0
      ? undefined
      : certify({
          ...{ ...open, side, clock, timeScale, seed, cases: beside, isLoaded: () => isLoaded },
          ...{ runId: `${runId}c`, loadId: `${runId}_` },
        })
  const [summary, certified] = await Promise.all([ended, certifying])
  run.onPhase('the faults stop, and what is open comes to its end')
  await stopFaults(side)
  const audit = await auditRun(run, { side, open, box, summary, aside })
  const { rate, durationS, mixName, mix } = run
  return {
    isSteady: run.plan.shape === 'steady',
    ...{ name, journey, seed, runId, rate, durationS, mixName, mix, timeScale, audit, versions },
    subject: open?.capabilities.name ?? "the simulator's gateway",
    measured: {
      where: k6.where,
      thresholds: summary.thresholds,
      figures: figuresOf(summary, box),
      timeline: timelineOf(box.events()),
      words,
    },
    ...(certified !== undefined && { certification: certificationOf(certified) }),
  }
}
