import { describe, expect, it } from 'vitest'
import { readCapabilities } from '../adapter/words-schema.ts'
import type { CaseResult, Outcome, RunResult } from '../runner/result.ts'
import type { Violation } from '../verdict/judge.ts'
import { compareRuns } from './compare-runs.ts'

const broken = (rule: string) => ({ rule, text: 'x', witness: 'wire' }) as Violation

type Shape = {
  readonly rules?: readonly string[]
  readonly warns?: readonly string[]
  readonly flaky?: boolean
  readonly why?: string
}

const result = (outcome: Outcome, { rules = [], warns = [], flaky = false, why }: Shape = {}): CaseResult =>
  ({
    theCase: { id: 'plain/one' },
    outcome,
    flaky,
    ...(why !== undefined && { why }),
    violations: rules.map(broken),
    warnings: warns.map(broken),
  }) as unknown as CaseResult

const run = (...results: readonly CaseResult[]): RunResult =>
  ({
    target: 'till',
    sutName: 'till 1',
    seed: '7',
    profile: 'merchant',
    timeScale: 1,
    capabilities: readCapabilities({}, 'x'),
    strict: false,
    versions: { kit: '1.0.0', node: '' },
    results,
  }) as unknown as RunResult

const change = (was: CaseResult, is: CaseResult) =>
  compareRuns(run(was), run(is)).changes.map(({ kind, text }) => `${kind}: ${text}`)

describe('from one run to another', () => {
  it.each<[CaseResult, CaseResult, string[]]>([
    [result('passed'), result('passed'), []],
    [result('passed'), result('failed', { rules: ['a'] }), ['worse: passed → failed; breaks now a']],
    [result('failed', { rules: ['a'] }), result('passed'), ['better: failed → passed; holds now a']],
    [
      result('failed', { rules: ['a'] }),
      result('failed as known', { rules: ['a'] }),
      ['better: failed → failed as known'],
    ],
    [
      result('failed', { rules: ['a'] }),
      result('failed', { rules: ['a', 'b'] }),
      ['worse: failed still; breaks now b'],
    ],
    [
      result('failed', { rules: ['a', 'b'] }),
      result('failed', { rules: ['b'] }),
      ['better: failed still; holds now a'],
    ],
    [
      result('failed', { rules: ['a'] }),
      result('failed', { rules: ['b'] }),
      ['other: failed still; holds now a; breaks now b'],
    ],
    [result('passed'), result('passed', { warns: ['a'] }), ['worse: passed still; breaks now a']],
    [
      result('failed', { rules: ['a'] }),
      result('failed', { rules: ['a'], flaky: true }),
      ['other: failed still, now flaky'],
    ],
    [result('passed'), result('errored', { why: 'silence\nand more' }), ['worse: passed → errored: silence']],
    [result('errored'), result('failed', { rules: ['a'] }), ['other: errored → failed; breaks now a']],
    [result('passed'), result('not applicable', { why: 'no refund' }), ['other: passed → not applicable: no refund']],
  ])('%#', (was, is, said) => {
    expect(change(was, is)).toEqual(said)
  })

  it('a case that comes or goes is neither better nor worse', () => {
    const one = result('failed', { rules: ['a'] })
    const lone = [{ id: 'plain/one', outcome: 'failed' }]
    expect(compareRuns(run(), run(one))).toMatchObject({
      changes: [],
      onlyBefore: [],
      onlyAfter: lone,
      rules: [],
      same: 0,
    })
    expect(compareRuns(run(one), run())).toMatchObject({
      changes: [],
      onlyBefore: lone,
      onlyAfter: [],
      rules: [],
      same: 0,
    })
  })

  it('what was not the same for both is told', () => {
    const { conditions, same } = compareRuns(run(result('passed')), {
      ...run(result('passed')),
      seed: '8',
      strict: true,
    })
    expect(conditions).toEqual(['seed: 7 → 8', 'strict: false → true'])
    expect(same).toBe(1)
  })
})
