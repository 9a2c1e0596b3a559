/** `load`: drives a backend through k6 while the gateway misbehaves, and audits the money that follows. */
import { appendFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { loadCases } from '../../conformance/case/load-cases.ts'
import { stepSummaryVariable } from '../../conformance/report/reports.ts'
import { loadTarget } from '../../conformance/target/target.ts'
import { LoadError } from '../../load/load-error.ts'
import { exitCodeOf, type LoadResult } from '../../load/load-result.ts'
import { markdownReport } from '../../load/report/markdown.ts'
import { loadReports } from '../../load/report/reports.ts'
import { summaryText } from '../../load/report/summary.ts'
import { auditOnly } from '../../load/run/audit-only.ts'
import { findK6 } from '../../load/run/find-k6.ts'
import { runLoad } from '../../load/run/run-load.ts'
import { realClock } from '../../simulator/clock.ts'
import { freshSeed } from '../../simulator/random.ts'
import { scenarioPath } from '../../simulator/scenario-files.ts'
import { type CommandRun, defineCommand } from '../command.ts'
import { CommandError, systemCode } from '../command-error.ts'
import { loadAbout } from '../load-about.ts'
import { loadOptions } from '../load-options.ts'
import { planNamed } from '../load-plan.ts'
import { loadProgress } from '../load-progress.ts'

type Run = CommandRun<typeof loadOptions>

export const load = defineCommand({
  about: loadAbout,
  operands: [{ name: 'name', required: true, meaning: 'what to run' }],
  options: loadOptions,
  examples: [
    'alipay-sandbox load pos',
    'alipay-sandbox load pos --target target.yaml --rate 200 --duration 60s --html load.html',
    'alipay-sandbox load pos --defect new-id-after-timeout --time-scale 10',
    'alipay-sandbox load spike --mix lunch-peak --certify',
    'alipay-sandbox load gateway --sign-type RSA2 --rate 500',
    'alipay-sandbox load pos --set LOAD_REFUND_SHARE=0.5,LOAD_RESULT_P99_MS=20000',
    'alipay-sandbox load audit --admin http://127.0.0.1:4100/_admin --book orders.csv',
  ],
  exits: {
    held: 'it held',
    didNotHold: 'a threshold was crossed, the money does not add up, or a case of --certify failed',
  },
  async run(run) {
    const { operands, surroundings } = run
    const result = operands[0] === 'audit' ? await audited(run) : await loaded(run)
    surroundings.write(summaryText(result))
    await writeLoadReports(result, run)
    return exitCodeOf(result)
  },
})

async function loaded(run: Run): Promise<LoadResult> {
  const { options, settings, operands, surroundings } = run
  const { environment, remark } = surroundings
  const planned = await planNamed(operands[0], options)
  const k6 = await findK6({ named: options.k6, environment })
  const seed = options.seed ?? freshSeed()
  const ending = new AbortController()
  surroundings.interruption().then(() => ending.abort())
  const out = options.keep ?? (await mkdtemp(join(tmpdir(), 'alipay-load-')))
  await mkdir(out, { recursive: true })
  const { name, rate, durationS, mixName, timeScale } = planned
  remark(`${name}: ${rate} a second for ${durationS} s, mix ${mixName}, time scale ${timeScale}, seed ${seed}\n`)
  const progress = loadProgress(remark, { isTerminal: process.stderr.isTTY === true })
  try {
    const result = await runLoad({
      ...planned,
      ...{ k6, seed, environment, out, clock: realClock, signal: ending.signal },
      // Against a system that keeps its book, the same seed would meet its own payments.
      runId: `l${Date.now().toString(36)}`,
      currency: options.currency,
      lateMs: options.late * 1_000,
      variables: options.set,
      cases: options.certify ? await loadCases(scenarioPath('cases')) : [],
      bookFile: options.book,
      remote: options.admin === undefined ? undefined : { admin: options.admin, token: settings.adminToken },
      onPhase: (what) => remark(`${what}\n`),
      onTold: progress.told,
    })
    if (options.keep !== undefined) await writeFile(join(out, 'k6.log'), (result.measured?.words ?? []).join('\n'))
    return result
  } finally {
    progress.stop()
    if (options.keep === undefined) await rm(out, { recursive: true, force: true })
  }
}

async function audited({ options, settings, surroundings }: Run): Promise<LoadResult> {
  const { admin, partner = 'default', book, target, currency, told, late } = options
  if (admin === undefined)
    throw new LoadError('BAD_LOAD', { detail: 'An audit needs the control API of the simulator: --admin URL.' })
  if (options.certify)
    throw new CommandError('BAD_USAGE', { detail: '--certify runs cases beside a load, and an audit makes none.' })
  return auditOnly({
    admin: { url: admin, token: settings.adminToken },
    ...{
      partner,
      currency,
      toldFile: told,
      lateMs: late * 1_000,
      bookFile: book,
      clock: realClock,
      environment: surroundings.environment,
    },
    target: target === undefined ? undefined : await loadTarget(target),
  })
}

/** @throws CommandError UNWRITABLE_FILE */
async function writeLoadReports(result: LoadResult, { options, surroundings }: Run): Promise<void> {
  const summary = surroundings.environment[stepSummaryVariable] ?? ''
  // Nobody asked for it on this command line: a summary that cannot be written is no reason to fail the step.
  if (summary !== '')
    await appendFile(summary, `${markdownReport(result)}\n`).catch((error: unknown) =>
      surroundings.remark(`${stepSummaryVariable} names ${summary}, which cannot be written (${systemCode(error)}).\n`),
    )
  for (const { option, render } of loadReports) {
    const path = options[option]
    if (path === undefined) continue
    try {
      await mkdir(dirname(path), { recursive: true })
      await writeFile(path, render(result))
    } catch (cause) {
      throw new CommandError('UNWRITABLE_FILE', { detail: `${path} cannot be written (${systemCode(cause)}).`, cause })
    }
  }
}
