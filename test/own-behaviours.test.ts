/** A simulator with behaviours of the user's own: read at start, or not at all. */
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openShop } from './shop.ts'
import { payFields } from './signed-call.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'own-behaviours-'))
})
afterAll(() => rm(folder, { recursive: true }))

const behaviour = (id: string, code: string) =>
  [
    `id: "${id}"`,
    ...[
      'name: of ours',
      'does: what we want it to do',
      'because: we need to see that',
      'till: [not_paid]',
      'source: [own]',
    ],
    `pay:\n  - plan: { kind: refused, code: ${code}, level: business }\n`,
  ].join('\n')

async function folderWith(files: Readonly<Record<string, string>>): Promise<string> {
  const own = await mkdtemp(join(folder, 'own-'))
  for (const [name, text] of Object.entries(files)) await writeFile(join(own, name), text)
  return own
}

it('an own behaviour is asked for by its number, like any other', async () => {
  const behaviours = await folderWith({ '0901-ours.yaml': behaviour('0901', 'OUR_OWN_ERROR') })
  await using shop = await openShop({ behaviours })
  const told = await shop.ask(payFields('T1', { buyer_identity_code: '2800090112345678' }))
  expect(told.fields.error).toBe('OUR_OWN_ERROR')
  const shipped = await shop.ask(payFields('T2', { buyer_identity_code: '2800020612345678' }))
  expect(shipped.fields.error).toBe('BUYER_BALANCE_NOT_ENOUGH')
})

it('a mistake in any own file is told at start, with its line', async () => {
  const behaviours = await folderWith({
    '0901-right.yaml': behaviour('0901', 'OUR_OWN_ERROR'),
    '0902-wrong.yaml': behaviour('0902', 'not-in-capitals'),
  })
  await expect(openShop({ behaviours })).rejects.toThrow(
    /UNREADABLE_BEHAVIOUR.*0902-wrong\.yaml:8:\d+: pay\[0\]\.plan\.code/,
  )
})

it('a number of ours, and a folder that is not there, are told at start', async () => {
  const behaviours = await folderWith({ '0303-mine.yaml': behaviour('0303', 'OUR_OWN_ERROR') })
  await expect(openShop({ behaviours })).rejects.toThrow('BEHAVIOUR_NUMBER_TAKEN')
  await expect(openShop({ behaviours: join(folder, 'none') })).rejects.toThrow(/UNREADABLE_BEHAVIOUR.*none/)
})

it('without own files nothing is read at start', async () => {
  const base = new URL('../', import.meta.url)
  const script = `
    import { registerHooks } from 'node:module'
    const seen = new Set()
    registerHooks({ resolve: (name, context, next) => (seen.add(name), next(name, context)) })
    const { startSimulator } = await import('${new URL('simulator/simulator.ts', base)}')
    const loaded = () => ['yaml', 'zod', 'hono', '@faker-js/faker'].filter((name) => seen.has(name))
    const simulator = await startSimulator()
    const before = loaded()
    await simulator.stop()
    await startSimulator({ behaviours: process.argv.at(-1) }).then((started) => started.stop())
    process.stdout.write(JSON.stringify([before, loaded()]))`
  const own = await folderWith({ '0901-ours.yaml': behaviour('0901', 'OUR_OWN_ERROR') })
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script, '--', own])
  expect(JSON.parse(stdout)).toEqual([[], ['yaml', 'zod']])
})
