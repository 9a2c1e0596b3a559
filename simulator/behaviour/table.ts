/**
 * The behaviours: the built-in ones and the user's own, a YAML file each, read when first asked for.
 * `0303-no-answer-but-paid.yaml` is behaviour 0303. Source: design.md (Behaviours), issue 4.
 */
import { basename, dirname, resolve } from 'node:path'
import { scenarioPath } from '../scenario-files.ts'
import { SimulatorError } from '../simulator-error.ts'
import type { Behaviour } from './behaviour.ts'
import type { LatencyPresets } from './latency-preset.ts'
import { type LazyFolder, lazyFolder } from './lazy-folder.ts'
import { readyStory } from './story.ts'

/** By number. `all()` is how a start with own files finds their mistakes at once. */
export type Behaviours = LazyFolder<Behaviour>

export type BehaviourFolders = {
  readonly presets: LatencyPresets
  /** The user's own files: numbers 0900 to 0999. */
  readonly own?: string
  /** @default scenarios/behaviours */
  readonly builtin?: string
}

/** @throws SimulatorError UNREADABLE_BEHAVIOUR, BEHAVIOUR_NUMBER_TAKEN: at the first question, not here */
export function behaviourTable({ presets, own, builtin = scenarioPath('behaviours') }: BehaviourFolders): Behaviours {
  const ownDirectory = own === undefined ? undefined : resolve(own)
  return lazyFolder(ownDirectory === undefined ? [builtin] : [builtin, ownDirectory], {
    keyed: (files) => byNumber(files, ownDirectory),
    load: (file, id) => loadBehaviour(file, id, presets),
    unreadable: 'UNREADABLE_BEHAVIOUR',
  })
}

const firstOwn = '0900'

function byNumber(files: readonly string[], own: string | undefined): ReadonlyMap<string, string> {
  const numbered = new Map<string, string>()
  for (const file of files) {
    const id = /^(\d{4})-[a-z0-9-]+\.ya?ml$/.exec(basename(file))?.[1]
    if (id === undefined)
      throw new SimulatorError('UNREADABLE_BEHAVIOUR', {
        detail: `${file} is not named like 0901-a-few-words.yaml, four digits first.`,
      })
    const other = numbered.get(id)
    if (other !== undefined)
      throw new SimulatorError('BEHAVIOUR_NUMBER_TAKEN', { detail: `${file} and ${other} are both number ${id}.` })
    if (dirname(file) === own && !(id >= firstOwn && id <= '0999'))
      throw new SimulatorError('BEHAVIOUR_NUMBER_TAKEN', { detail: `${file}: ${id} is kept for a later version.` })
    numbered.set(id, file)
  }
  return numbered
}

async function loadBehaviour(file: string, id: string, presets: LatencyPresets): Promise<Behaviour> {
  const { openDataFile } = await import('./data-file.ts')
  const { behaviourSchema } = await import('./schema.ts')
  const data = await openDataFile(file, 'UNREADABLE_BEHAVIOUR')
  const written = data.read(behaviourSchema)
  if (written.id !== id)
    return data.refuse([{ path: ['id'], message: `is ${written.id}, but the file is named ${id}` }])
  const ready = await readyStory(written, { presets, file })
  if (!ready.ok) return data.refuse(ready.problems)
  const { name, does, because, till, tillRefund, source } = written
  return { id, name, does, because, till, ...(tillRefund && { tillRefund }), source, ...ready.story }
}
