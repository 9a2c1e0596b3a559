/**
 * Where a simulator's state is kept: the file or the Redis that the settings name, or the file beside the rest of what outlives a
 * run.
 */
import { join, resolve } from 'node:path'
import { isRedisUrl } from '../simulator/store/open-store.ts'
import type { Settings } from './settings.ts'

/** Whether the state is in a Redis that simulators share, and in no file. */
export function isShared(state: string | undefined): state is string {
  return state !== undefined && isRedisUrl(state)
}

/** Undefined: nothing is kept. */
export function stateFile({ state, stateDir }: Pick<Settings, 'state' | 'stateDir'>): string | undefined {
  if (state === 'memory') return undefined
  if (isShared(state)) return state
  return state === undefined ? join(stateDir, 'state.db') : resolve(state)
}
