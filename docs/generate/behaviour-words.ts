/**
 * What each word in a behaviour, a rule or a latency means, for the manual. A kind without its line does not compile.
 */
import type { BuyerPlan, FaultKind, NotificationPlan, Plan } from '../../simulator/behaviour/behaviour.ts'
import type { WrittenLatency } from '../../simulator/behaviour/latency.ts'
import type { RuleMatch } from '../../simulator/behaviour/rule-types.ts'

export const planWords = {
  normal: 'The ledger decides; what is meant when no plan is given.',
  waiting:
    'Pay: the trade is opened and waits for the buyer, the answer is `UNKNOW`. `closesAfterMs` changes when it closes unpaid.',
  refused:
    'An error `code` at `level` gateway (`is_success` F, unsigned) or business (signed); nothing is booked. Cancel: `retryFlag`.',
  misreported: 'Done as normal and answered as an error: `code`, `level`, `retryFlag` as above.',
  lost: 'Nothing is done; the `fault` says what the caller sees.',
  asynchronous: 'Refund: accepted, and done after `doneAfterMs`, or `never`.',
} as const satisfies Record<Plan['kind'], string>

export const faultWords = {
  'no answer': 'Not a byte; the connection is closed after `holdMs` (60000).',
  reset: 'The connection is reset.',
  'http status': 'A page of HTML under `status` (502).',
  truncated: 'Only the share `keep` (0.5) of the body, under a Content-Length that promises all.',
  garbage: '`bytes` (512) that mean nothing.',
  'slow drip': 'The right answer, a few bytes at a time, over `overMs` (60000).',
  'wrong key': "Signed with a key that is not Alipay's.",
  unsigned: 'Without `sign` and `sign_type`.',
  'other order': 'Genuine and signed, about another trade.',
  'other charset': 'Declared and written in the charset that was not asked for.',
  'xml bomb': 'Entities that grow tenfold on each of `levels` (9) levels.',
  'external entity': 'An entity that names `systemId` (`file:///etc/passwd`).',
  huge: 'A body of `bytes` (50000000).',
  redirect: '`status` (302) to the path `to` (`/moved`).',
  'extra fields': '`count` (3) signed fields that no page mentions.',
  empty: '200 with no body.',
} as const satisfies Record<FaultKind, string>

export const buyerWords = {
  pays: 'After `afterMs`, or `at: cancel` (in its very moment), or `at: before expiry`.',
  declines: 'After `afterMs`; the trade is closed.',
  'wrong password': 'For the third time after `afterMs`; the trade is closed.',
  'balance too low': 'After `afterMs`; the trade is closed.',
  nothing: 'The trade closes by itself.',
} as const satisfies Record<BuyerPlan['does'], string>

export const notificationWords = {
  none: 'None is sent.',
  late: 'After `afterMs`.',
  repeated: '`sends` times in all, `everyMs` (1000) apart, acknowledged or not.',
  forged: "Besides the genuine one, one signed with a key of nobody's.",
  'old key': "Signed with the partner's key of before.",
  'tampered amount': 'One whose amount was changed after signing, then the genuine one.',
  'out of order':
    'Held back until a later one of the partner has gone out, at most `holdMs` (30000); the later one itself is not held.',
  'before the answer': 'As soon as the payment is booked; let the step delay the answer.',
  'another partner': 'Besides the genuine one, one that names and is signed for another partner.',
  'slow receiver': 'Acknowledged only within `acknowledgeWithinMs` (0): no receiver is quick enough.',
} as const satisfies Record<NotificationPlan['kind'], string>

export const latencyWords = {
  fixed: '`ms`.',
  uniform: 'Evenly between `fromMs` and `toMs`.',
  'log-normal': 'The usual shape of a healthy service, by `p50Ms` and `p99Ms`.',
  pareto: 'A heavy tail, by `p50Ms` and `p99Ms`.',
  histogram: '`buckets` of `upToMs` and `count`, rising; even within a bucket.',
  'histogram file':
    '`file` with a line "milliseconds,count" a bucket, beside the file that names it. Not through the admin API.',
  preset: '`name`: a preset of the table below.',
} as const satisfies Record<WrittenLatency['kind'], string>

export const conditionWords = {
  service: '`pay`, `query`, `cancel`, `refund`, or a list.',
  partner: 'One, or a list.',
  secondaryMerchantId: 'One, or a list.',
  storeId: 'One, or a list.',
  terminalId: 'One, or a list.',
  currency: 'Of the call: the pricing currency of a pay. One, or a list.',
  amount: "`exactly`, or `from` and `to` with the bounds; decimal text in quotes, in the call's currency.",
  code: 'The payment code: `exactly`, or its `prefix`.',
  nth: 'The n-th call of its service on its trade.',
  between: "`from` it on and before `to`: `YYYY-MM-DD HH:MM:SS` in Beijing, on the partner's clock.",
  daily: '`from` it on and before `to`: `HH:MM` in Beijing; may go over midnight.',
  all: 'A list of conditions, all of which hold.',
  any: 'A list of conditions, one of which holds.',
  not: 'A condition that does not hold.',
  probability: 'More than 0, at most 1; by seed, the same for the same call.',
  nthMatching: 'Only the n-th call for which all the rest holds.',
  everyNth: 'Every n-th call for which all the rest holds.',
} as const satisfies Record<keyof RuleMatch, string>
