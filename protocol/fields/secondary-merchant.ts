/**
 * The fields of a registration of a secondary merchant's store (`alipay.overseas.secmerchant.offline.maintain`) and of its
 * answer: names and order from the official SDK's request class, rules from Alipay's page of the service
 * (docs.antom.com/ac/global/offline_maintain) as far as its stored copies go. Source: gateway.md §4, flows.md §3.
 */
import type { FieldRow, StringRow } from '../field.ts'
import { inputCharset, secondaryMerchantId, sendingTime, storeId } from './side-shared.ts'

const source = 'docs.antom.com/ac/global/offline_maintain'
const country = { type: 'string', pattern: /^[A-Z]{2}$/, rule: 'two upper-case letters', example: 'SG' } as const
/** What only acquirers send: the page lists it, its rules are not in the stored copies. */
const ofAcquirers = { type: 'string', need: 'optional', source, grade: 'B' } as const satisfies Partial<StringRow>

export const merchantRegistrationFields = [
  { ...inputCharset, source },
  { ...sendingTime, source },
  {
    name: 'secondary_merchant_name',
    type: 'string',
    length: 128,
    need: 'required',
    meaning: "The merchant's legal name, as the wallet and the reconciliation file show it.",
    example: 'Demo Cafe Pte Ltd',
    source,
    grade: 'A',
  },
  { ...secondaryMerchantId, need: 'required', source },
  { ...storeId, need: 'required', source },
  {
    name: 'store_name',
    type: 'string',
    length: 256,
    need: 'required',
    meaning: "The store's name; of a taxi its license plate.",
    example: 'Demo Cafe Airport',
    source,
    grade: 'A',
  },
  { ...country, name: 'store_country', need: 'required', meaning: 'Where the store is.', source, grade: 'A' },
  {
    name: 'store_address',
    type: 'string',
    need: 'required',
    meaning: "The store's postal address.",
    example: '80 Airport Boulevard',
    source,
    grade: 'B',
  },
  {
    name: 'store_industry',
    type: 'string',
    length: 4,
    pattern: /^\d{4}$/,
    rule: '4 digits: a merchant category code',
    need: 'required',
    meaning: "The store's trade.",
    example: '5812',
    source,
    grade: 'B',
  },
  { ...ofAcquirers, name: 'internal_store_photo', meaning: 'Where a photograph of its inside is.' },
  { ...ofAcquirers, name: 'external_storefront_photo', meaning: 'Where a photograph of its front is.' },
  {
    ...ofAcquirers,
    name: 'extend_params',
    meaning: 'JSON: the drivers of a taxi, at most ten. Kept, not read.',
    grade: 'A',
  },
  {
    name: 'secondary_merchant_type',
    type: 'choice',
    values: ['INDIVIDUAL', 'ENTERPRISE'],
    need: 'optional',
    meaning: 'What the merchant is.',
    example: 'ENTERPRISE',
    source,
    grade: 'B',
  },
  { ...ofAcquirers, name: 'registration_no', meaning: 'The number in the register of companies.' },
  { ...country, name: 'register_country', need: 'optional', meaning: 'Where it is registered.', source, grade: 'B' },
  { ...ofAcquirers, name: 'register_address', meaning: 'The registered address.' },
  { ...ofAcquirers, name: 'shareholder_name', meaning: 'Who holds it.' },
  { ...ofAcquirers, name: 'shareholder_id', meaning: "The shareholder's identity document." },
  { ...ofAcquirers, name: 'representative_name', meaning: 'Who acts for it.' },
  { ...ofAcquirers, name: 'representative_id', meaning: "The representative's identity document." },
  { ...ofAcquirers, name: 'settlement_no', meaning: 'The account that it is settled to.' },
  { ...ofAcquirers, name: 'contact_no', meaning: 'A telephone number.' },
  { ...ofAcquirers, name: 'contact_email', meaning: 'An e-mail address.' },
  { ...ofAcquirers, name: 'cs_no', meaning: 'The telephone number of its customer service.' },
  { ...ofAcquirers, name: 'cs_email', meaning: 'The e-mail address of its customer service.' },
] as const satisfies readonly FieldRow[]

export const merchantRegistrationAnswerFields = [
  {
    name: 'result_code',
    type: 'choice',
    values: ['SUCCESS', 'FAILED'],
    need: 'required',
    when: 'always',
    meaning: 'SUCCESS: taken, and under review from now on. Refusals are the gateway’s own.',
    example: 'SUCCESS',
    source,
    grade: 'B',
  },
] as const satisfies readonly FieldRow[]
