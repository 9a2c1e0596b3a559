/** The sections of the protocol pages, and those that no check of a caller can rest on, each with its reason. */

/** By page: how many numbered sections it has. */
export const pageSections = {
  'gateway.md': 7,
  'spot-pay.md': 8,
  'query.md': 6,
  'cancel.md': 7,
  'refund.md': 8,
  'signature.md': 7,
  'flows.md': 6,
  'certification.md': 6,
  'reconciliation.md': 6,
} as const satisfies Record<string, number>

const example = 'a worked example: a golden test of protocol/'
const files = 'files for people: the reconciliation checks come with the settlement files'

/** No check, and why. An entry that a check rests on after all is stale. */
export const exceptions: Readonly<Record<string, string>> = {
  'gateway.md §1': 'addresses of the real gateway: the kit gives its own',
  'spot-pay.md §8': example,
  'query.md §6': example,
  'cancel.md §7': example,
  'refund.md §8': example,
  'signature.md §4': 'asking notify_verify is optional for callers',
  'signature.md §7': example,
  'certification.md §3': 'the successor product; its cases are the same flows',
  'certification.md §4': 'receipts are paper and screens, not calls',
  'certification.md §5': "facts of Alipay's own sandbox",
  'reconciliation.md §1': files,
  'reconciliation.md §2': files,
  'reconciliation.md §3': files,
  'reconciliation.md §4': files,
  'reconciliation.md §5': files,
  'reconciliation.md §6': files,
}
