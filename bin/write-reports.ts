/** Writes the reports that were asked for, and the summary of the step where GitHub wants one. */
import { appendFile, mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { markdownReport } from '../conformance/report/markdown.ts'
import { reports, stepSummaryVariable } from '../conformance/report/reports.ts'
import type { RunResult } from '../conformance/runner/result.ts'
import type { Surroundings } from './command.ts'
import { CommandError, systemCode } from './command-error.ts'

/** By the name of its option: the file that a report goes to. */
export type ReportFiles = { readonly [Option in (typeof reports)[number]['option']]?: string | undefined }

/** @throws CommandError UNWRITABLE_FILE, once all that could be written is */
export async function writeReports(
  result: RunResult,
  files: ReportFiles,
  { environment, remark }: Pick<Surroundings, 'environment' | 'remark'>,
): Promise<void> {
  const errors: unknown[] = []
  for (const { option, render } of reports) {
    const path = files[option]
    if (path !== undefined) await written(path, render(result)).catch((error: unknown) => errors.push(error))
  }
  const summary = environment[stepSummaryVariable] ?? ''
  // Nobody asked for it on this command line: a summary that cannot be written is no reason to fail the step.
  if (summary !== '')
    await appendFile(summary, `${markdownReport(result)}\n`).catch((error: unknown) =>
      remark(`${stepSummaryVariable} names ${summary}, which cannot be written (${systemCode(error)}).\n`),
    )
  if (errors.length > 0) throw errors[0]
}

async function written(path: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, text)
  } catch (cause) {
    throw new CommandError('UNWRITABLE_FILE', { detail: `${path} cannot be written (${systemCode(cause)}).`, cause })
  }
}
