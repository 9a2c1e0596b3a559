/**
 * Which cases should catch a defect: by the rule or the family that it names. Every run has a control beside it, cases that
 * a till with one mistake elsewhere passes. Pure. Source: design.md ("Every check is proven by a mutant").
 */
import type { Case } from '../case/case-schema.ts'

/** Beginnings of case ids, by rule; the first that fits. What names a case is run against its family. */
const plan: readonly (readonly [rule: RegExp, cases: readonly string[]])[] = [
  [/^wire\/(?:signature|charset-in-url|no-empty-parameter)$/, ['plain/']],
  [/^wire\/(?:(?:amount-)?as-asked|time-gmt8|order-id-stable)$/, ['plain/']],
  [/^wire\/(?:fields|code-unchanged)$/, ['plain/', 'certification/spot-002', 'certification/spot-004', 'refund/full']],
  [/^wire\/(?:order-id-unique)$/, ['concurrency/', 'plain/']],
  [/^wire\/no-pay$/, ['refusal/code-']],
  [/^wire\/refund-instead$/, ['cancel/comes-too-late']],
  [/^wire\/(?:extend-info|notify-url)$/, ['plain/', 'certification/spot-001']],
  [/^wire\/notification|^case\/notifications$/, ['notification/']],
  [
    /^wire\/(?:refund-(?!instead)|.*refund)|^money\/refund|^case\/refund-told$/,
    ['refund/', 'power-cut/', 'notification/'],
  ],
  [/^wire\/cancel|^wire\/one-cancel$/, ['cancel/', 'unknown/no-answer', 'unknown/query-']],
  [
    /^wire\/(?:quer|no-query|no-cancel|silent)/,
    ['polling/', 'trust/', 'password/', 'certification/', 'cancel/', 'refusal/'],
  ],
  [/^wire\/paid-on-proof$/, ['polling/', 'trust/']],
  [/^wire\/(?:one-pay|new-order|repeat|one-order)/, ['certification/', 'unknown/no-answer', 'power-cut/']],
  [
    /^money\/decided$|^case\/steps$/,
    ['power-cut/', 'concurrency/', 'cancel/retried', 'unknown/no-answer', 'certification/'],
  ],
  [/^money\/charged-once$/, ['concurrency/', 'unknown/no-answer']],
  [/^case\/message$/, ['refusal/']],
  [
    /^money\/|^case\/told$/,
    [
      'certification/',
      'unknown/',
      'trust/',
      'password/',
      'cancel/',
      'refund/two',
      'notification/after',
      'refusal/',
      'power-cut/',
    ],
  ],
]

const control = ['plain/yen', 'certification/spot-001']

export function casesFor(kills: string, cases: readonly Case[]): readonly Case[] {
  const names = plan.find(([rule]) => rule.test(kills))?.[1] ?? [kills.replace(/\/.*/, '/')]
  return cases.filter(({ id }) => [...names, ...control].some((name) => id.startsWith(name)))
}
