import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { caseJsonSchema, targetJsonSchema } from './json-schema.ts'

const file = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')

it.each([
  ['target.schema.json', targetJsonSchema],
  ['../scenarios/cases/case.schema.json', caseJsonSchema],
])('%s is what the schema says; else run node bin/generate-docs.ts', (path, render) => {
  expect(file(path)).toBe(render())
})
