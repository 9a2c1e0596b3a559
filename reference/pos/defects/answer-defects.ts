/** Mistakes in what a till believes. Source: signature.md §2, §6 (11) to (14); gateway.md §3, §6; query.md §5. */
import type { PayOutcome } from '../../client/index.ts'
import type { Defect } from './defect.ts'
import { beliefMistake } from './rewrite-answers.ts'
import { clientMistake, payMistake } from './wrap.ts'

const sentIds = ['partner_trans_id', 'out_trade_no', 'partner_refund_id'] as const

/** What the pages name in answers, and no field besides. */
const knownFields =
  /^(?:result_code|error|detail_error_\w+|partner_(?:trans|refund)_id|out_trade_no|trade_no|alipay_\w+|currency|exchange_rate|trans_\w+|forex_total_fee|refund_\w+|m_discount_forex_amount|payment_inst|action|retry_flag)$/

function paid({ exchange }: PayOutcome): PayOutcome {
  return { outcome: 'paid', trade: {}, exchange }
}

export const answerDefects: readonly Defect[] = [
  {
    name: 'answer-signature-ignored',
    sentence: 'The signature of an answer is not looked at.',
    source: 'certification.md §6 (K14)',
    kills: 'wire/queried',
    apply: beliefMistake(({ fields }) => fields),
  },
  {
    name: 'unsigned-answer-accepted',
    sentence: 'A signature is checked where there is one; an answer without is believed.',
    source: 'signature.md §2',
    kills: 'wire/queried',
    apply: beliefMistake(({ fields, genuine, signed }) => (genuine || !signed ? fields : undefined)),
  },
  {
    name: 'answer-of-another-order-accepted',
    sentence: 'The order id of an answer is not compared with the one that was asked about.',
    source: 'query.md §5',
    kills: 'wire/paid-on-proof',
    apply: beliefMistake(({ fields, genuine, asked }) => {
      if (!genuine) return undefined
      const { alipay_trans_id: _, trade_no: __, trans_amount: ___, currency: ____, ...others } = fields
      const own = sentIds.filter((name) => name in fields).map((name) => [name, asked[name] ?? asked.partner_trans_id])
      return { ...others, ...Object.fromEntries(own) }
    }),
  },
  {
    name: 'known-fields-verified-only',
    sentence:
      'The signature is computed over the fields that the pages name: a new field makes every answer a forgery.',
    source: 'signature.md §2',
    kills: 'wire/no-query',
    apply: beliefMistake(({ fields, genuine }) =>
      genuine && Object.keys(fields).every((name) => knownFields.test(name)) ? fields : undefined,
    ),
  },
  {
    name: 'answer-read-as-utf-8',
    sentence: 'An answer that is declared GBK is read as UTF-8.',
    source: 'signature.md §6 (13)',
    kills: 'wire/no-query',
    apply: (parts) => ({
      ...parts,
      transport(settings) {
        const good = parts.transport(settings)
        return {
          close: good.close,
          async exchange(request) {
            const result = await good.exchange(request)
            if (!result.ok) return result
            const xml = Buffer.from(result.body).toString('latin1').replace('encoding="GBK"', 'encoding="UTF-8"')
            return { ...result, body: Buffer.from(xml, 'latin1') }
          },
        }
      },
    }),
  },
  {
    name: 'status-200-is-paid',
    sentence: 'An answer with status 200 is a payment, whatever is in it.',
    source: 'spot-pay.md §6',
    kills: 'wire/queried',
    apply: payMistake((outcome) => {
      const unreadable = outcome.outcome === 'unknown' && outcome.reason === 'unreadable'
      return unreadable && outcome.exchange.status === 200 ? paid(outcome) : outcome
    }),
  },
  {
    name: 'is-success-is-paid',
    sentence: '`is_success` T is read as "paid".',
    source: 'signature.md §6 (14)',
    kills: 'money/told-paid',
    apply: payMistake((outcome) => {
      const taken = Buffer.from(outcome.exchange.received).includes('<is_success>T</is_success>')
      return taken && outcome.outcome !== 'unknown' ? paid(outcome) : outcome
    }),
  },
  {
    name: 'query-success-is-paid',
    sentence: '`result_code` SUCCESS of a query is read as "paid", without `alipay_trans_status`.',
    source: 'query.md §2',
    kills: 'money/told-paid',
    apply: clientMistake((good) => ({
      async query(order, call) {
        const outcome = await good.query(order, call)
        return outcome.outcome === 'waiting' || outcome.outcome === 'closed' ? { ...outcome, outcome: 'paid' } : outcome
      },
    })),
  },
  {
    name: 'unsigned-refusal-not-believed',
    sentence: 'A refusal of the gateway, which nobody signs, is thrown away for want of a signature.',
    source: 'signature.md §2',
    kills: 'case/told',
    apply: payMistake((outcome) =>
      outcome.outcome === 'refused' && outcome.level === 'gateway'
        ? { outcome: 'unknown', reason: 'distrusted', distrust: 'unsigned', detail: '', exchange: outcome.exchange }
        : outcome,
    ),
  },
]
