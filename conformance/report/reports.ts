/** Every report that is written to a file: its option, what it is, how it is made of a run. Options and writer walk it. */
import type { RunResult } from '../runner/result.ts'
import { badgeSvg } from './badge.ts'
import { ctrfJson } from './ctrf.ts'
import { certificateHtml } from './html/certificate.ts'
import { htmlReport } from './html/page.ts'
import { junitXml } from './junit.ts'
import { markdownReport } from './markdown.ts'

export type Report = {
  /** The option that names the file. */
  readonly option: string
  /** What it is, after "write". */
  readonly what: string
  readonly render: (run: RunResult) => string
}

export const reports = [
  { option: 'html', what: 'the whole run as one page, with a drawing of each failure', render: htmlReport },
  { option: 'markdown', what: 'the run for a pull request', render: markdownReport },
  { option: 'badge', what: 'a badge for a README, SVG', render: badgeSvg },
  { option: 'certificate', what: 'a page for the files: what was claimed, tested and not', render: certificateHtml },
  { option: 'junit', what: 'JUnit XML', render: junitXml },
  { option: 'ctrf', what: 'CTRF JSON', render: ctrfJson },
] as const satisfies readonly Report[]

/** Where GitHub wants a summary of the step, when it wants one. */
export const stepSummaryVariable = 'GITHUB_STEP_SUMMARY'
