/** The kit against the reference relays, as a user starts it: good ones pass, and one with a mistake fails by its name. */
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { loadCases } from '../conformance/case/load-cases.ts'
import { selectCases } from '../conformance/case/select-cases.ts'
import { runConformance } from '../conformance/run-conformance.ts'
import type { RunResult } from '../conformance/runner/result.ts'
import { loadTarget } from '../conformance/target/target.ts'
import { defects, relayDefects } from '../reference/relay/defects/defects.ts'
import { realClock } from '../simulator/clock.ts'
import { scenarioPath } from '../simulator/scenario-files.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const cases = await loadCases(scenarioPath('cases'))

type Role = 'integrator' | 'acquirer'

async function certify(role: Role, names: readonly string[], defect?: string): Promise<RunResult> {
  const target = await loadTarget(`${root}/conformance/targets/reference-${role}.yaml`)
  return runConformance({
    target: { ...target, start: { cwd: '.', env: {}, ...target.start, command: [process.execPath, 'bin/relay.ts'] } },
    environment: process.env,
    moreArguments: defect === undefined ? [] : ['--defect', defect],
    cases: selectCases(cases, { names, profile: role }),
    seed: 'test',
    profile: role,
    clock: realClock,
    concurrency: 20,
    strict: true,
    known: [],
    again: false,
    onResult: () => undefined,
  })
}

const ends = ({ results }: RunResult) =>
  Object.fromEntries(
    results.map(({ theCase, outcome, why, violations }) => [
      theCase.id,
      outcome === 'passed' ? 'passed' : [outcome, why, ...violations.map(({ rule, text }) => `${rule}: ${text}`)],
    ]),
  )
const failed = ({ results }: RunResult) =>
  results.flatMap(({ theCase, outcome, violations }) =>
    outcome === 'failed' ? [theCase.id, ...violations.map(({ rule }) => rule)] : [],
  )

const slow = { timeout: 90_000 }

describe('a good relay', () => {
  it.each([
    ['acquirer', ['hops/paid', 'tenants/other-merchants-payment', 'door/replayed', 'results/polled', 'plain/yen']],
    ['integrator', ['hops/paid', 'tenants/same-payment-id', 'next-hop/answer-lost', 'results/streamed']],
  ] as const)('as an %s passes one case of each kind', slow, async (role, names) => {
    const run = await certify(role, names)
    expect(ends(run)).toEqual(Object.fromEntries(names.map((name) => [name, 'passed']).toSorted()))
    expect(run.capabilities.role).toBe(role)
  })
})

describe('a relay with a mistake', () => {
  it.each([
    ['acquirer', 'results-told-to-all', 'tenants/lists-are-own', 'hop/own-only'],
    ['integrator', 'new-id-at-every-pay', 'next-hop/answer-lost', 'hop/handed-on-once'],
  ] as const)('as an %s: %s fails %s by %s', slow, async (role, defect, name, rule) => {
    expect(failed(await certify(role, [name], defect))).toEqual(expect.arrayContaining([name, rule]))
  })

  it('has a name of its own, and names a rule or cases that there are', () => {
    expect(new Set(defects.map(({ name }) => name)).size).toBe(defects.length)
    const known = (kills: string) =>
      kills.startsWith('hop/') || /^(?:money|case)\//.test(kills) || cases.some(({ id }) => id.startsWith(kills))
    expect(relayDefects.filter(({ kills }) => !known(kills)).map(({ name }) => name)).toEqual([])
  })
})

describe('the profiles of relays', () => {
  const of = (role: Role) => cases.filter(({ profiles }) => profiles.includes(role)).length

  it('have thirty cases of their own at least', () => {
    expect(Math.min(of('acquirer'), of('integrator'))).toBeGreaterThanOrEqual(30)
  })

  it('ask an acquirer all that is asked of a till, besides', () => {
    const merchant = selectCases(cases, { names: [], profile: 'merchant' }).length
    expect(selectCases(cases, { names: [], profile: 'acquirer' })).toHaveLength(of('acquirer') + merchant)
  })
})
