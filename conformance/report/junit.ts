/** JUnit XML, as Jenkins, GitLab and their like read it. */
import { escapeXml, escapeXmlAttribute } from '../../protocol/xml-writer.ts'
import { type CaseResult, countOf, type RunResult } from '../runner/result.ts'
import { amountsIn, currencyOf } from './witness-words.ts'

const seconds = (ms: number) => (ms / 1_000).toFixed(3)

export function junitXml(run: RunResult): string {
  const families = Map.groupBy(run.results, ({ theCase }) => theCase.id.split('/')[0] ?? '')
  const suites = [...families].map(([family, results]) => suite(family, { ...run, results }))
  const whole = totals(run, `conformance of ${run.sutName}`)
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites ${whole}>\n${suites.join('')}</testsuites>\n`
}

function totals(run: RunResult, name: string): string {
  const skipped = countOf(run, 'not applicable') + countOf(run, 'failed as known')
  return attributes({
    name,
    tests: run.results.length,
    failures: countOf(run, 'failed'),
    errors: countOf(run, 'errored'),
    skipped,
    time: seconds(run.results.reduce((sum, { tookMs }) => sum + tookMs, 0)),
  })
}

function suite(family: string, run: RunResult): string {
  const head = `${totals(run, family)} ${attributes({ timestamp: new Date(run.startedAt).toISOString().slice(0, 19) })}`
  const properties = Object.entries({ seed: run.seed, profile: run.profile, time_scale: run.timeScale })
    .map(([name, value]) => `      <property ${attributes({ name, value })}/>\n`)
    .join('')
  return `  <testsuite ${head}>\n    <properties>\n${properties}    </properties>\n${run.results.map(testCase).join('')}  </testsuite>\n`
}

function testCase(result: CaseResult): string {
  const { theCase, tookMs } = result
  const [family = '', name = ''] = theCase.id.split('/')
  const head = attributes({ classname: `conformance.${family}`, name, time: seconds(tookMs) })
  const inside = insideOf(result)
  return inside === '' ? `    <testcase ${head}/>\n` : `    <testcase ${head}>\n      ${inside}\n    </testcase>\n`
}

function insideOf({ outcome, violations, why = '', theCase, evidence }: CaseResult): string {
  const currency = currencyOf(evidence)
  const lines = violations.map(({ rule, text, clause }) => `${rule}: ${amountsIn(text, currency)} [${clause}]`)
  switch (outcome) {
    case 'passed':
      return ''
    case 'failed':
      return `<failure ${attributes({ message: lines[0] ?? '', type: violations[0]?.rule ?? '' })}>${escapeXml(clean([...lines, `costs: ${theCase.costs}`, `mend: ${theCase.mend}`].join('\n')))}</failure>`
    case 'errored':
      return `<error ${attributes({ message: why.split('\n')[0] ?? '', type: 'not judged' })}>${escapeXml(clean(why))}</error>`
    case 'failed as known':
      return `<skipped ${attributes({ message: `failed as known: ${lines.join('; ')}` })}/>`
    case 'not applicable':
      return `<skipped ${attributes({ message: why })}/>`
  }
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}="${escapeXmlAttribute(clean(String(value)))}"`)
    .join(' ')
}

/** What XML 1.0 cannot hold, not even escaped. */
function clean(text: string): string {
  return text.replaceAll(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '�')
}
