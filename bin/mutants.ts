#!/usr/bin/env node
/**
 * `mutants [DEFECT...]`: the reference till with every defect against the suite; writes docs/mutants.md when all have run.
 * Exit code 0: all killed by the rule named for them, every rule and every case tripped. 1: not so.
 */
import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { loadCases } from '../conformance/case/load-cases.ts'
import { casesFor } from '../conformance/mutants/mutant-plan.ts'
import { mutantsPage, untripped } from '../conformance/mutants/mutants-page.ts'
import { type MutantResult, runMutants } from '../conformance/mutants/run-mutants.ts'
import { loadTarget } from '../conformance/target/target.ts'
import { rules } from '../conformance/verdict/rules.ts'
import { defects } from '../reference/pos/defects/defects.ts'
import { realClock } from '../simulator/clock.ts'
import { scenarioPath } from '../simulator/scenario-files.ts'
import { failureText } from './failure.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const names = process.argv.slice(2)

function line({ defect, outcome, rules, why = '' }: MutantResult): string {
  const told = outcome === 'killed' ? '' : `  wanted ${defect.kills}, got ${rules.join(', ') || 'nothing'} ${why}`
  return `${outcome.padEnd(18)}${defect.name}${told}\n`
}

async function main(): Promise<0 | 1 | 2> {
  const wanted = defects.filter(({ name }) => names.length === 0 || names.includes(name))
  const strange = names.find((name) => !defects.some((defect) => defect.name === name))
  if (strange !== undefined) {
    process.stderr.write(`There is no defect ${strange}: alipay-sandbox pos --list-defects names them.\n`)
    return 2
  }
  const cases = (await loadCases(scenarioPath('cases'))).filter(
    ({ profiles }) => profiles.includes('merchant') || profiles.includes('ivalidate'),
  )
  const results = await runMutants(
    {
      target: await loadTarget(`${root}/conformance/targets/reference-pos.yaml`),
      environment: process.env,
      clock: realClock,
      ...{ cases, casesFor, profile: 'merchant' },
      seed: 'mutants',
      concurrency: 5,
      onResult: (result) => void process.stdout.write(line(result)),
    },
    wanted,
  )
  const killed = results.filter(({ outcome }) => outcome === 'killed').length
  process.stdout.write(`${results.length} defects: ${killed} killed\n`)
  if (names.length > 0) return killed === results.length ? 0 : 1
  const tillRules = rules.map(({ id }) => id).filter((id) => !id.startsWith('hop/'))
  const idle = untripped(results, cases, tillRules)
  await writeFile(`${root}/docs/mutants.md`, mutantsPage(results, idle))
  for (const id of idle.rules) process.stdout.write(`no defect trips rule ${id}\n`)
  for (const id of idle.cases) process.stdout.write(`no defect trips case ${id}\n`)
  const idleMost = idle.rules.length + idle.cases.length
  return killed === results.length && idleMost === 0 ? 0 : 1
}

try {
  process.exitCode = await main()
} catch (thrown) {
  process.stderr.write(failureText(thrown, { debug: false }))
  process.exitCode = 2
}
