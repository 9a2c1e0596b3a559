import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { presets } from '../../test/behaviour-calls.ts'
import { behaviourTable } from './table.ts'

describe('a folder of own files', () => {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'behaviours-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  const text = (id: string, more = '') =>
    `id: "${id}"\nname: of ours\ndoes: what we want it to do\nbecause: we need to see that\ntill: [paid]\nsource: [own]\n${more}`

  async function withFiles<T>(
    files: Readonly<Record<string, string>>,
    look: (table: ReturnType<typeof behaviourTable>) => T,
  ) {
    const own = await mkdtemp(join(folder, 'own-'))
    for (const [name, content] of Object.entries(files)) await writeFile(join(own, name), content)
    return { own, result: look(behaviourTable({ presets, own })) }
  }

  it('adds to those that ship', async () => {
    const { result } = await withFiles({ '0901-ours.yaml': text('0901') }, (table) => table.find('0901'))
    expect(await result).toMatchObject({ id: '0901', name: 'of ours' })
  })

  it.each<[string, Record<string, string>, string]>([
    ['a number of ours', { '0303-mine.yaml': text('0303') }, '0303-no-answer-but-paid.yaml are both number 0303.'],
    ['a number twice', { '0901-a.yaml': text('0901'), '0901-b.yaml': text('0901') }, 'are both number 0901.'],
    ['a number kept back', { '0777-a.yaml': text('0777') }, '0777-a.yaml: 0777 is kept for a later version.'],
    ['a name without a number', { 'mine.yaml': text('0901') }, 'mine.yaml is not named like 0901-a-few-words.yaml'],
  ])('refuses %s', async (_, files, complaint) => {
    const { result } = await withFiles(files, (table) => table.all())
    await expect(result).rejects.toThrow(complaint)
  })

  it.each([
    ['another id than the file name', text('0902'), '0901-ours.yaml:1:5: id is 0902, but the file is named 0901.'],
    ['an unknown key', text('0901', 'pya: []\n'), '0901-ours.yaml:7:1: unknown key "pya" (did you mean "pay"?).'],
    [
      'an unknown preset',
      text('0901', 'pay:\n  - delayAfter: { kind: preset, name: brownout }\n'),
      '0901-ours.yaml:8:17: pay[0].delayAfter names no latency preset (did you mean "brown-out"?).',
    ],
    [
      'a histogram that is not there',
      text('0901', 'pay:\n  - delayAfter: { kind: histogram file, file: no.csv }\n'),
      'no.csv, which cannot be read (ENOENT).',
    ],
    [
      'a loss that nobody sees',
      text('0901', 'pay:\n  - plan: { kind: lost }\n'),
      '0901-ours.yaml:8:5: pay[0].fault is needed',
    ],
    [
      'a plan of another service',
      text('0901', 'query:\n  - plan: { kind: waiting }\n'),
      '0901-ours.yaml:8:19: query[0].plan.kind must be one of "normal", "refused", "misreported", "lost".',
    ],
    [
      'a buyer with nothing to do',
      text('0901', 'buyer: { does: pays, afterMs: 1 }\n'),
      '0901-ours.yaml:7:8: buyer has nothing to do',
    ],
    [
      'a negative latency',
      text('0901', 'pay:\n  - delayAfter: { kind: fixed, ms: -5 }\n'),
      '0901-ours.yaml:8:36: pay[0].delayAfter.ms must be at least 0.',
    ],
    [
      'a p99 below the p50',
      text('0901', 'pay:\n  - delayAfter: { kind: pareto, p50Ms: 50, p99Ms: 40 }\n'),
      '0901-ours.yaml:8:51: pay[0].delayAfter.p99Ms must be more than p50Ms.',
    ],
    [
      'a buyer without a time',
      text('0901', 'pay:\n  - plan: { kind: waiting }\nbuyer: { does: pays }\n'),
      '0901-ours.yaml:9:8: buyer needs afterMs or, to pay at a special moment, at: one of the two.',
    ],
    [
      'a buyer with two times',
      text('0901', 'pay:\n  - plan: { kind: waiting }\nbuyer: { does: pays, afterMs: 1, at: cancel }\n'),
      '0901-ours.yaml:9:8: buyer needs afterMs or, to pay at a special moment, at: one of the two.',
    ],
    [
      'a step that is never reached',
      text('0901', 'pay:\n  - times: always\n  - fault: { kind: reset }\n'),
      '0901-ours.yaml:8:3: pay has a step behind one with times: always',
    ],
  ])('tells %s by file, line and column', async (_, content, complaint) => {
    const { result } = await withFiles({ '0901-ours.yaml': content }, (table) => table.find('0901'))
    await expect(result).rejects.toThrow(complaint)
  })

  it('reads a file again that was broken when it was first asked for', async () => {
    const { own, result: table } = await withFiles({ '0901-ours.yaml': 'id: [' }, (opened) => opened)
    await expect(table.find('0901')).rejects.toThrow('UNREADABLE_BEHAVIOUR')
    await writeFile(join(own, '0901-ours.yaml'), text('0901'))
    expect(await table.find('0901')).toMatchObject({ id: '0901' })
  })

  it('has a found behaviour at hand from then on', async () => {
    const { result: table } = await withFiles({ '0901-ours.yaml': text('0901') }, (opened) => opened)
    await table.find('0901')
    expect(table.find('0901')).toMatchObject({ id: '0901' })
    expect(table.find('0902')).toBeUndefined()
  })
})

it('yaml and zod are loaded only when a behaviour is asked for', async () => {
  const base = new URL('../../', import.meta.url)
  const script = `
    import { registerHooks } from 'node:module'
    const seen = new Set()
    registerHooks({ resolve: (name, context, next) => (seen.add(name), next(name, context)) })
    const { aCall, someParts } = await import('${new URL('test/behaviour-calls.ts', base)}')
    const { choose } = await import('${new URL('simulator/behaviour/choose.ts', base)}')
    const loaded = () => ['yaml', 'zod'].filter((name) => seen.has(name))
    const plain = choose(someParts(), aCall())
    const before = [plain instanceof Promise, ...loaded()]
    await choose(someParts(), aCall({ identityCode: '2800030312345678' }))
    process.stdout.write(JSON.stringify([before, loaded()]))`
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script])
  expect(JSON.parse(stdout)).toEqual([[false], ['yaml', 'zod']])
})
