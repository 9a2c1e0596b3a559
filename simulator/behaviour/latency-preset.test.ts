import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { services } from '../../protocol/service.ts'
import { presets } from '../../test/behaviour-calls.ts'
import { latencyPresets, readyLatency } from './latency-preset.ts'

it('those that ship have a latency for every service', async () => {
  for (const preset of await presets.all()) for (const service of services) expect(preset[service]).toBeDefined()
})

it('a service with a latency of its own has that, the others the one of all', async () => {
  expect(await presets.find('on-the-edge')).toMatchObject({
    pay: { fromMs: 4000, toMs: 6000 },
    query: { fromMs: 2000, toMs: 4000 },
    cancel: { fromMs: 4000, toMs: 6000 },
  })
})

it('a name that is none is answered with the nearest', async () => {
  expect(await readyLatency({ kind: 'preset', name: 'metronom' }, 'pay', { presets })).toEqual({
    ok: false,
    message: 'names no latency preset (did you mean "metronome"?)',
  })
})

describe('an own folder', () => {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latency-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  const head = 'looksLike: what we have measured\nbecause: we have measured it\n'

  it('may name a file of counts beside it', async () => {
    await writeFile(
      join(folder, 'ours.yaml'),
      `${head}latency: { kind: histogram file, file: ours.csv, atMostMs: 90 }\n`,
    )
    await writeFile(join(folder, 'ours.csv'), 'ms,count\n50,3\n100,1\n')
    const { pay } = (await latencyPresets(folder).find('ours')) ?? {}
    const buckets = [
      { upToMs: 50, count: 3 },
      { upToMs: 100, count: 1 },
    ]
    expect(pay).toEqual({ kind: 'histogram', buckets, atMostMs: 90 })
  })

  it('tells where the file is missing', async () => {
    await writeFile(
      join(folder, 'gone.yaml'),
      `${head}latency: { kind: fixed, ms: 5 }\nquery: { kind: histogram file, file: no.csv }\n`,
    )
    const gone = latencyPresets(folder).find('gone')
    await expect(gone).rejects.toThrow(/gone\.yaml:4:8: query names .*no\.csv, which cannot be read \(ENOENT\)/)
  })
})
