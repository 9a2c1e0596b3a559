/**
 * The fields inside `<response><alipay>` of a pay answer. No raw answer was ever captured: the shape is what clients read.
 * Source: spot-pay.md §5.
 */
import type { FieldRow } from '../field.ts'
import {
  alipayTransIdAnswer,
  buyerLoginId,
  buyerUserId,
  currencyAnswer,
  discount,
  error,
  exchangeRate,
  partnerTransIdAnswer,
  paymentInstitution,
  payTime,
  transAmountAnswer,
  transAmountCny,
} from './shared.ts'

const source = 'spot-pay.md §5'

export const payAnswerFields = [
  {
    name: 'result_code',
    type: 'choice',
    values: ['SUCCESS', 'FAILED', 'UNKNOW'],
    length: 32,
    need: 'required',
    when: 'always',
    meaning: 'Paid, refused, or not known yet. The third is spelled without N; a client accepts `UNKNOWN` as well.',
    example: 'SUCCESS',
    source: 'spot-pay.md §5, gateway.md §6',
    grade: 'A',
  },
  { ...error, source, grade: 'A' },
  { ...partnerTransIdAnswer, need: 'conditional', when: 'the trade exists', source, grade: 'B' },
  { ...alipayTransIdAnswer, need: 'conditional', when: 'the trade exists', source, grade: 'B' },
  { ...buyerLoginId, source, grade: 'A' },
  { ...buyerUserId, source, grade: 'A' },
  { ...payTime, when: 'on SUCCESS', source, grade: 'B' },
  { ...currencyAnswer, source, grade: 'B' },
  { ...transAmountAnswer, source, grade: 'B' },
  { ...exchangeRate, when: 'on SUCCESS, not in Hong Kong', source, grade: 'B' },
  { ...transAmountCny, when: 'on SUCCESS, not in Hong Kong', source, grade: 'B' },
  { ...discount, source },
  { ...paymentInstitution, source },
] as const satisfies readonly FieldRow[]
