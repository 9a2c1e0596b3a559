/**
 * A run that can be interrupted: each case that ended is written down at once, one line each, and a later run of the same
 * target goes on behind it. What was written is judged again when it is read, by the record of its evidence.
 */
import { hash } from 'node:crypto'
import { appendFileSync, existsSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import type { Capabilities } from '../../reference/terminal-api/words.ts'
import type { Case } from '../case/case-schema.ts'
import { KitError } from '../kit-error.ts'
import { asKnown, type KnownFailure } from '../known-failures.ts'
import { outcomeOf } from '../runner/outcome.ts'
import type { CaseResult } from '../runner/result.ts'
import type { Target } from '../target/target.ts'
import { type CaseRecord, evidenceOf } from '../verdict/case-record.ts'
import { judge } from '../verdict/judge.ts'
import { versions } from '../versions.ts'

/** The first line. */
type Head = {
  readonly format: 'alipay-sandbox-kit resume file 1'
  readonly kit: string
  readonly target: string
  /** Of all that the target file says but `gateway`. */
  readonly target_hash: string
  readonly seed: string
}

/** A case that ended: the others. */
type Line = {
  readonly case: Case
  readonly started_at: number
  readonly took_ms: number
  readonly capabilities: Capabilities
  readonly time_scale: number
  readonly record: CaseRecord
  readonly record_again?: CaseRecord
}

export type ResumeSettings = {
  readonly file: string
  readonly target: Target
  /** Undefined: that of the file, or `fresh`. */
  readonly seed: string | undefined
  readonly freshSeed: () => string
  readonly cases: readonly Case[]
  readonly strict: boolean
  readonly known: readonly KnownFailure[]
}

export type Resume = {
  readonly seed: string
  /** What need not be done again, in the order of the cases. */
  readonly done: readonly CaseResult[]
  /** What is left. */
  readonly open: readonly Case[]
  /** A case that could not be judged is not kept: it is run again. @throws KitError BAD_RESUME */
  readonly save: (result: CaseResult) => void
}

const format = 'alipay-sandbox-kit resume file 1'

/** Begins the file when it is not there. @throws KitError BAD_RESUME when it is of another run, or cannot be read or written */
export function openResume(settings: ResumeSettings): Resume {
  const { file, target, seed, freshSeed, cases } = settings
  const saved = guarded(file, () => (existsSync(file) ? readLines(file) : []))
  const [first, ...rest] = saved
  const head = first === undefined ? undefined : (first as Head)
  if (head !== undefined) checkHead(head, settings)
  const chosen = seed ?? head?.seed ?? freshSeed()
  if (head === undefined) guarded(file, () => writeFileSync(file, lineOf(headOf(target, chosen)), { mode: 0o600 }))
  const lines = new Map((rest as Line[]).map((line) => [line.case.id, line]))
  const isDone = (theCase: Case) => isSame(lines.get(theCase.id)?.case, theCase)
  return {
    seed: chosen,
    done: cases.filter(isDone).flatMap((theCase) => {
      const line = lines.get(theCase.id)
      return line === undefined ? [] : [resultOf(line, theCase, settings)]
    }),
    open: cases.filter((theCase) => !isDone(theCase)),
    save({ theCase, evidence, record, recordAgain, startedAt, tookMs }) {
      if (evidence === undefined || record === undefined) return
      const { capabilities, timeScale } = evidence
      const line: Line = {
        case: theCase,
        started_at: startedAt,
        took_ms: tookMs,
        capabilities,
        time_scale: timeScale,
        record,
        ...(recordAgain !== undefined && { record_again: recordAgain }),
      }
      guarded(file, () => appendFileSync(file, lineOf(line)))
    },
  }
}

function headOf(target: Target, seed: string): Head {
  return { format, kit: versions.kit, target: target.name, target_hash: targetHash(target), seed }
}

/** Wherever the file lies, and wherever the simulator listens. */
function targetHash({ folder: _folder, gateway: _gateway, ...said }: Target): string {
  return hash('sha256', JSON.stringify(said))
}

function checkHead(head: Head, { file, target, seed }: ResumeSettings): void {
  const refuse = (detail: string): never => {
    throw new KitError('BAD_RESUME', { detail: `${file} ${detail}.` })
  }
  if (head.format !== format) refuse('is no resume file of this kit')
  if (head.kit !== versions.kit) refuse(`was begun with version ${head.kit} of the kit, and this is ${versions.kit}`)
  if (head.target !== target.name) refuse(`is about "${head.target}", and the target is "${target.name}"`)
  if (head.target_hash !== targetHash(target))
    refuse(`was begun before the target file of "${target.name}" was changed`)
  if (seed !== undefined && head.seed !== seed) refuse(`was begun with --seed ${head.seed}, and this is ${seed}`)
}

/** A last line that was cut off when the power went is cut away: its case is run again. */
function readLines(file: string): readonly unknown[] {
  const bytes = readFileSync(file)
  const whole = bytes.subarray(0, bytes.lastIndexOf(0x0a) + 1)
  if (whole.length < bytes.length && whole.length > 0) truncateSync(file, whole.length)
  if (whole.length === 0 && bytes.length > 0) throw new Error('its first line is no line')
  return whole
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
}

function guarded<Value>(file: string, work: () => Value): Value {
  try {
    return work()
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new KitError('BAD_RESUME', { detail: `${file} cannot be used: ${why}.`, cause })
  }
}

function resultOf(line: Line, theCase: Case, { strict, known }: ResumeSettings): CaseResult {
  const { capabilities, time_scale: timeScale, record, record_again: recordAgain } = line
  const evidence = evidenceOf({ theCase, capabilities, timeScale }, record)
  const again = recordAgain && judge(evidenceOf({ theCase, capabilities, timeScale }, recordAgain))
  return asKnown(
    {
      theCase,
      ...outcomeOf(theCase, { first: judge(evidence), again }, strict),
      evidence,
      record,
      ...(recordAgain !== undefined && { recordAgain }),
      startedAt: line.started_at,
      tookMs: line.took_ms,
    },
    known,
  )
}

/** A case that reads otherwise than when it was run is run again. */
function isSame(saved: Case | undefined, theCase: Case): boolean {
  return saved !== undefined && JSON.stringify(saved) === JSON.stringify(theCase)
}

function lineOf(value: unknown): string {
  return `${JSON.stringify(value)}\n`
}
