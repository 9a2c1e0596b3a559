import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readRuleFile } from '../../simulator/behaviour/rule-file.ts'
import { behaviourTable } from '../../simulator/behaviour/table.ts'
import { behaviours, climates, presets, someRules } from '../../test/behaviour-calls.ts'
import { ownBehaviour, rules } from './behaviour-examples.ts'
import { behavioursPage } from './behaviours-page.ts'

describe('docs/behaviours.md', () => {
  it('has one row for each number, with what a till ends in and why', async () => {
    const lines = (await behavioursPage()).split('\n')
    for (const { id, name, does, till, because } of await behaviours.all()) {
      const rows = lines.filter((line) => line.startsWith(`| \`${id}\` |`))
      expect(rows).toHaveLength(1)
      for (const text of [name, does, because, ...till]) expect(rows[0]).toContain(text)
    }
  })

  it('prints every climate with its rates and reasons, and every latency preset', async () => {
    const page = await behavioursPage()
    for (const { name, troubles } of await climates.all()) {
      const own = page.slice(page.indexOf(`### \`${name}\``))
      for (const { label, service, percent, because } of troubles)
        expect(own).toMatch(new RegExp(`\\| ${label} \\| ${service} \\| ${percent} % \\| .*${because.slice(0, 20)}`))
    }
    for (const { name, looksLike } of await presets.all()) expect(page).toContain(`| \`${name}\` | ${looksLike} |`)
  })
})

describe('the examples of the page', () => {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'examples-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  it('are rules that are taken', async () => {
    const file = join(folder, 'rules.yml')
    await writeFile(file, rules)
    expect(await readRuleFile(someRules().rules, file)).toBe(3)
  })

  it('are a behaviour that is taken', async () => {
    const own = await mkdtemp(join(folder, 'own-'))
    await writeFile(join(own, ownBehaviour.fileName), ownBehaviour.text)
    expect(await behaviourTable({ presets, own }).find('0901')).toMatchObject({ name: 'two errors, then paid' })
  })
})
