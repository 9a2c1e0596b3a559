/** One sitting of a run: what of it was done before (`--resume`), and the desk of the person at the till, if it is one. */
import type { Case } from '../conformance/case/case-schema.ts'
import type { KnownFailure } from '../conformance/known-failures.ts'
import { type Board, makeBoard } from '../conformance/manual/board.ts'
import { caseText } from '../conformance/report/summary.ts'
import { openResume, type Resume } from '../conformance/resume/resume-file.ts'
import { wholeRun } from '../conformance/resume/whole-run.ts'
import type { CaseResult, RunResult } from '../conformance/runner/result.ts'
import type { Target } from '../conformance/target/target.ts'
import { freshSeed } from '../simulator/random.ts'
import type { CommandRun } from './command.ts'
import { CommandError } from './command-error.ts'
import type { conformOptions } from './conform-options.ts'

type Run = CommandRun<typeof conformOptions>

type Subject = { readonly target: Target; readonly cases: readonly Case[]; readonly known: readonly KnownFailure[] }

export type Sitting = {
  readonly seed: string
  /** What is left to be done. */
  readonly cases: readonly Case[]
  readonly board: Board | undefined
  readonly save: (result: CaseResult) => void
  /** With what was done before. */
  readonly whole: (result: RunResult) => RunResult
  readonly close: () => Promise<void>
}

/** @throws KitError BAD_RESUME, NO_PAGE; CommandError BAD_USAGE */
export async function openSitting(run: Run, subject: Subject): Promise<Sitting> {
  const { options, surroundings } = run
  const { target, cases, known } = subject
  const byHand = target.adapter === 'manual'
  if (byHand && options.explore !== undefined)
    throw new CommandError('BAD_USAGE', {
      detail: 'A person at a till cannot explore: --explore needs another adapter.',
    })
  const { resume, strict, seed: wanted } = options
  const file: Resume =
    resume === undefined
      ? { seed: wanted ?? freshSeed(), done: [], open: cases, save: () => undefined }
      : openResume({ file: resume, target, seed: wanted, freshSeed, cases, strict, known })
  const { seed, done, open, save } = file
  if (done.length > 0) surroundings.remark(`${done.length} of ${cases.length} cases were done before.\n`)
  surroundings.write(done.map((result) => caseText(result, { seed, targetFile: options.target })).join(''))
  if (byHand && resume === undefined)
    surroundings.remark('Without --resume FILE this run cannot be paused: what is done would be lost.\n')
  const board = byHand ? makeBoard({ target: target.name, cases, done, operator: options.operator }) : undefined
  const close =
    board === undefined ? async () => undefined : await (await import('./manual-desk.ts')).openDesk(run, board)
  return { seed, cases: open, board, save, whole: (result) => wholeRun(result, { cases, done, known }), close }
}
