/**
 * Which core a process runs on: the server on one, whoever asks it on another, so that neither takes the other's time.
 * Without `taskset` or a second core nothing is pinned, and the report says so.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'

export const serverCore = '0'
export const bothCores = '0,1'
const generatorCore = '1'

export const canPin = availableParallelism() >= 2 && spawnSync('taskset', ['--version']).status === 0

type Command = { readonly command: string; readonly args: string[] }

/** The command that runs Node with these words on the server's core. */
export function onServerCore(words: readonly string[]): Command {
  return onCores(serverCore, [process.execPath, ...words])
}

/** @param cores as `taskset -c` takes them: `0`, `0,1` */
export function onCores(cores: string, [command, ...words]: readonly [string, ...string[]]): Command {
  if (!canPin) return { command, args: words }
  return { command: 'taskset', args: ['-c', cores, command, ...words] }
}

/** Moves this process, all its threads, to the other core. Children inherit it: what is to run elsewhere says so. */
export function moveToGeneratorCore(): void {
  if (canPin) execFileSync('taskset', ['-acp', generatorCore, String(process.pid)])
}
