/** The options of `load`. What each k6 script knows besides stands in load/k6/lib/variables.ts. */
import { journeys } from '../load/k6/lib/plans.ts'
import { loadReports } from '../load/report/reports.ts'
import type { OptionTable } from './option-row.ts'

type ReportOption = (typeof loadReports)[number]['option']
type ReportRow = {
  readonly type: 'path'
  readonly placeholder: string
  readonly otherwise: string
  readonly meaning: string
}

const reportRows = Object.fromEntries(
  loadReports.map(({ option, what }) => [
    option,
    { type: 'path', placeholder: 'file', otherwise: 'none', meaning: `write ${what}` } satisfies ReportRow,
  ]),
) as Readonly<Record<ReportOption, ReportRow>>

export const loadOptions = {
  target: {
    type: 'path',
    placeholder: 'file',
    otherwise: 'the reference till',
    meaning: 'how the system under load is started and spoken to: docs/conformance.md',
  },
  defect: { type: 'text', placeholder: 'name', otherwise: 'none', meaning: 'the reference till with one mistake in' },
  journey: {
    type: 'choice',
    placeholder: 'name',
    values: journeys,
    otherwise: 'pos',
    meaning: 'of soak, spike and breakpoint',
  },
  rate: {
    type: 'number',
    placeholder: 'n',
    least: 1,
    most: 100_000,
    otherwise: "the script's own",
    meaning: 'journeys begun a second, whatever becomes of them; of spike and breakpoint the highest',
  },
  duration: {
    type: 'text',
    placeholder: 'time',
    otherwise: "the script's own",
    pattern: /^\d{1,6}(?:s|m|h)?$/,
    rule: 'seconds, or a number with s, m or h',
    meaning: 'how long journeys are begun: 90s, 10m, 2h',
  },
  mix: {
    type: 'text',
    placeholder: 'name',
    otherwise: 'everyday; plain at the gateway',
    meaning: 'behaviours by payment code: one of those above, or written out, 0000=90,0303=10',
  },
  timeScale: {
    type: 'number',
    placeholder: 'n',
    least: 1,
    most: 100,
    otherwise: "the target's; 1 for the reference till",
    meaning: 'how many times faster everything waits',
  },
  seed: { type: 'text', placeholder: 'text', otherwise: 'a new one, printed', meaning: 'the same seed sells the same' },
  currency: {
    type: 'text',
    placeholder: 'code',
    default: 'USD',
    pattern: /^[A-Z]{3}$/,
    rule: 'three capitals',
    meaning: 'of the sales',
  },
  signType: {
    type: 'choice',
    placeholder: 'type',
    values: ['MD5', 'RSA2'],
    otherwise: "the target's; MD5",
    meaning: 'at the gateway',
  },
  late: {
    type: 'number',
    placeholder: 'seconds',
    least: 1,
    most: 86_400,
    default: 60,
    meaning: 'told so long after it was paid is told late, before the time scale',
  },
  certify: {
    type: 'flag',
    default: false,
    meaning: 'run conformance cases in the midst of it, until all have run or the load is over',
  },
  book: {
    type: 'path',
    placeholder: 'file',
    otherwise: "asked for by the target's API",
    meaning: 'the book as an export: CSV or JSON',
  },
  set: {
    type: 'pairs',
    placeholder: 'name=value',
    default: {},
    meaning: 'settings of the script, LOAD_…, several with commas between them',
  },
  k6: {
    type: 'path',
    placeholder: 'program',
    otherwise: 'K6_BIN, the PATH, the image grafana/k6',
    meaning: 'where k6 is',
  },
  keep: {
    type: 'path',
    placeholder: 'folder',
    otherwise: 'nothing is kept',
    meaning: "keep k6's summary and its words there",
  },
  ...reportRows,
  admin: {
    type: 'text',
    placeholder: 'url',
    otherwise: 'a simulator in this process',
    meaning: 'the control API of a simulator that runs elsewhere, http://…/_admin',
  },
  told: {
    type: 'path',
    placeholder: 'file',
    otherwise: 'none',
    meaning: 'audit: what the journeys told, the output of k6 on however many machines',
  },
  partner: { type: 'text', placeholder: 'pid', otherwise: 'the first', meaning: 'audit: whose trades' },
} as const satisfies OptionTable
