/** The command that runs one case again, as a shell takes it. Pure. */
import type { RunResult } from '../runner/result.ts'

export type Replayed = Partial<Pick<RunResult, 'targetFile' | 'casesFolder' | 'profile' | 'strict'>> &
  Pick<RunResult, 'seed'>

/** @param names ids of cases; none of them is all of the profile */
export function replayCommand(run: Replayed, ...names: readonly string[]): string {
  const { seed, targetFile, casesFolder, profile, strict } = run
  // What was only observed has no seed and no case: its tests run again, and are observed again.
  if (profile === 'observed') return 'alipay-sandbox observe'
  return [
    'alipay-sandbox conform',
    ...names,
    '--seed',
    quoted(seed),
    ...(targetFile === undefined || targetFile === 'target.yaml' ? [] : ['--target', quoted(targetFile)]),
    ...(casesFolder === undefined ? [] : ['--cases', quoted(casesFolder)]),
    ...(names.length > 0 || profile === undefined || profile === 'merchant' ? [] : ['--profile', profile]),
    ...(strict === true ? ['--strict'] : []),
  ].join(' ')
}

function quoted(text: string): string {
  return /^[\w./:@%+=-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}
