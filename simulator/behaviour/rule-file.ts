/**
 * Rules from a YAML file, read again whenever it changes. A broken edit keeps the rules of before and says why.
 */
import { watch } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import type { Rules } from './rule.ts'
import type { PutResult } from './rule-types.ts'

export type RuleFileChange =
  | { readonly ok: true; readonly count: number }
  /** Why the edit was not taken, with file, line and column. */
  | { readonly ok: false; readonly why: string }

export type RuleFileWatch = {
  /** After each edit, taken or not. */
  readonly onChange: (change: RuleFileChange) => void
  /** How long the file has to be quiet before it is read: editors write in several steps. @default 100 */
  readonly quietMs?: number
}

/** @throws SimulatorError UNREADABLE_RULES; the rules in force stay */
export async function readRuleFile(rules: Rules, file: string): Promise<number> {
  const { openDataFile } = await import('./data-file.ts')
  const { ruleFileSchema } = await import('./rule-schema.ts')
  const data = await openDataFile(file, 'UNREADABLE_RULES')
  const { rules: drafts } = data.read(ruleFileSchema)
  const result: PutResult = await rules.replace(drafts, 'file', file)
  if (!result.ok)
    return data.refuse(result.problems.map((problem) => ({ ...problem, path: ['rules', ...problem.path] })))
  return result.rules.length
}

/**
 * Reads the file and goes on watching it until closed.
 * @throws SimulatorError UNREADABLE_RULES when the file is broken to begin with
 */
export async function watchRuleFile(
  rules: Rules,
  file: string,
  { onChange, quietMs = 100 }: RuleFileWatch,
): Promise<{ readonly count: number; close(): void }> {
  const path = resolve(file)
  const count = await readRuleFile(rules, path)
  let quiet: NodeJS.Timeout | undefined
  let reading: Promise<void> = Promise.resolve()
  const read = () => {
    reading = reading
      .then(() => readRuleFile(rules, path))
      .then(
        (taken) => onChange({ ok: true, count: taken }),
        (error: unknown) => onChange({ ok: false, why: error instanceof Error ? error.message : String(error) }),
      )
  }
  // The directory, not the file: an editor that replaces the file would leave us watching the old one.
  const watcher = watch(dirname(path), { persistent: false }, (_, name) => {
    // Some systems do not tell which file it was.
    if (name !== null && name !== basename(path)) return
    clearTimeout(quiet)
    quiet = setTimeout(read, quietMs)
  })
  return {
    count,
    close() {
      clearTimeout(quiet)
      watcher.close()
    },
  }
}
