#!/usr/bin/env node
/** `generate-docs [--check]`: writes the pages of the manual that are printed from tables, or says which are stale. */
import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { stalePages } from '../docs/generate/pages.ts'

const options = process.argv.slice(2)
const check = options.includes('--check')

if (options.some((option) => option !== '--check')) {
  process.stderr.write('usage: generate-docs [--check]\n')
  process.exitCode = 2
} else {
  const stale = await stalePages(fileURLToPath(new URL('..', import.meta.url)))
  for (const { path, file, content } of stale) {
    if (!check) await writeFile(file, content)
    process.stdout.write(check ? `stale: ${path}; run node bin/generate-docs.ts\n` : `written: ${path}\n`)
  }
  if (check && stale.length > 0) process.exitCode = 1
}
