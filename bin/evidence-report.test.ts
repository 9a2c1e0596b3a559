import { describe, expect, it } from 'vitest'
import type { Comparison } from '../conformance/evidence/compare-runs.ts'
import type { Outcome } from '../conformance/runner/result.ts'
import { comparisonText } from './evidence-report.ts'

const nothing: Comparison = { changes: [], onlyBefore: [], onlyAfter: [], rules: [], conditions: [], same: 4 }
const lones = (outcome: Outcome, ...ids: readonly string[]) => ids.map((id) => ({ id, outcome }))

describe('two runs of other cases', () => {
  it('take one line a side, with what failed named first', () => {
    const many = lones('passed', ...Array.from({ length: 300 }, (_, nth) => `plain/${nth}`))
    const text = comparisonText({
      ...nothing,
      onlyBefore: [...many, ...lones('failed', 'refund/full')],
      onlyAfter: lones('not applicable', 'hops/cancel-twice'),
    })
    expect(text).toBe(
      [
        '301 cases only in the earlier run (300 passed, 1 failed): refund/full, plain/0, plain/1 …',
        '1 case only in the later run (1 not applicable): hops/cancel-twice',
        '0 worse, 0 better, 0 otherwise, 4 the same',
        '',
      ].join('\n'),
    )
  })

  it('take none where both have the same cases', () => {
    expect(comparisonText(nothing)).toBe('0 worse, 0 better, 0 otherwise, 4 the same\n')
  })
})
