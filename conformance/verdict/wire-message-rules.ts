/**
 * Each request by itself: how it is signed, written and filled. Source: signature.md; gateway.md §2, §4; spot-pay.md §1-§3.
 */
import { parseTime } from '../../protocol/beijing-time.ts'
import type { FieldRow } from '../../protocol/field.ts'
import { commonRequestFields, fieldTables } from '../../protocol/field-tables.ts'
import { maskIdentityCode } from '../../protocol/identity-code.ts'
import { type Service, serviceNames } from '../../protocol/service.ts'
import { type FieldProblem, validateFields } from '../../protocol/validate-fields.ts'
import { asAskedProblem } from './as-asked.ts'
import type { Call, Evidence, Finding, Rule, Sale } from './evidence.ts'
import { units } from './sums.ts'

/** A rule that looks at one call at a time; a phrase is a finding. */
function eachCall(look: (call: Call, sale: Sale, evidence: Evidence) => string | undefined): Rule['check'] {
  return (evidence) =>
    evidence.sales.flatMap((sale) =>
      sale.calls.flatMap((call): readonly Finding[] => {
        const text = look(call, sale, evidence)
        return text === undefined ? [] : [{ text: `${call.service} ${text}`, witness: 'wire', exchanges: [call.id] }]
      }),
    )
}

const of = (service: Service, look: (call: Call, sale: Sale, evidence: Evidence) => string | undefined) =>
  eachCall((call, sale, evidence) => (call.service === service ? look(call, sale, evidence) : undefined))

const lint = (id: string) =>
  eachCall(({ exchange: { findings } }) => {
    const found = findings.find((finding) => finding.id === id)
    return found === undefined ? undefined : `${found.parameter ?? ''}: ${found.sentence}`
  })

const hourMs = 3_600_000

export const wireMessageRules: readonly Rule[] = [
  {
    id: 'wire/signature',
    sentence: 'Every request carries the right signature over its canonical string.',
    clause: 'signature.md §1',
    level: 'must',
    check: eachCall(({ exchange: { diagnosis } }) =>
      diagnosis !== null && isAboutSignature(diagnosis)
        ? `refused with ${diagnosis.code}: ${diagnosis.sentence}`
        : undefined,
    ),
  },
  {
    id: 'wire/charset-in-url',
    sentence: 'A POST names its charset in the URL.',
    clause: 'gateway.md §2',
    level: 'must',
    check: lint('charset-not-in-url'),
  },
  {
    id: 'wire/fields',
    sentence: 'Every field keeps its documented form.',
    clause: 'spot-pay.md §1',
    level: 'must',
    check: eachCall((call) => fieldsProblem(call, (field) => !field.startsWith('extend_info'))),
  },
  {
    id: 'wire/extend-info',
    sentence: '`extend_info` is JSON, all of its members are text.',
    clause: 'spot-pay.md §2',
    level: 'must',
    check: eachCall((call) => fieldsProblem(call, (field) => field.startsWith('extend_info'))),
  },
  {
    id: 'wire/no-empty-parameter',
    sentence: 'What has no value is left out.',
    clause: 'signature.md §6',
    level: 'should',
    check: lint('empty-parameter'),
  },
  {
    id: 'wire/notify-url',
    sentence: 'A payment says where its notification goes.',
    clause: 'certification.md §2 (R3)',
    level: 'must',
    check: of('pay', ({ values }, _, { capabilities }) =>
      capabilities.features.includes('notifications') && (values.get('notify_url') ?? '') === ''
        ? 'has no notify_url'
        : undefined,
    ),
  },
  {
    id: 'wire/code-unchanged',
    sentence: 'The payment code goes out digit by digit as it was scanned.',
    clause: 'certification.md §1 (SPOT-002)',
    level: 'must',
    check: of('pay', ({ values }, { request }) => {
      const sent = values.get('buyer_identity_code') ?? ''
      return sent === maskIdentityCode(request.code)
        ? undefined
        : `sends the code ${sent}, scanned was ${maskIdentityCode(request.code)}`
    }),
  },
  {
    id: 'wire/amount-as-asked',
    sentence: 'The amount goes out as the cashier entered it.',
    clause: 'spot-pay.md §3',
    level: 'must',
    check: of('pay', ({ values }, { request: { amount, currency } }) => {
      const pricing = values.get('trans_currency') || values.get('currency') || ''
      const sent = values.get('trans_amount') ?? ''
      return pricing === currency && units(sent, currency) === units(amount, currency)
        ? undefined
        : `sends ${sent} ${pricing}, asked was ${amount} ${currency}`
    }),
  },
  {
    id: 'wire/as-asked',
    sentence: 'The name of the goods, the store and the terminal that were asked for are sent.',
    clause: 'spot-pay.md §1, §2',
    level: 'should',
    check: of('pay', asAskedProblem),
  },
  {
    id: 'wire/time-gmt8',
    sentence: '`trans_create_time` is the time of the sale in GMT+8.',
    clause: 'spot-pay.md §1',
    level: 'must',
    check: of('pay', ({ values, wallAt }) => {
      const text = values.get('trans_create_time') ?? ''
      if (text === '') return undefined
      const time = parseTime(text)
      const off = time === undefined ? Number.NaN : (time - wallAt) / hourMs
      return Math.abs(off) < 0.25 ? undefined : `trans_create_time ${text} is ${off.toFixed(1)} hours off`
    }),
  },
]

function isAboutSignature({ code, signature }: NonNullable<Call['exchange']['diagnosis']>): boolean {
  return signature !== undefined || code.includes('SIGN')
}

function fieldsProblem({ service, values, exchange }: Call, concerns: (field: string) => boolean): string | undefined {
  const { diagnosis } = exchange
  if (diagnosis !== null && !isAboutSignature(diagnosis))
    return concerns(diagnosis.parameter ?? '') ? `was refused: ${diagnosis.sentence} ${diagnosis.next}` : undefined
  if (!(service in serviceNames)) return `service ${service} is none of the four`
  const rows: readonly FieldRow[] = [...commonRequestFields, ...fieldTables[service as Service].request]
  const problems = validateFields(rows, values, { lengthUnit: 'characters', needs: lenient })
  // The journal masks the code; wire/code-unchanged looks at it.
  const problem = problems.find(({ field }) => field !== 'buyer_identity_code' && concerns(field))
  return problem === undefined ? undefined : said(problem)
}

/** What the sources disagree on is not held against anybody. */
const lenient = { notify_url: 'optional', extend_info: 'optional', timestamp: 'optional' } as const

function said({ field, rule, value, problem }: FieldProblem): string {
  return problem === 'missing' ? `has no ${field} (${rule})` : `${field} is "${value?.slice(0, 80)}", must be ${rule}`
}
