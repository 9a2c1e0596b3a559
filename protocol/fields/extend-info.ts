/**
 * The members of the pay request's `extend_info`, and which of them a profile demands.
 * Members that are not listed are accepted. Source: spot-pay.md §2.
 */
import type { MemberProfile, StringRow } from '../field.ts'

const source = 'spot-pay.md §2'

const idShape = {
  type: 'string',
  length: 32,
  pattern: /^[A-Za-z0-9_-]+$/,
  rule: 'letters, digits, - and _',
} as const

const legacy = {
  type: 'string',
  need: 'optional',
  meaning: 'Listed by an old generated SDK; only its name is known.',
  source,
  grade: 'B',
} as const

export const extendInfoMembers = [
  {
    name: 'secondary_merchant_id',
    ...idShape,
    need: 'conditional',
    when: 'an acquirer calls',
    meaning: "The acquirer's ID of the merchant.",
    example: 'S001',
    source,
    grade: 'B',
  },
  {
    name: 'secondary_merchant_name',
    type: 'string',
    need: 'conditional',
    when: 'an acquirer calls',
    meaning: "The merchant's name, as the buyer's statement shows it.",
    example: 'Demo Cafe',
    source,
    grade: 'B',
  },
  {
    name: 'secondary_merchant_industry',
    type: 'string',
    length: 4,
    pattern: /^\d{4}$/,
    rule: "4 digits: a merchant category code of Alipay's list",
    need: 'conditional',
    when: 'an acquirer calls',
    meaning: "The merchant's trade.",
    example: '5812',
    source,
    grade: 'A',
  },
  {
    name: 'store_id',
    ...idShape,
    need: 'conditional',
    when: 'by the page always; without it risk control may stop the payment',
    meaning: 'The shop.',
    example: 'ST01',
    source,
    grade: 'B',
  },
  {
    name: 'store_name',
    type: 'string',
    need: 'conditional',
    when: 'by the page always, unless the name is verified',
    meaning: "The shop's name, as the wallet and the files show it.",
    example: 'Demo Cafe Airport',
    source,
    grade: 'B',
  },
  {
    name: 'terminal_id',
    type: 'string',
    need: 'optional',
    meaning: 'The till; needed for instant rebates only.',
    example: 'T01',
    source,
    grade: 'B',
  },
  {
    name: 'sys_service_provider_id',
    type: 'string',
    need: 'optional',
    meaning: 'Who provides the technique.',
    example: '2088000000000009',
    source,
    grade: 'B',
  },
  { name: 'merchant_name', ...legacy },
  { name: 'merchant_no', ...legacy },
  { name: 'business_no', ...legacy },
  { name: 'mcc', ...legacy },
  { name: 'region_code', ...legacy },
] as const satisfies readonly StringRow[]

export type ExtendInfoMember = (typeof extendInfoMembers)[number]['name']

const acquirer = ['secondary_merchant_id', 'secondary_merchant_name', 'secondary_merchant_industry'] as const

/**
 * Which members must be there:
 * - `lenient`: none; what is there must have its shape;
 * - `acquirer`: those that name the merchant behind an acquirer;
 * - `strict`: these and the shop, all that the page marks as required.
 */
export const extendInfoProfiles = {
  lenient: [],
  acquirer,
  strict: [...acquirer, 'store_id', 'store_name'],
} as const satisfies Record<MemberProfile, readonly ExtendInfoMember[]>
