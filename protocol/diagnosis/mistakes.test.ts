import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { classicMistakes } from './mistakes.ts'

const tests = ['./', './mistakes/']
  .map((folder) => new URL(folder, import.meta.url))
  .flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.test.ts'))
      .map((name) => readFileSync(new URL(name, folder), 'utf8')),
  )
  .join('\n')

describe('the tables of classic mistakes', () => {
  it('give each mistake an id of its own', () => {
    const ids = classicMistakes.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it.each(classicMistakes.map((row) => [row.id, row] as const))('%s is made by a test', (id) => {
    expect(tests).toContain(`makes: '${id}'`)
  })

  it.each(classicMistakes.map((row) => [row.id, row] as const))(
    '%s is told in whole sentences with its source',
    (_, row) => {
      expect(row.name).not.toMatch(/\.$/)
      expect(row.sentence).toMatch(/\.$/)
      expect(row.mend).toMatch(/\.$/)
      expect(row.source).toMatch(/^(?:signature|gateway|spot-pay)\.md §\d/)
    },
  )
})
