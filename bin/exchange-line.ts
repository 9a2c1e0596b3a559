/**
 * One exchange as the line that serve prints, and as the record that `--log json` writes. Pure; shows no signature, no key
 * and no whole payment code. A caller's words are made harmless before a terminal sees them.
 */
import type { Diagnosis } from '../protocol/diagnosis/diagnosis.ts'
import { renderDiagnosis } from '../protocol/diagnosis/render-diagnosis.ts'
import { bounded, masked, printable } from '../protocol/diagnosis/shown.ts'
import { maskIdentityCode } from '../protocol/identity-code.ts'
import { decodeForm, valueNamed } from '../protocol/parameter.ts'
import { serviceNamed } from '../protocol/service.ts'
import type { Exchange } from '../simulator/index.ts'
import { indented } from './text-columns.ts'

/** How an instant is printed: `14:03:07.123`. */
export type ClockTime = (instant: number) => string

/** `14:03:07.123  #12  pay     SALE1  39.25 USD  SUCCESS  4 ms`, and under it why it was refused. */
export function exchangeLine(exchange: Exchange, clockTime: ClockTime): string {
  const { at, id, service, partnerTransId, outcome, answer, diagnosis } = exchange
  const words = [
    clockTime(at),
    `#${id}`,
    shortService(service).padEnd(6),
    harmless(partnerTransId),
    amountOf(exchange),
    harmless(outcome),
    answer === undefined ? '' : `${Math.round(answer.tookMs)} ms`,
    behaviourOf(exchange),
  ]
  const line = `${words.filter((word) => word !== '').join('  ')}\n`
  return diagnosis === undefined
    ? line
    : `${line}${indented(renderDiagnosis(withMaskedSignature(diagnosis)), 4).trimEnd()}\n`
}

export function exchangeRecord(exchange: Exchange): Readonly<Record<string, unknown>> {
  const { id, partner, service, partnerTransId, outcome, answer, behaviour, diagnosis } = exchange
  const amount = amountOf(exchange)
  return {
    exchange: id,
    partner,
    service: shortService(service),
    partner_trans_id: partnerTransId,
    ...(amount !== '' && { amount }),
    outcome,
    ...(answer !== undefined && { status: answer.status, took_ms: Math.round(answer.tookMs * 10) / 10 }),
    ...(behaviour !== undefined && { behaviour: behaviour.id, why: behaviour.why }),
    ...(answer?.fault !== undefined && { fault: answer.fault }),
    ...(diagnosis !== undefined && { diagnosis: diagnosisRecord(diagnosis) }),
  }
}

/** The signature that came may be the right one of the same message at another gateway. */
function withMaskedSignature(diagnosis: Diagnosis): Diagnosis {
  const { signature } = diagnosis
  return signature === undefined
    ? diagnosis
    : { ...diagnosis, signature: { ...signature, received: masked(signature.received) } }
}

function diagnosisRecord({ signature, value, parameter, ...words }: Diagnosis): Readonly<Record<string, unknown>> {
  const isSecret = parameter === 'sign'
  return {
    ...words,
    ...(parameter !== undefined && { parameter }),
    ...(value !== undefined && !isSecret && { value }),
    ...(signature !== undefined && {
      expected_string: withMaskedCode(signature.expectedString),
      mistakes: signature.mistakes.map(({ id, name, detail }) => ({
        id,
        name,
        ...(detail !== undefined && { detail }),
      })),
    }),
  }
}

/** Logs travel further than terminals: the whole string is in the journal. Source: certification.md §4. */
function withMaskedCode(text: string): string {
  return text.replace(/(?<=(?:^|&)buyer_identity_code=)\d+/, maskIdentityCode)
}

function shortService(service: string): string {
  return harmless(serviceNamed(service) ?? (service === '' ? '?' : service))
}

function harmless(text: string): string {
  return printable(bounded(text, 64))
}

/** Nothing for a behaviour that nobody asked for. */
function behaviourOf({ behaviour, answer }: Exchange): string {
  const fault = answer?.fault === undefined ? '' : `, ${answer.fault}`
  if (behaviour === undefined || behaviour.id === 'default') return fault.slice(2)
  return `${behaviour.id} (${behaviour.why})${fault}`
}

const amountNames = ['trans_amount', 'refund_amount'] as const
const largestRead = 16_384

/** `39.25 USD`; empty when there is none, or when the form is too large to be worth reading for a line of log. */
function amountOf({ request: { target, body } }: Exchange): string {
  const mark = target.indexOf('?')
  const forms = [Buffer.from(mark === -1 ? '' : target.slice(mark + 1), 'latin1'), body]
  // Amounts and currencies are ASCII in every charset of the gateway.
  const parameters = forms.flatMap((form) => (form.length > largestRead ? [] : decodeForm(form, 'UTF-8').parameters))
  const amount = amountNames.map((name) => valueNamed(parameters, name)).find((value) => value !== undefined)
  if (amount === undefined) return ''
  const currency = valueNamed(parameters, 'trans_currency') || valueNamed(parameters, 'currency') || ''
  return harmless(`${amount} ${currency}`.trim())
}
