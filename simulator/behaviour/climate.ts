/**
 * Climates: misbehaviour by seeded chance, as one meets it in the field, a YAML file each (scenarios/climates).
 * Whatever the chance, a client that goes on asking gets a good answer in the end. Source: issue 4 (Climates).
 */
import { type Service, services } from '../../protocol/service.ts'
import { scenarioPath } from '../scenario-files.ts'
import type { Step, Story } from './behaviour.ts'
import type { Problem } from './field-problem.ts'
import type { WrittenLatency } from './latency.ts'
import { type LatencyByService, type LatencyPresets, readyLatency } from './latency-preset.ts'
import { type LazyFolder, lazyFolder } from './lazy-folder.ts'
import { byBaseName } from './named-file.ts'
import { whyUnplayable } from './rule-check.ts'
import { readyStory } from './story.ts'
import type { Behaviours } from './table.ts'

export type Trouble = {
  /** Names the trouble in the journal: `answer-lost-though-paid`. */
  readonly label: string
  readonly service: Service
  /** Of the calls of that service. */
  readonly percent: number
  readonly because: string
  /** The number, when the trouble is a behaviour: then the trade goes on with it. */
  readonly behaviour?: string
  readonly story: Story
}

export type Climate = {
  readonly name: string
  /** What one sees at the till: a phrase. */
  readonly looksLike: string
  readonly because: string
  /** After this many calls of one service on one trade each further one goes as normal. */
  readonly patience: number
  readonly latency: LatencyByService
  readonly troubles: readonly Trouble[]
}

export type Climates = LazyFolder<Climate>

export type ClimateFolders = ClimateTables & {
  /** For tests. @default scenarios/climates */
  readonly directory?: string
}

export function climateTable({ behaviours, presets, directory }: ClimateFolders): Climates {
  return lazyFolder([directory ?? scenarioPath('climates')], {
    keyed: byBaseName,
    load: (file, name) => loadClimate(file, name, { behaviours, presets }),
    unreadable: 'UNREADABLE_CLIMATE',
  })
}

/** @param fraction in [0, 1) */
export function troubleAt({ troubles }: Climate, service: Service, fraction: number): Trouble | undefined {
  let below = 0
  for (const trouble of troubles) {
    if (trouble.service !== service) continue
    below += trouble.percent / 100
    if (fraction < below) return trouble
  }
  return undefined
}

type ClimateTables = { readonly behaviours: Behaviours; readonly presets: LatencyPresets }

async function loadClimate(file: string, name: string, tables: ClimateTables): Promise<Climate> {
  const { openDataFile } = await import('./data-file.ts')
  const { climateSchema } = await import('./climate-schema.ts')
  const data = await openDataFile(file, 'UNREADABLE_CLIMATE')
  const { looksLike, because, patience, latency: written, troubles: lines } = data.read(climateSchema)
  const troubles: Trouble[] = []
  for (const [index, line] of lines.entries()) {
    const found = await storyOf(line, tables, file)
    if ('problem' in found) return data.refuse([inTrouble(index, found.problem)])
    const { play: _, behaviour, ...told } = line
    troubles.push({ ...told, ...(behaviour !== undefined && { behaviour }), story: found.story })
  }
  const latency: { -readonly [S in Service]?: LatencyByService[S] } = {}
  for (const service of services) {
    if (written === undefined) break
    const ready = await readyLatency(written, service, { presets: tables.presets, file })
    if (!ready.ok) return data.refuse([{ path: ['latency'], message: ready.message }])
    latency[service] = ready.latency
  }
  return { name, looksLike, because, patience, latency, troubles }
}

function inTrouble(index: number, { path, message }: Problem): Problem {
  return { path: ['troubles', index, ...path], message }
}

type WrittenTrouble = Pick<Trouble, 'service' | 'behaviour'> & { readonly play?: Omit<Step<WrittenLatency>, 'times'> }

async function storyOf(
  { service, behaviour, play }: WrittenTrouble,
  { behaviours, presets }: ClimateTables,
  file: string,
): Promise<{ readonly story: Story } | { readonly problem: Problem }> {
  if (behaviour !== undefined) {
    const story = await behaviours.find(behaviour)
    return story === undefined ? unknownBehaviour(behaviour) : { story }
  }
  const unplayable = whyUnplayable({ match: { service }, ...(play !== undefined && { play }) })
  if (unplayable !== undefined) return { problem: unplayable }
  const ready = await readyStory(play === undefined ? {} : { [service]: [{ ...play, times: 'always' }] }, {
    presets,
    file,
  })
  if (ready.ok) return { story: ready.story }
  const [first] = ready.problems
  return { problem: { path: ['play', ...(first?.path.slice(2) ?? [])], message: first?.message ?? '' } }
}

function unknownBehaviour(id: string) {
  return { problem: { path: ['behaviour'], message: `there is no behaviour ${id}` } }
}
