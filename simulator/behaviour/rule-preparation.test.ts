import { describe, expect, it } from 'vitest'
import { someRules } from '../../test/behaviour-calls.ts'
import { fieldName } from './problem.ts'
import type { PutResult, RuleDraft } from './rule-types.ts'

const paid = { behaviour: '0000' }

async function withRules(drafts: readonly RuleDraft[]) {
  const { rules } = someRules()
  const result = await rules.put(drafts)
  if (!result.ok) throw new Error(told(result).join('; '))
  return { rules }
}

function told(result: PutResult): readonly string[] {
  return result.ok ? [] : result.problems.map(({ code, path, message }) => `${code} ${fieldName(path)} ${message}`)
}

describe('a set with a mistake', () => {
  it.each<[unknown, string]>([
    [{ match: { probability: 1.2 }, ...paid }, 'INVALID [1].match.probability must be at most 1'],
    [{ match: { probability: 0 }, ...paid }, 'INVALID [1].match.probability must be more than 0'],
    [{ behaviour: '0999' }, 'UNKNOWN_BEHAVIOUR [1].behaviour there is no behaviour 0999'],
    [{ behaviour: 303 }, 'INVALID [1].behaviour must be four digits in quotes: "0303"'],
    [{ play: { delayAfter: { kind: 'fixed', ms: -1 } } }, 'INVALID [1].play.delayAfter.ms must be at least 0'],
    [
      { play: { delayAfter: { kind: 'preset', name: 'brownout' } } },
      'UNKNOWN_LATENCY [1].play.delayAfter names no latency preset (did you mean "brown-out"?)',
    ],
    [
      { play: { delayAfter: { kind: 'histogram file', file: '/etc/passwd' } } },
      'UNKNOWN_LATENCY [1].play.delayAfter can name a file only in a file; write the buckets themselves',
    ],
    [
      { match: { amount: { from: '20', to: '10' } }, ...paid },
      'NEVER_MATCHES [1].match.amount.to can never hold: it is less than from',
    ],
    [{ match: { store: 'ST01' }, ...paid }, 'INVALID [1].match.store unknown key "store" (did you mean "storeId"?)'],
    [{ match: { nth: 0 }, ...paid }, 'INVALID [1].match.nth must be at least 1'],
    [{ match: { any: [] }, ...paid }, 'INVALID [1].match.any must have at least 1 in the list'],
    [
      { match: { any: [{ sotreId: 'A' }] }, ...paid },
      'INVALID [1].match.any[0].sotreId unknown key "sotreId" (did you mean "storeId"?)',
    ],
    [{ match: { everyNth: 2, nthMatching: 3 }, ...paid }, 'INVALID [1].match.everyNth cannot stand beside nthMatching'],
    [{ times: 0, ...paid }, 'INVALID [1].times must be at least 1'],
    [{ ttlMs: 0, ...paid }, 'INVALID [1].ttlMs must be more than 0'],
    [{ id: 'default', ...paid }, 'INVALID [1].id must be letters, digits and -, a letter first, and not default'],
    [{ id: 'good', ...paid }, 'ID_TAKEN [1].id "good" is another rule\'s id'],
    [{}, 'INVALID [1].behaviour or play is needed, and only one of the two'],
    [{ ...paid, play: {} }, 'INVALID [1].behaviour or play is needed, and only one of the two'],
    [{ ...paid, notifications: { kind: 'none' } }, 'INVALID [1].notifications goes with play; a behaviour has its own'],
    [
      { match: { service: 'refund' }, play: { plan: { kind: 'waiting' } } },
      'INVALID [1].play.plan.kind is for pay only, and only calls of it may be meant',
    ],
    ['0303', 'INVALID [1] must be an object'],
  ])('%j is refused by name, and nothing of it is applied', async (draft, problem) => {
    const { rules } = await withRules([{ id: 'old', match: { nth: 9 }, ...paid }])
    const result = await rules.put([{ id: 'good', match: { nth: 1 }, ...paid }, draft])
    expect(told(result)).toContain(problem)
    expect(rules.list().map(({ id }) => id)).toEqual(['old'])
  })

  it('a rule behind one that takes every call for ever is never reached', async () => {
    const { rules } = await withRules([{ id: 'all', ...paid }])
    const behind = await rules.put([{ id: 'late', match: { nth: 1 }, ...paid }])
    expect(told(behind)).toEqual(['NEVER_REACHED [0].match is never reached: rule all before it takes every call'])
    const { rules: limited } = await withRules([{ id: 'all', times: 3, ...paid }])
    expect((await limited.put([paid])).ok).toBe(true)
  })
})
