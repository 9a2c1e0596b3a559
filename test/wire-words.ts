/**
 * What came back on a raw socket, in a few words that a table can hold: `SUCCESS, genuine`, `F SYSTEM_ERROR`, `silence`. The
 * same bytes always give the same words. Built on protocol/ alone.
 */
import { readAnswer } from '../protocol/answer-reader.ts'
import { fieldTables } from '../protocol/field-tables.ts'
import type { Service } from '../protocol/service.ts'
import { isGenuine } from './signed-call.ts'

/** @param heard what exchangeBytes gives: the bytes, and behind them how it ended */
export function wireWords(heard: Buffer, service: Service, partnerTransId: string): string {
  const mark = heard.lastIndexOf('\n[')
  const ended = heard.toString('latin1', mark + 2, heard.length - 2)
  const bytes = heard.subarray(0, mark)
  if (bytes.length === 0) return ended === 'end' ? 'silence' : ended
  const headEnd = bytes.indexOf('\r\n\r\n')
  const head = bytes.toString('latin1', 0, headEnd)
  const body = bytes.subarray(headEnd + 4)
  const status = /^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? 'no status'
  const header = (name: string) => new RegExp(`^${name}: (.*)$`, 'im').exec(head)?.[1] ?? ''
  const promised = Number(header('content-length'))
  if (header('location') !== '') return `${status} to ${header('location')}`
  if (status !== '200') return `${status} ${header('content-type').replace(/;.*/, '')}`
  if (body.length < promised) return `cut off after ${Math.round((100 * body.length) / promised)} %`
  if (body.length === 0) return 'an empty body'
  if (body.length > 1_000_000) return `${body.length} bytes`
  return answerWords(body, service, partnerTransId)
}

function answerWords(body: Buffer, service: Service, partnerTransId: string): string {
  const answer = readAnswer(body)
  if (answer.kind === 'unreadable') return [`unreadable: ${answer.problem}`, ...entityWords(body)].join(', ')
  const isSigned = body.includes('<sign>')
  if (answer.kind === 'refused') return `F ${answer.error}${isSigned ? ', signed' : ''}`
  const fields = new Map(answer.response.map(({ name, value }) => [name, value]))
  const of = (name: string) => fields.get(name)
  const about = of('partner_trans_id') ?? of('out_trade_no') ?? partnerTransId
  const usual = service === 'query' ? 'GBK' : 'UTF-8'
  // A business refusal has `error`, whatever the service: gateway.md §6.
  const known = new Set<string>(['error', ...fieldTables[service].answer.map(({ name }) => name)])
  const unknown = [...fields.keys()].filter((name) => !known.has(name))
  return [
    [of('result_code'), of('error'), of('alipay_trans_status'), of('action')].filter(Boolean).join(' '),
    ...(of('retry_flag') === 'Y' ? ['retry'] : []),
    ...(of('refund_amount_cny') === undefined ? [] : [`${of('refund_amount_cny')} back`]),
    ...(about === partnerTransId ? [] : ['about another trade']),
    ...(answer.declared === usual ? [] : [`in ${answer.declared}`]),
    ...(unknown.length === 0 ? [] : [`with ${unknown.join(' ')}`]),
    isGenuine({ answer }) ? 'genuine' : isSigned ? 'signed by nobody' : 'unsigned',
  ].join(', ')
}

function entityWords(body: Buffer): string[] {
  const xml = body.toString('latin1')
  const [, system] = /<!ENTITY \w+ SYSTEM "([^"]*)">/.exec(xml) ?? []
  if (system !== undefined) return [`an entity of ${system}`]
  const levels = xml.match(/<!ENTITY /g)?.length ?? 0
  return levels === 0 ? [`${body.length} bytes`] : [`${levels} entities`]
}
