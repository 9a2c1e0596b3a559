/** One exchange, opened: request, answer, the string that is signed, what the gateway found, what it booked. */
import { canonicalString } from '../../../protocol/canonical.ts'
import type { Difference } from '../../../protocol/diagnosis/difference.ts'
import type { ExchangeView } from '../../../simulator/admin/client/index.ts'
import type { JudgedMoment } from '../moment.ts'
import { cut } from '../shown-text.ts'
import { type Html, html } from './markup.ts'

const requestMost = 3_000
const answerMost = 4_000

export function messageDetails({ call, answer, booked = [] }: JudgedMoment): Html | undefined {
  if (call === undefined) return answer && html`<div class="message"><p>${answer.words}: ${answer.means}.</p></div>`
  const { exchange } = call
  return html`<div class="message">
<p class="facts">Journal #${exchange.id} · ${exchange.at} on the gateway's clock${took(exchange)}${playing(exchange)}</p>
${part('Request', requestText(exchange))}
${part('Answer', answerText(exchange))}
<div class="whole">${part('Canonical string', canonical(exchange), 'What the signature covers, without the key.')}</div>
${diagnosis(exchange)}
${findings(exchange)}
${list('Ledger change', booked.length === 0 ? ['none'] : booked)}
</div>`
}

function took({ took_ms: ms }: ExchangeView): string {
  return ms === null ? '' : ` · answered after ${ms} ms of real time`
}

function playing({ behaviour }: ExchangeView): string {
  return behaviour === null || behaviour.id === 'default' ? '' : ` · the gateway played ${cut(behaviour.id, 60)}`
}

function part(title: string, text: string, note?: string): Html {
  return html`<section><h5>${title}</h5>${note !== undefined && html`<p class="note">${note}</p>`}<pre>${text}</pre></section>`
}

function list(title: string, lines: readonly string[]): Html {
  return html`<section><h5>${title}</h5><ul>${lines.map((line) => html`<li>${line}</li>`)}</ul></section>`
}

function requestText({ request: { method, target, headers, body } }: ExchangeView): string {
  const lines = [`${method} ${target}`, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)]
  return `${cut(lines.join('\n'), requestMost)}\n\n${cut(body, requestMost)}`.trimEnd()
}

function answerText({ answer, fault }: ExchangeView): string {
  if (answer === null) return `none${fault === null ? '' : ` (${fault})`}`
  const head = answer.status === 0 ? 'no status line went out' : `HTTP ${answer.status}`
  const type = answer.content_type === '' ? '' : `\ncontent-type: ${cut(answer.content_type, 200)}`
  return `${head}${type}${fault === null ? '' : `\nfault: ${fault}`}\n\n${laidOut(cut(answer.body, answerMost))}`
}

/** A line break before each element that begins after another's end: long lines of XML are read by nobody. */
function laidOut(xml: string): string {
  return xml.replaceAll(/>\s*<(?=[a-zA-Z/])/g, '>\n<').replaceAll(/<(\w+)>\n<\/\1>/g, '<$1></$1>')
}

function canonical({ request, diagnosis: found }: ExchangeView): string {
  return cut(found?.signature?.expectedString ?? canonicalString(request.parameters), requestMost)
}

function diagnosis({ diagnosis: found }: ExchangeView): Html | undefined {
  if (found === null) return undefined
  const { code, sentence, next, parameter, rule, value, signature } = found
  const mistakes = signature?.verdict === 'mistaken' ? signature.mistakes : []
  const facts = signature?.verdict === 'unexplained' ? signature.facts : []
  const difference = signature?.verdict === 'mistaken' ? signature.difference : undefined
  return html`<section class="diagnosis"><h5>Why the gateway refused it</h5>
<p><code>${code}</code> ${sentence}</p>
<ul>
${parameter !== undefined && html`<li>parameter <code>${parameter}</code>${value !== undefined && html`, sent as <code>${cut(value, 200)}</code>`}${rule !== undefined && `: ${rule}`}</li>`}
${mistakes.map(({ name, detail, sentence: did, mend, source }) => html`<li><b>${name}${detail !== undefined && ` (${detail})`}.</b> ${did} ${mend} <cite>${source}</cite></li>`)}
${facts.map((fact) => html`<li>${fact}</li>`)}
</ul>
${difference !== undefined && html`<pre>${differenceText(difference)}</pre>`}
<p>${next}</p></section>`
}

function findings({ findings: found }: ExchangeView): Html | undefined {
  if (found.length === 0) return undefined
  const lines = found.map(({ parameter, sentence, source }) => `${parameter ?? ''} ${sentence} [${source}]`.trim())
  return list('What the gateway let pass and is a mistake all the same', lines)
}

function differenceText({ expected, caller, bytes }: Difference): string {
  return bytes === undefined
    ? `right   ${expected}\nsigned  ${caller}`
    : `${expected}\nthe same text, but the first character that differs is in bytes ${bytes.expected}, and ${bytes.caller} was signed`
}
