import { readdirSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { scenarioPath } from '../../simulator/scenario-files.ts'
import { ruleIds } from '../verdict/rules.ts'
import { loadCases } from './load-cases.ts'
import { selectCases } from './select-cases.ts'

const cases = await loadCases(scenarioPath('cases'))

const folders: string[] = []
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true })
})

async function folderWith(text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'cases-'))
  folders.push(folder)
  await mkdir(join(folder, 'plain'))
  await writeFile(join(folder, 'plain/one.yaml'), text)
  return folder
}

const good = `id: plain/one
proves: A sale is paid by one call.
source: [flows.md §1]
costs: The customer waits for nothing.
mend: Take the answer for an answer.
`

describe('a case', () => {
  it('is a payment that is waited for, unless it says more', async () => {
    const [one] = await loadCases(await folderWith(good))
    expect(one).toMatchObject({
      level: 'must',
      profiles: ['merchant'],
      steps: [{ pay: { as: 'sale' } }, { wait: { until: 'settled' } }],
    })
  })

  it.each([
    ['a step that nobody knows', `${good}steps:\n  - pya: {}\n`, /one\.yaml:\d+:\d+: /],
    [
      'a family that is not its folder',
      good.replace('plain/one', 'plain/two'),
      /its id is plain\/two, and must be plain\/one/,
    ],
    ['no cost', good.replace(/costs.*\n/, ''), /costs is missing/],
    ['a page that is none', good.replace('flows.md §1', 'the flows'), /source\[0\] must be a page of the protocol/],
  ])('%s: is told with its place', async (_, text, message) => {
    await expect(loadCases(await folderWith(text))).rejects.toMatchObject({
      code: 'BAD_CASE',
      message: expect.stringMatching(message),
    })
  })
})

describe('the cases that ship', () => {
  it('name behaviours and rules that there are', () => {
    const files = readdirSync(scenarioPath('behaviours'))
    const numbers = new Set(files.map((file) => file.slice(0, 4)))
    const strange = cases.flatMap(({ id, gateway: { behaviour = '0000' }, expect: { wire, without } }) => [
      ...(numbers.has(behaviour) ? [] : [`${id}: ${behaviour}`]),
      ...[...wire, ...without].filter((rule) => !ruleIds.has(rule)).map((rule) => `${id}: ${rule}`),
    ])
    expect(strange).toEqual([])
  })

  it("are Alipay's own six in the profile ivalidate", () => {
    expect(selectCases(cases, { names: [], profile: 'ivalidate' }).map(({ spot }) => spot)).toEqual(
      [1, 2, 3, 4, 5, 6].map((nth) => `SPOT-00${nth}`),
    )
  })
})

describe('a selection', () => {
  const ids = (names: string[], more = {}) =>
    selectCases(cases, { names, profile: 'merchant', ...more }).map(({ id }) => id)

  it('is by id, family, beginning or number', () => {
    expect(ids(['plain/yen'])).toEqual(['plain/yen'])
    expect(ids(['SPOT-003'])).toEqual(['certification/spot-003-with-password'])
    expect(ids(['refund']).every((id) => id.startsWith('refund/'))).toBe(true)
    expect(ids(['unknown/no-answer'])).toContain('unknown/no-answer-not-paid')
  })

  it('falls into parts that make the whole, none twice', () => {
    const parts = [1, 2, 3].flatMap((part) => ids([], { shard: `${part}/3` }))
    expect(parts.toSorted()).toEqual(ids([]).toSorted())
  })

  it('says that a name selects nothing, and what was meant', () => {
    expect(() => ids(['SPOT-07'])).toThrow(
      /^\[NOTHING_SELECTED\] No case is named "SPOT-07" \(did you mean "SPOT-00\d"\?\)/,
    )
    expect(() => ids([], { shard: '4/3' })).toThrow(/--shard 4\/3/)
    expect(() => ids([], { tag: 'nothing-has-it' })).toThrow(/^\[NOTHING_SELECTED\]/)
  })
})
