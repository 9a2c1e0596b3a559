import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'

/** Starts a simulator in a process of its own, and prints which libraries are loaded before and after a first question. */
const script = `
import { registerHooks } from 'node:module'
const loaded = new Set()
registerHooks({
  load(url, context, next) {
    const [, name] = /node_modules\\/((?:@[^/]+\\/)?[^/]+)/.exec(url) ?? []
    if (name !== undefined) loaded.add(name)
    return next(url, context)
  },
})
const { startSimulator } = await import(${JSON.stringify(new URL('simulator.ts', import.meta.url).href)})
const simulator = await startSimulator()
await fetch(simulator.gateway)
const before = [...loaded]
await fetch(simulator.admin + '/health')
console.log(JSON.stringify({ before, after: [...loaded] }))
await simulator.stop()
`

describe('the libraries of the control API', () => {
  it('are loaded with the first question, and not before', () => {
    const told = execFileSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' })
    const { before, after }: Record<'before' | 'after', string[]> = JSON.parse(told)
    const libraries = ['hono', '@hono/node-server', '@hono/zod-openapi', 'zod']
    expect(before.filter((name) => libraries.includes(name))).toEqual([])
    expect(after).toEqual(expect.arrayContaining(libraries))
  })
})
