import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { mixedRun } from '../test/run-sample.ts'
import { writeReports } from './write-reports.ts'

let folder: string
let remarks: string[]
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'write-reports-'))
  remarks = []
})
afterEach(() => rm(folder, { recursive: true }))

const surroundings = (environment: Record<string, string> = {}) => ({
  environment,
  remark: (text: string) => void remarks.push(text),
})

describe('reports', () => {
  it('go where they were asked for, into folders that are not there yet, and nowhere else', async () => {
    const [html, badge] = [join(folder, 'a/b/run.html'), join(folder, 'badge.svg')]
    await writeReports(mixedRun(), { html, badge }, surroundings())
    expect(await readFile(html, 'utf8')).toContain('<!doctype html>')
    expect(await readFile(badge, 'utf8')).toContain('<svg')
    expect(remarks).toEqual([])
  })

  it('are all written before one that cannot be is told', async () => {
    const junit = join(folder, 'run.xml')
    const writing = writeReports(mixedRun(), { html: folder, junit }, surroundings())
    await expect(writing).rejects.toMatchObject({ code: 'UNWRITABLE_FILE' })
    expect(await readFile(junit, 'utf8')).toContain('<testsuites')
  })
})

describe('the summary of a step', () => {
  it('is added to what other steps wrote', async () => {
    const file = join(folder, 'summary.md')
    for (const _ of [1, 2]) await writeReports(mixedRun(), {}, surroundings({ GITHUB_STEP_SUMMARY: file }))
    expect((await readFile(file, 'utf8')).match(/^## /gm)).toHaveLength(2)
  })

  it('is no reason to fail when it cannot be written', async () => {
    await writeReports(mixedRun(), {}, surroundings({ GITHUB_STEP_SUMMARY: folder }))
    expect(remarks.join('')).toContain('cannot be written (EISDIR)')
  })
})
