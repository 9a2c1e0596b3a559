/**
 * What each rule has to know besides the wire and the ledger, so that an observer who drives nothing can say which rules it
 * judges by, and which it cannot. A test holds the table to the rules. Pure.
 */

/** What an observer may lack. */
export const lacks = {
  told: 'what the till told',
  asked: 'what the till was asked for',
  case: 'a case that says how it should end',
  codes: 'that every payment code is used for one sale only: say --unique-codes',
  cashier: 'that nobody cancels by hand: say --no-hand-cancels',
  notifications: 'that the backend claims notifications: say --claims notifications',
  clock: "a partner's clock that runs",
  relay: 'what a relay tells its merchants: conform --profile acquirer',
} as const satisfies Record<string, string>

export type Lack = keyof typeof lacks

export type RuleNeed = {
  /** Nothing: the wire and the ledger are enough. */
  readonly needs: readonly Lack[]
  /** It can only be said when the order has come to rest. @default as soon as it is seen */
  readonly when?: 'at rest'
}

const wire: RuleNeed = { needs: [] }
const atRest: RuleNeed = { needs: [], when: 'at rest' }
const needing = (...needs: readonly Lack[]): RuleNeed => ({ needs })

export const ruleNeeds: Readonly<Record<string, RuleNeed>> = {
  'money/told-paid': needing('told'),
  'money/told-not-paid': needing('told'),
  'money/charged-once': needing('codes'),
  'money/charged-as-asked': needing('asked'),
  'money/refunded-at-most': wire,
  'money/refunded-as-told': needing('told', 'asked'),
  'money/refunded-sum-told': needing('told'),
  'money/nothing-waiting': atRest,
  'money/decided': needing('told'),
  'case/steps': needing('case'),
  'case/told': needing('case', 'told'),
  'case/refund-told': needing('case', 'told'),
  'case/ledger': needing('case'),
  'case/notifications': needing('case'),
  'case/message': needing('case', 'told'),
  'wire/signature': wire,
  'wire/charset-in-url': wire,
  'wire/fields': wire,
  'wire/extend-info': wire,
  'wire/no-empty-parameter': wire,
  'wire/notify-url': needing('notifications'),
  'wire/code-unchanged': needing('asked'),
  'wire/amount-as-asked': needing('asked'),
  'wire/as-asked': needing('asked'),
  'wire/time-gmt8': needing('clock'),
  'wire/order-id-unique': wire,
  'wire/order-id-stable': needing('told'),
  'wire/new-order-while-open': needing('codes'),
  'wire/repeat-identical': wire,
  'wire/query-interval': needing('clock'),
  'wire/queries-at-most': wire,
  'wire/cancel-interval': needing('cashier', 'clock'),
  'wire/cancels-at-most': wire,
  // A cancel by hand comes with queries of its own: with none on the wire nobody cancelled.
  'wire/silent-after-final': needing('clock'),
  'wire/no-cancel-after-end': needing('cashier'),
  'wire/query-before-cancel': needing('cashier'),
  'wire/cancel-after-unclear': atRest,
  'wire/cancel-until-clear': atRest,
  'wire/cancel-stops-when-told': needing('cashier'),
  'wire/paid-on-proof': needing('told'),
  'wire/refund-id-kept': needing('asked'),
  'wire/refund-until-clear': atRest,
  'wire/refund-repeat-identical': wire,
  'wire/refund-id-own': wire,
  'wire/notification-acknowledged': atRest,
  'wire/notification-forged': wire,
  'hop/told': needing('relay'),
  'hop/told-once': needing('relay'),
  'hop/same-event': needing('relay'),
  'hop/signed': needing('relay'),
  'hop/not-again': needing('relay'),
  'hop/own-only': needing('relay'),
  'hop/event-as-asked': needing('relay'),
  'hop/secondary-merchant': needing('relay'),
  'hop/handed-on-once': needing('relay'),
  'hop/handed-on-as-asked': needing('relay'),
  'hop/refund-id-kept': needing('relay'),
}

/** Of a rule that holds only where a case asks for it. */
export const askedRuleNeed: RuleNeed = needing('case')
