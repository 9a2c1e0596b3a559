/** `conform`: certifies a backend, case by case, and `conform init`, which writes its target.yaml. */
import { relative } from 'node:path'
import type { Case } from '../../conformance/case/case-schema.ts'
import { loadCases } from '../../conformance/case/load-cases.ts'
import { selectCases } from '../../conformance/case/select-cases.ts'
import { loadKnownFailures } from '../../conformance/known-failures.ts'
import type { Replayed } from '../../conformance/report/replay-command.ts'
import { caseText, runText } from '../../conformance/report/summary.ts'
import { runConformance } from '../../conformance/run-conformance.ts'
import { type CaseResult, exitCodeOf } from '../../conformance/runner/result.ts'
import { loadTarget } from '../../conformance/target/target.ts'
import { realClock } from '../../simulator/clock.ts'
import { scenarioPath } from '../../simulator/scenario-files.ts'
import { type CommandRun, defineCommand } from '../command.ts'
import { explorer } from '../conform-explore.ts'
import { writeTarget } from '../conform-init.ts'
import { conformOptions } from '../conform-options.ts'
import { openSitting } from '../conform-sitting.ts'
import { evidenceSigner, writeEvidence } from '../write-evidence.ts'
import { writeReports } from '../write-reports.ts'

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
    'alipay-sandbox conform --target target.yaml --html report.html --junit report.xml',
    'alipay-sandbox conform SPOT-003 unknown --seed 7f3a9c01',
    'alipay-sandbox conform explore --explore 500',
    'alipay-sandbox conform --profile ivalidate --list',
    'alipay-sandbox conform --profile ivalidate --target shop.yaml --operator Ann --resume shop.jsonl',
  ],
  exits: { held: 'it held', didNotHold: 'the backend fell short, or the list of known failures is stale' },
  async run(run) {
    if (run.operands[0] === 'init') return writeTarget(run)
    const { options, surroundings } = run
    const onlyJourneys = options.explore !== undefined && run.operands.join() === 'explore'
    const loaded = onlyJourneys ? [] : await loadCases(options.cases ?? scenarioPath('cases'))
    const cases = onlyJourneys ? loaded : selectCases(loaded, { ...options, names: run.operands })
    if (options.list) {
      surroundings.write(listText(cases))
      return 0
    }
    const target = await loadTarget(options.target)
    const known = options.knownFailures === undefined ? [] : await loadKnownFailures(options.knownFailures)
    if (options.dryRun) {
      const journeys = options.explore === undefined ? '' : ` and ${options.explore} journeys`
      surroundings.write(`${target.name}: ${cases.length} cases${journeys} would run.\n`)
      return 0
    }
    const signer = options.evidence === undefined ? undefined : await evidenceSigner(run.settings.evidenceKey)
    const scaled = options.timeScale === undefined ? target : { ...target, time_scale: options.timeScale }
    const sitting = await openSitting(run, { target: scaled, cases, known })
    const { seed } = sitting
    const exploring = explorer(run, seed)
    surroundings.remark(
      `${sitting.cases.length} ${sitting.cases.length === 1 ? 'case' : 'cases'} against ${target.name}, seed ${seed}\n`,
    )
    const origin = {
      targetFile: pathFrom(surroundings.workingFolder, options.target),
      ...(options.cases !== undefined && { casesFolder: pathFrom(surroundings.workingFolder, options.cases) }),
    }
    const told = progress(run, sitting.cases.length, { seed, strict: options.strict, ...origin })
    const ran = await runConformance({
      target: scaled,
      board: sitting.board,
      ...origin,
      environment: surroundings.environment,
      cases: sitting.cases,
      seed,
      profile: options.profile,
      clock: realClock,
      concurrency: options.concurrency,
      strict: options.strict,
      known,
      onResult(ended) {
        sitting.save(ended)
        told(ended)
      },
      beyond: exploring.beyond,
      remote: options.admin === undefined ? undefined : { admin: options.admin, token: run.settings.adminToken },
    }).finally(sitting.close)
    const result = sitting.whole(ran)
    await exploring.tell(result)
    surroundings.write(runText(result))
    await writeReports(result, options, surroundings)
    if (options.evidence !== undefined && signer !== undefined)
      surroundings.remark(await writeEvidence(options.evidence, result, { target, known, signer }))
    return exitCodeOf(result)
  },
})

/** As somebody in that folder writes it, where it is below: a report should not tell whose machine it was. */
function pathFrom(folder: string, path: string): string {
  const below = relative(folder, path)
  return below.startsWith('..') ? path : below
}

/** Quiet when green: a person at a terminal sees one line move, a log sees only what is wrong. */
function progress({ options, surroundings }: Run, total: number, origin: Replayed): (result: CaseResult) => void {
  let done = 0
  const moving = process.stderr.isTTY === true && options.manual !== 'terminal'
  return (result) => {
    done += 1
    const text = caseText(result, origin)
    if (text !== '') surroundings.write(text)
    if (moving) surroundings.remark(`\r${done}/${total}${done === total ? '\n' : ''}`)
  }
}

function listText(cases: readonly Case[]): string {
  const lines = cases.map(({ id, level, spot, proves }) => `${id}  ${spot ?? level}\n  ${proves}\n`)
  return `${lines.join('')}${cases.length} cases\n`
}
