import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { generatedPages, stalePages } from './pages.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

it('every generated page says what its tables say; else run: node bin/generate-docs.ts', async () => {
  expect((await stalePages(root)).map(({ path }) => path)).toEqual([])
})

it('a page that is missing, or differs by one character, is stale; one that agrees is not', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'pages-'))
  try {
    const stale = await stalePages(directory)
    expect(stale.map(({ path }) => path)).toEqual(generatedPages.map(({ path }) => path))
    for (const { file } of stale) await mkdir(dirname(file), { recursive: true })
    for (const { file, content } of stale) await writeFile(file, content)
    expect(await stalePages(directory)).toEqual([])
    for (const { file, content } of stale) await writeFile(file, `${content} `)
    expect(await stalePages(directory)).toEqual(stale)
  } finally {
    await rm(directory, { recursive: true })
  }
})
