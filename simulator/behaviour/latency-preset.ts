/**
 * The latencies that have a name (scenarios/latency), and the step from a latency as it is written to one that can be drawn.
 */
import { dirname, resolve } from 'node:path'
import { type Service, services } from '../../protocol/service.ts'
import { nearestHint } from '../nearest-name.ts'
import { scenarioPath } from '../scenario-files.ts'
import type { Latency, WrittenLatency } from './latency.ts'
import { type LazyFolder, lazyFolder } from './lazy-folder.ts'
import { byBaseName } from './named-file.ts'

export type LatencyByService = { readonly [S in Service]?: Latency }

export type LatencyPreset = LatencyByService & {
  readonly name: string
  /** What one sees at the till: a phrase. */
  readonly looksLike: string
  /** Where it comes from: a sentence. */
  readonly because: string
}

export type LatencyPresets = LazyFolder<LatencyPreset>

/** @param directory for tests; by default scenarios/latency */
export function latencyPresets(directory: string = scenarioPath('latency')): LatencyPresets {
  return lazyFolder([directory], { keyed: byBaseName, load: loadPreset, unreadable: 'UNREADABLE_LATENCY' })
}

async function loadPreset(file: string, name: string): Promise<LatencyPreset> {
  const { openDataFile } = await import('./data-file.ts')
  const { latencyPresetSchema } = await import('./latency-preset-schema.ts')
  const data = await openDataFile(file, 'UNREADABLE_LATENCY')
  const { looksLike, because, latency, ...own } = data.read(latencyPresetSchema)
  const preset: { -readonly [S in Service]?: Latency } = {}
  for (const service of services) {
    const found = await readyLatency(own[service] ?? latency, service, { file })
    if (!found.ok)
      return data.refuse([{ path: [own[service] === undefined ? 'latency' : service], message: found.message }])
    preset[service] = found.latency
  }
  return { name, looksLike, because, ...preset }
}

/** Where names that a written latency mentions are looked up; what is not given may not be mentioned. */
export type LatencySources = {
  readonly presets?: LatencyPresets
  /** The file that mentions it. */
  readonly file?: string
}

export type ReadyLatency =
  | { readonly ok: true; readonly latency: Latency }
  | { readonly ok: false; readonly message: string }

export async function readyLatency(
  written: WrittenLatency,
  service: Service,
  { presets, file }: LatencySources,
): Promise<ReadyLatency> {
  switch (written.kind) {
    case 'preset': {
      const preset = await presets?.find(written.name)
      const latency = preset?.[service]
      if (latency !== undefined) return { ok: true, latency }
      return { ok: false, message: `names no latency preset${nearestHint(written.name, presets?.keys() ?? [])}` }
    }
    case 'histogram file': {
      if (file === undefined)
        return { ok: false, message: 'can name a file only in a file; write the buckets themselves' }
      const { readHistogram } = await import('./histogram-file.ts')
      const { kind: _, file: named, ...shaping } = written
      const read = await readHistogram(resolve(dirname(file), named))
      return read.ok ? { ok: true, latency: { kind: 'histogram', buckets: read.buckets, ...shaping } } : read
    }
    default:
      return { ok: true, latency: written }
  }
}
