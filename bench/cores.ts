/**
 * Which core a process runs on: the server on one, whoever asks it on another, so that neither takes the other's time.
 * Without `taskset` or a second core nothing is pinned, and the report says so.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'

const serverCore = '0'
const generatorCore = '1'

export const canPin = availableParallelism() >= 2 && spawnSync('taskset', ['--version']).status === 0

/** The command that runs Node with these words on the server's core. */
export function onServerCore(words: readonly string[]): { command: string; args: string[] } {
  if (!canPin) return { command: process.execPath, args: [...words] }
  return { command: 'taskset', args: ['-c', serverCore, process.execPath, ...words] }
}

/** Moves this process, all its threads, to the other core. Children inherit it: what is to run elsewhere says so. */
export function moveToGeneratorCore(): void {
  if (canPin) execFileSync('taskset', ['-acp', generatorCore, String(process.pid)])
}
