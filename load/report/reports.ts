/** Every report of a load run: its option, what it is, how it is made. Options and writer walk it. */
import type { LoadResult } from '../load-result.ts'
import { htmlReport } from './html.ts'
import { markdownReport } from './markdown.ts'

export const loadReports = [
  {
    option: 'html',
    what: 'the run as one page: charts, the audit, each discrepancy with its messages',
    render: htmlReport,
  },
  { option: 'json', what: 'all of it as JSON', render: (result: LoadResult) => `${JSON.stringify(result, null, 2)}\n` },
  { option: 'markdown', what: 'the run for a pull request', render: markdownReport },
] as const
