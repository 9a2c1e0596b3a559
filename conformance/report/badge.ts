/** The run as a badge for a README: flat, as shields.io draws them. Its colours keep 4.5 to 1 under white letters. */
import { escapeXml, escapeXmlAttribute } from '../../protocol/xml-writer.ts'
import { countOf, type RunResult } from '../runner/result.ts'
import { verdictOf } from './verdict-words.ts'

const label = 'alipay conformance'
const colours = {
  held: '#1f7a3d',
  'fell short': '#c0271d',
  'not judged': '#8a5a00',
  'nothing tested': '#5c6370',
} as const

export function badgeSvg(run: RunResult): string {
  const { kind } = verdictOf(run)
  const words = wordsOf(run, kind)
  const title = `${label}: ${words}`
  const [left, right] = [widthOf(label), widthOf(words)]
  const width = left + right
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="20" role="img" aria-label="${escapeXmlAttribute(title)}">
<title>${escapeXml(title)}</title>
<clipPath id="r"><rect width="${width}" height="20" rx="3"/></clipPath>
<g clip-path="url(#r)"><rect width="${left}" height="20" fill="#4a4f57"/><rect x="${left}" width="${right}" height="20" fill="${colours[kind]}"/></g>
<g fill="#fff" text-anchor="middle" font-family="Verdana,Geneva,DejaVu Sans,sans-serif" font-size="11">${text(label, left / 2, left)}${text(words, left + right / 2, right)}</g>
</svg>
`
}

function wordsOf(run: RunResult, kind: keyof typeof colours): string {
  const tested = run.results.length - countOf(run, 'not applicable')
  const [passed, failed, known] = [countOf(run, 'passed'), countOf(run, 'failed'), countOf(run, 'failed as known')]
  switch (kind) {
    case 'held':
      return known === 0 ? `${passed} of ${tested} passed` : `${passed} of ${tested} passed, ${known} known`
    case 'fell short':
      return failed === 0 ? 'known failures are stale' : `${failed} of ${tested} failed`
    case 'not judged':
      return `${countOf(run, 'errored')} of ${tested} not judged`
    case 'nothing tested':
      return 'nothing tested'
  }
}

const padding = 6

function text(words: string, middle: number, width: number): string {
  return `<text x="${middle}" y="14" textLength="${width - 2 * padding}" lengthAdjust="spacingAndGlyphs">${escapeXml(words)}</text>`
}

/** Near enough for Verdana at 11 pixels: the text is fitted into it. */
function widthOf(words: string): number {
  const narrow = words.match(/[ iljtf,.:]/g)?.length ?? 0
  return Math.round((words.length - narrow) * 7 + narrow * 3.9) + 2 * padding
}
