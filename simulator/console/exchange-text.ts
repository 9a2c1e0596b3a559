/** One exchange for whoever looks behind a line of the wire: what was asked, what was answered, and why. Pure. */
import type { ExchangeView } from '../admin/client/index.ts'

export function exchangeText({ request, answer, behaviour, diagnosis, findings, fault }: ExchangeView): string {
  const width = Math.max(0, ...request.parameters.map(({ name }) => name.length))
  return [
    `${request.method} ${request.target.split('?')[0]}`,
    ...request.parameters.map(({ name, value }) => `  ${name.padEnd(width)}  ${value}`),
    '',
    ...(answer === null ? ['no answer'] : [`${answer.status} ${answer.content_type}`, ...xmlLines(answer.body)]),
    ...(fault === null ? [] : ['', `disturbed on purpose: ${fault}`]),
    ...(behaviour === null ? [] : ['', `behaviour ${behaviour.id}: ${behaviour.why}`]),
    ...(diagnosis === null ? [] : ['', 'why it was refused', ...diagnosisLines(diagnosis)]),
    ...(findings.length === 0
      ? []
      : ['', 'let pass, and wrong all the same', ...findings.map((one) => `  ${one.sentence}`)]),
    '',
  ].join('\n')
}

function diagnosisLines({ sentence, next }: NonNullable<ExchangeView['diagnosis']>): readonly string[] {
  return [`  ${sentence}`, ...(next === undefined ? [] : [`  ${next}`])]
}

/** A line an element; the gateway sends all of it in one. */
function xmlLines(body: string): readonly string[] {
  let depth = 0
  return body
    .replaceAll('><', '>\n<')
    .split('\n')
    .map((line) => {
      const closes = /^<\//.test(line)
      if (closes) depth -= 1
      const indented = `${'  '.repeat(Math.max(0, depth) + 1)}${line}`
      if (/^<[^/?!][^>]*[^/]>$/.test(line) && !closes) depth += 1
      return indented
    })
}
