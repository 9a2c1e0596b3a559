#!/usr/bin/env node
/**
 * `relay-mutants [DEFECT...]`: the reference relays with every defect of a relay against the cases for relays; writes
 * docs/mutants-relay.md when all have run. Exit code 0: all killed by the case or rule named for them, every rule tripped.
 */
import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { loadCases } from '../conformance/case/load-cases.ts'
import { mutantsPage, untripped } from '../conformance/mutants/mutants-page.ts'
import { relayCasesFor } from '../conformance/mutants/relay-plan.ts'
import { type MutantResult, runMutants } from '../conformance/mutants/run-mutants.ts'
import { loadTarget } from '../conformance/target/target.ts'
import { rules } from '../conformance/verdict/rules.ts'
import { relayDefects } from '../reference/relay/defects/defects.ts'
import { realClock } from '../simulator/clock.ts'
import { scenarioPath } from '../simulator/scenario-files.ts'
import { failureText } from './failure.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const names = process.argv.slice(2)
const words = { title: 'Mutants of a relay', system: 'relay', writer: 'node bin/relay-mutants.ts' }

function line({ defect, outcome, rules: by, cases, why = '' }: MutantResult): string {
  const found = [...by, ...cases].join(', ') || 'nothing'
  const told = outcome === 'killed' ? '' : `  wanted ${defect.kills}, got ${found} ${why}`
  return `${outcome.padEnd(18)}${defect.name}${told}\n`
}

async function runRole(role: 'acquirer' | 'integrator'): Promise<readonly MutantResult[]> {
  const all = await loadCases(scenarioPath('cases'))
  return runMutants(
    {
      target: await loadTarget(`${root}/conformance/targets/reference-${role}.yaml`),
      environment: process.env,
      clock: realClock,
      cases: all.filter(({ profiles }) => profiles.includes(role)),
      ...{ casesFor: relayCasesFor, profile: role, seed: 'mutants', concurrency: 3 },
      onResult: (result) => void process.stdout.write(line(result)),
    },
    relayDefects.filter(
      ({ name, role: wanted = 'acquirer' }) => wanted === role && (names.length === 0 || names.includes(name)),
    ),
  )
}

async function main(): Promise<0 | 1 | 2> {
  const strange = names.find((name) => !relayDefects.some((defect) => defect.name === name))
  if (strange !== undefined) {
    process.stderr.write(`There is no defect ${strange}: alipay-sandbox relay --list-defects names them.\n`)
    return 2
  }
  const results = [...(await runRole('acquirer')), ...(await runRole('integrator'))]
  const killed = results.filter(({ outcome }) => outcome === 'killed').length
  process.stdout.write(`${results.length} defects: ${killed} killed\n`)
  if (names.length > 0) return killed === results.length ? 0 : 1
  const cases = (await loadCases(scenarioPath('cases'))).filter(({ profiles }) => !profiles.includes('merchant'))
  const relayCases = cases.filter(({ profiles }) => !profiles.includes('ivalidate'))
  const hopRules = rules.map(({ id }) => id).filter((id) => id.startsWith('hop/'))
  const idle = untripped(results, relayCases, hopRules)
  await writeFile(`${root}/docs/mutants-relay.md`, mutantsPage(results, idle, words))
  for (const id of idle.rules) process.stdout.write(`no defect trips rule ${id}\n`)
  for (const id of idle.cases) process.stdout.write(`no defect trips case ${id}\n`)
  return killed === results.length && idle.rules.length === 0 ? 0 : 1
}

try {
  process.exitCode = await main()
} catch (thrown) {
  process.stderr.write(failureText(thrown, { debug: false }))
  process.exitCode = 2
}
