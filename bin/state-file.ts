/**
 * Where a simulator's state is kept: the file that the settings name, or the one beside the rest of what outlives a run.
 */
import { join, resolve } from 'node:path'
import type { Settings } from './settings.ts'

/** Undefined: nothing is kept. */
export function stateFile({ state, stateDir }: Pick<Settings, 'state' | 'stateDir'>): string | undefined {
  if (state === 'memory') return undefined
  return state === undefined ? join(stateDir, 'state.db') : resolve(state)
}
