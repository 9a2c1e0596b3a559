/** The report as one file: no network, no font, no script that it needs. Its size is bounded, whatever came over the wire. */
import { createHash } from 'node:crypto'
import type { CaseResult, RunResult } from '../../runner/result.ts'
import { oneLine } from '../shown-text.ts'
import { cases, verdictOf } from '../verdict-words.ts'
import { failedCase } from './failed-case.ts'
import { filters } from './filters.ts'
import { type Html, html, trusted } from './markup.ts'
import { mendFirst, overview } from './overview.ts'
import { quietCases } from './quiet-cases.ts'
import { script } from './script.ts'
import { sequenceStyle } from './sequence-style.ts'
import { style } from './style.ts'

/** From here on messages are left out, in bytes. */
const wireMost = 6_000_000
/** So many are open at once; the others open by a click, and on paper. */
const openMost = 25

export function htmlReport(run: RunResult): string {
  const loud = run.results.filter(({ outcome }) => outcome === 'failed' || outcome === 'errored')
  const known = run.results.filter(({ outcome }) => outcome === 'failed as known')
  const quiet = run.results.filter(({ outcome }) => outcome === 'passed' || outcome === 'not applicable')
  const title = `${verdictOf(run).word}: ${oneLine(run.sutName, 120)}`
  const styles = `${style}${sequenceStyle}`
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '${hashOf(styles)}'; script-src '${hashOf(script)}'; base-uri 'none'; form-action 'none'">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${trusted(styles)}</style>
</head>
<body>
<main>
${overview(run)}
${mendFirst(run)}
${filters(run)}
${section('What failed', loud, run)}
${section('What failed as known', known, run)}
${quiet.length > 0 && html`<section data-group><h2>What passed, and what does not apply</h2>${quietCases(quiet)}</section>`}
</main>
<footer><p>Written by alipay-sandbox-kit ${run.versions.kit}. It tests against a simulator and is no statement of Alipay.</p></footer>
<script>${trusted(script)}</script>
</body>
</html>
`
  return page.toString()
}

function section(title: string, results: readonly CaseResult[], run: RunResult): Html | undefined {
  if (results.length === 0) return undefined
  let size = 0
  const made = results.map((result, index) => {
    const one = failedCase(result, { run, wire: size < wireMost, open: index < openMost })
    size += one.length
    return one
  })
  return html`<section data-group><h2>${title} <span class="count">${cases(results.length)}</span></h2>${made}</section>`
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}
