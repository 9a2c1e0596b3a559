/** k6 as a process: started with the settings as its environment, its lines read as they come, its summary when it has ended. */
import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { VariableName } from '../k6/lib/variables.ts'
import { LoadError } from '../load-error.ts'
import type { FoundK6 } from './find-k6.ts'
import { readJourneyLine, type Told } from './journey-line.ts'
import { type K6Summary, readSummary } from './k6-summary.ts'

export type K6Run = {
  readonly k6: FoundK6
  /** The folder of the scripts, and the one's name without its ending. */
  readonly scripts: string
  readonly script: string
  /** Where the summary goes. */
  readonly out: string
  readonly variables: Readonly<Partial<Record<VariableName, string>>>
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly onTold: (told: Told) => void
  /** What k6 says of itself: warnings, errors. */
  readonly onWord: (line: string) => void
  /** Asked to end: k6 ends its journeys and writes its summary. */
  readonly signal: AbortSignal
}

/** Of k6: 0 is well, 99 is a threshold, 105 was asked to end. */
const thresholdsCrossed = 99
const aborted = 105
const wordsMost = 40

/** @throws LoadError K6_FAILED when it did not come to an end of its own */
export async function runK6(run: K6Run): Promise<K6Summary> {
  const { k6, scripts, script, out, environment, onTold, onWord, signal } = run
  const summaryFile = join(k6.seen(out, 'out'), 'summary.json')
  const variables = { ...run.variables, LOAD_SUMMARY_FILE: summaryFile }
  const [file = '', ...words] = [
    ...k6.command({ scripts, out, variables: Object.keys(variables) }),
    ...['run', '--quiet', '--no-usage-report', '--no-color', '--log-format', 'raw'],
    join(k6.seen(scripts, 'scripts'), `${script}.ts`),
  ]
  const child = spawn(file, words, { env: { ...environment, ...variables }, stdio: ['ignore', 'pipe', 'pipe'] })
  const last: string[] = []
  const take = (line: string) => {
    const told = readJourneyLine(line)
    if (told !== undefined) return onTold(told)
    if (line.trim() === '') return
    last.push(line)
    if (last.length > wordsMost) last.shift()
    onWord(line)
  }
  const readers = [child.stdout, child.stderr].map((stream) => createInterface({ input: stream }).on('line', take))
  const closed = Promise.all(readers.map((reader) => new Promise<void>((resolve) => reader.once('close', resolve))))
  const stop = () => void child.kill('SIGINT')
  signal.addEventListener('abort', stop)
  if (signal.aborted) stop()
  const code = await new Promise<number>((resolve, reject) => {
    child.once('error', (cause) => reject(new LoadError('NO_K6', { detail: `${file} cannot be started.`, cause })))
    child.once('close', (exit) => resolve(exit ?? -1))
  }).finally(() => signal.removeEventListener('abort', stop))
  await closed
  if (![0, thresholdsCrossed, aborted].includes(code))
    throw new LoadError('K6_FAILED', { detail: `k6 ended with exit code ${code}: ${last.join('\n').trim()}` })
  return readSummary(await readFile(join(out, 'summary.json'), 'utf8'), code === thresholdsCrossed)
}
