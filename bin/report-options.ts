/** The options that name the files of reports, a row a report. */
import { reports } from '../conformance/report/reports.ts'

type ReportOption = (typeof reports)[number]['option']
type ReportRow = {
  readonly type: 'path'
  readonly placeholder: string
  readonly otherwise: string
  readonly meaning: string
}

export const reportOptions = Object.fromEntries(
  reports.map(({ option, what }) => [
    option,
    { type: 'path', placeholder: 'file', otherwise: 'none', meaning: `write ${what}` } satisfies ReportRow,
  ]),
) as Readonly<Record<ReportOption, ReportRow>>
