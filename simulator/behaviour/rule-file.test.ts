import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { someRules } from '../../test/behaviour-calls.ts'
import { type RuleFileChange, readRuleFile, watchRuleFile } from './rule-file.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rules-'))
})
afterAll(() => rm(folder, { recursive: true }))

const text = (...ids: readonly string[]) =>
  `rules:\n${ids.map((id) => `  - id: ${id}\n    match: { nth: 1 }\n    behaviour: "0303"\n`).join('')}`

describe('a broken file', () => {
  it.each([
    [
      'rules:\n  - id: a\n    match: { sotreId: A }\n    behaviour: "0303"\n',
      ':3:14: unknown key "sotreId" (did you mean "storeId"?).',
    ],
    [
      'rules:\n  - match: { probability: 1.2 }\n    behaviour: "0303"\n',
      ':2:27: rules[0].match.probability must be at most 1.',
    ],
    ['rules:\n  - behaviour: "0777"\n', ':2:16: rules[0].behaviour there is no behaviour 0777.'],
    [
      'rules:\n  - play: { delayAfter: { kind: histogram file, file: no.csv } }\n',
      'no.csv, which cannot be read (ENOENT).',
    ],
    ['rule: []\n', ':1:1: unknown key "rule" (did you mean "rules"?) (and 1 more).'],
  ])('%j is told by line and column, and no rule changes', async (content, complaint) => {
    const { rules } = someRules()
    await rules.replace([{ id: 'old', behaviour: '0000' }], 'file')
    const file = join(folder, 'broken.yaml')
    await writeFile(file, content)
    await expect(readRuleFile(rules, file)).rejects.toThrow(complaint)
    expect(rules.list().map(({ id }) => id)).toEqual(['old'])
  })
})

describe('a watched file', () => {
  it('is read again after each edit; a broken one keeps the rules and says why', async () => {
    const { rules } = someRules()
    const file = join(folder, 'watched.yaml')
    await writeFile(file, text('a'))
    const changes: RuleFileChange[] = []
    let wake = () => {}
    const changed = () => new Promise<void>((resolve) => (wake = resolve))
    const onChange = (change: RuleFileChange) => {
      changes.push(change)
      wake()
    }
    const watching = await watchRuleFile(rules, file, { onChange, quietMs: 20 })
    const ids = () => rules.list().map(({ id }) => id)
    try {
      expect([watching.count, ids()]).toEqual([1, ['a']])

      let next = changed()
      await writeFile(file, text('a', 'b'))
      await next
      expect([changes.at(-1), ids()]).toEqual([{ ok: true, count: 2 }, ['a', 'b']])

      next = changed()
      await writeFile(file, 'rules: [\n')
      await next
      expect(changes.at(-1)).toMatchObject({ ok: false, why: expect.stringContaining('watched.yaml:') })
      expect(ids()).toEqual(['a', 'b'])

      // As editors do: a new file takes the place of the old one.
      next = changed()
      await writeFile(join(folder, 'new'), text('c'))
      await rename(join(folder, 'new'), file)
      await next
      expect([changes.at(-1), ids()]).toEqual([{ ok: true, count: 1 }, ['c']])
    } finally {
      watching.close()
    }
  })

  it('that is broken to begin with is refused', async () => {
    const { rules } = someRules()
    await expect(watchRuleFile(rules, join(folder, 'none.yaml'), { onChange: () => {} })).rejects.toThrow(
      'UNREADABLE_RULES',
    )
  })
})
