/**
 * A folder of data files, one entry each, known by a key that its file name gives. The folder is listed at the first
 * question and a file is read when its entry is first asked for. Knows no format.
 */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { SimulatorError, type SimulatorErrorCode } from '../simulator-error.ts'
import type { Ready } from './ready.ts'

export type LazyFolder<T> = {
  /** At hand once it was asked for; undefined when there is no such entry. Rejects when its file is broken. */
  find(key: string): Ready<T | undefined>
  has(key: string): boolean
  keys(): readonly string[]
  /** Reads every file; rejects at the first broken one. */
  all(): Promise<readonly T[]>
}

export type FolderFormat<T> = {
  /** Every data file with its key. @throws when a name is none, or a key stands for two files */
  readonly keyed: (files: readonly string[]) => ReadonlyMap<string, string>
  readonly load: (file: string, key: string) => Promise<T>
  /** Why a folder cannot be listed. */
  readonly unreadable: SimulatorErrorCode
}

export function lazyFolder<T>(
  directories: readonly string[],
  { keyed, load, unreadable }: FolderFormat<T>,
): LazyFolder<T> {
  let files: ReadonlyMap<string, string> | undefined
  const entries = new Map<string, Ready<T>>()
  const listed = () => (files ??= keyed(directories.flatMap((directory) => dataFiles(directory, unreadable))))
  const find = (key: string): Ready<T | undefined> => {
    const known = entries.get(key)
    if (known !== undefined) return known
    const file = listed().get(key)
    if (file === undefined) return undefined
    const loading = load(file, key)
    entries.set(key, loading)
    loading.then(
      (entry) => entries.set(key, entry),
      // Somebody may mend the file meanwhile.
      () => entries.delete(key),
    )
    return loading
  }
  const all = async () => {
    const found: T[] = []
    for (const key of listed().keys()) {
      const entry = await find(key)
      if (entry !== undefined) found.push(entry)
    }
    return found
  }
  return { find, has: (key) => listed().has(key), keys: () => [...listed().keys()], all }
}

function dataFiles(directory: string, unreadable: SimulatorErrorCode): readonly string[] {
  return namesIn(directory, unreadable)
    .filter((name) => /\.ya?ml$/.test(name))
    .sort()
    .map((name) => join(directory, name))
}

function namesIn(directory: string, unreadable: SimulatorErrorCode): readonly string[] {
  try {
    return readdirSync(directory)
  } catch (cause) {
    const why = cause instanceof Error && 'code' in cause ? cause.code : cause
    throw new SimulatorError(unreadable, { detail: `${directory} cannot be listed (${why}).`, cause })
  }
}
