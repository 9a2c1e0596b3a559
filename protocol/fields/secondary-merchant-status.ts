/**
 * The fields of a question after a registered store (`alipay.overseas.secmerchant.maintain.queryStatus`) and of its answer:
 * the request from Alipay's page (docs.antom.com/ac/hkapi/offline_querystatus), the answer from a client that reads it.
 * Source: gateway.md §4.
 */
import type { FieldRow } from '../field.ts'
import { inputCharset, secondaryMerchantId, sendingTime, storeId } from './side-shared.ts'

const source = 'docs.antom.com/ac/hkapi/offline_querystatus'

export const merchantStatuses = ['SUCCESS', 'UNDER_REVIEW', 'MODIFICATION_REVIEW', 'FAILED'] as const
export type MerchantStatus = (typeof merchantStatuses)[number]

const paymentMethod = {
  name: 'payment_method',
  type: 'constant',
  value: 'INSTORE_PAYMENT',
  meaning: 'In-store payments; the online products have another.',
  example: 'INSTORE_PAYMENT',
  source,
  grade: 'A',
} as const

export const merchantStatusRequestFields = [
  { ...inputCharset, source },
  { ...sendingTime, source },
  { ...secondaryMerchantId, need: 'required', source },
  { ...storeId, need: 'required', source },
  { ...paymentMethod, need: 'required' },
] as const satisfies readonly FieldRow[]

const echo = { type: 'string', need: 'conditional', when: 'it was registered', source, grade: 'B' } as const

export const merchantStatusAnswerFields = [
  {
    name: 'result_code',
    type: 'choice',
    values: ['SUCCESS', 'FAILED'],
    need: 'required',
    when: 'always',
    meaning: 'Whether the question was answered; it says nothing about the merchant.',
    example: 'SUCCESS',
    source,
    grade: 'B',
  },
  {
    name: 'error',
    type: 'string',
    length: 48,
    need: 'conditional',
    when: 'on FAILED',
    meaning:
      'RECORD_NOT_FOUND: no such store of such a merchant was registered. The name is that of the successor product.',
    example: 'RECORD_NOT_FOUND',
    source: 'docs.antom.com/ac/ams/irs',
    grade: 'C',
  },
  { ...secondaryMerchantId, need: 'conditional', when: 'on SUCCESS', source },
  { ...storeId, need: 'conditional', when: 'on SUCCESS', source },
  {
    name: 'status',
    type: 'choice',
    values: merchantStatuses,
    need: 'conditional',
    when: 'on SUCCESS',
    meaning: 'How far the registration has come.',
    example: 'UNDER_REVIEW',
    source,
    grade: 'B',
  },
  {
    name: 'reject_reason',
    type: 'string',
    need: 'conditional',
    when: '`status` is FAILED',
    meaning: 'Why it was rejected.',
    example: 'store_photo is missing',
    source,
    grade: 'A',
  },
  { ...paymentMethod, need: 'conditional', when: 'on SUCCESS' },
  { ...echo, name: 'secondary_merchant_name', meaning: "The merchant's legal name." },
  { ...echo, name: 'secondary_merchant_type', meaning: 'What the merchant is.' },
  { ...echo, name: 'registration_no', meaning: 'The number in the register of companies.' },
  { ...echo, name: 'register_country', meaning: 'Where it is registered.' },
  { ...echo, name: 'register_address', meaning: 'The registered address.' },
] as const satisfies readonly FieldRow[]
