/** `conform`: certifies a backend, case by case, and `conform init`, which writes its target.yaml. */
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Case } from '../../conformance/case/case-schema.ts'
import { loadCases } from '../../conformance/case/load-cases.ts'
import { selectCases } from '../../conformance/case/select-cases.ts'
import { loadKnownFailures } from '../../conformance/known-failures.ts'
import { ctrfJson } from '../../conformance/report/ctrf.ts'
import { junitXml } from '../../conformance/report/junit.ts'
import { caseText, runText } from '../../conformance/report/summary.ts'
import { runConformance } from '../../conformance/run-conformance.ts'
import { type CaseResult, exitCodeOf } from '../../conformance/runner/result.ts'
import { loadTarget } from '../../conformance/target/target.ts'
import { realClock } from '../../simulator/clock.ts'
import { freshSeed } from '../../simulator/random.ts'
import { scenarioPath } from '../../simulator/scenario-files.ts'
import { type CommandRun, defineCommand } from '../command.ts'
import { CommandError, systemCode } from '../command-error.ts'
import { writeTarget } from '../conform-init.ts'
import { conformOptions } from '../conform-options.ts'

type Run = CommandRun<typeof conformOptions>

export const conform = defineCommand({
  about: [
    'For whoever has a backend that takes payments by the protocol, in whatever language: starts a simulator and the backend,',
    'drives it through every normal and abnormal flow, and tells case by case where it would lose money.',
    'conform init writes the target.yaml that says how your backend is started and spoken to.',
  ].join(' '),
  operands: [
    {
      name: 'case...',
      required: false,
      meaning: 'ids, families or numbers like SPOT-003; or init. By default all cases',
    },
  ],
  options: conformOptions,
  examples: [
    'alipay-sandbox conform init',
    'alipay-sandbox conform --target target.yaml --junit report.xml',
    'alipay-sandbox conform SPOT-003 unknown --seed 7f3a9c01',
    'alipay-sandbox conform --profile ivalidate --list',
  ],
  exits: { held: 'it held', didNotHold: 'the backend fell short, or the list of known failures is stale' },
  async run(run) {
    if (run.operands[0] === 'init') return writeTarget(run)
    const { options, surroundings } = run
    const cases = selectCases(await loadCases(options.cases ?? scenarioPath('cases')), {
      ...options,
      names: run.operands,
    })
    if (options.list) {
      surroundings.write(listText(cases))
      return 0
    }
    const target = await loadTarget(options.target)
    const known = options.knownFailures === undefined ? [] : await loadKnownFailures(options.knownFailures)
    if (options.dryRun) {
      surroundings.write(`${target.name}: ${cases.length} cases would run.\n`)
      return 0
    }
    const seed = options.seed ?? freshSeed()
    surroundings.remark(`${cases.length} cases against ${target.name}, seed ${seed}\n`)
    const result = await runConformance({
      target: options.timeScale === undefined ? target : { ...target, time_scale: options.timeScale },
      targetFile: options.target,
      environment: surroundings.environment,
      cases,
      seed,
      profile: options.profile,
      clock: realClock,
      concurrency: options.concurrency,
      strict: options.strict,
      known,
      onResult: progress(run, cases.length, seed),
      remote: options.admin === undefined ? undefined : { admin: options.admin, token: options.adminToken },
    })
    surroundings.write(runText(result))
    if (options.junit !== undefined) await writeReport(options.junit, junitXml(result))
    if (options.ctrf !== undefined) await writeReport(options.ctrf, ctrfJson(result))
    return exitCodeOf(result)
  },
})

/** Quiet when green: a person at a terminal sees one line move, a log sees only what is wrong. */
function progress({ surroundings }: Run, total: number, seed: string): (result: CaseResult) => void {
  let done = 0
  const moving = process.stderr.isTTY === true
  return (result) => {
    done += 1
    const text = caseText(result, seed)
    if (text !== '') surroundings.write(text)
    if (moving) surroundings.remark(`\r${done}/${total}${done === total ? '\n' : ''}`)
  }
}

function listText(cases: readonly Case[]): string {
  const lines = cases.map(({ id, level, spot, proves }) => `${id}  ${spot ?? level}\n  ${proves}\n`)
  return `${lines.join('')}${cases.length} cases\n`
}

async function writeReport(path: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, text)
  } catch (cause) {
    throw new CommandError('UNWRITABLE_FILE', { detail: `${path} cannot be written (${systemCode(cause)}).`, cause })
  }
}
