/**
 * What the files of a bundle must hold to be judged: as much as the rules look at, and no more, so that an older bundle can be
 * read as well. Whoever signed it may have signed anything. Source: docs/evidence.md.
 */
import { z } from 'zod'
import { capabilitiesSchema } from '../adapter/words-schema.ts'
import { caseSchema } from '../case/case-schema.ts'
import { chainSeenSchema } from './chain-schema.ts'

const text = z.string()
const texts = z.array(text)
const list = <Item extends z.ZodType>(item: Item) => z.array(item)

const violation = z.looseObject({
  rule: text,
  sentence: text,
  clause: text,
  level: z.enum(['must', 'should']),
  text,
  witness: z.enum(['told', 'ledger', 'wire']),
  exchanges: list(z.int()).exactOptional(),
})

const stale = z.object({ theCase: text, rule: text, why: text })

export const resultsSchema = z.looseObject({
  stale: list(stale),
  cases: list(
    z.looseObject({
      id: text,
      outcome: z.enum(['passed', 'failed', 'errored', 'not applicable', 'failed as known']),
      why: text.exactOptional(),
      flaky: z.boolean(),
      violations: list(violation),
      warnings: list(violation),
      started_at: text,
      took_ms: z.number(),
    }),
  ),
})

export const runSchema = z.looseObject({
  versions: z.looseObject({ kit: text, node: text }),
  target: z.looseObject({ name: text }),
  sut: text,
  capabilities: capabilitiesSchema,
  profile: text,
  seed: text,
  time_scale: z.number().gt(0),
  strict: z.boolean(),
  known_failures: list(z.object({ case: text, rule: text, because: text })),
  started_at: text,
  took_ms: z.number(),
})

export const casesSchema = list(caseSchema)
export const rulesSchema = list(z.looseObject({ id: text, level: text }))

const money = z.looseObject({ amount: text, currency: text })
const request = z.looseObject({ amount: text, currency: text, payment_id: text, code: text })
const told = z.looseObject({ status: text })

const testimony = z.looseObject({
  at: text,
  operator: text,
  asked: text,
  answer: text,
  note: text,
  payment: text.nullable(),
})

export const recordSchema = z.looseObject({
  till: z.looseObject({ payment: texts, refund: texts.exactOptional() }).exactOptional(),
  clock: list(z.object({ partner: z.number(), wall: z.number() })),
  sales: list(
    z.looseObject({
      name: text,
      merchant: text.exactOptional(),
      request,
      history: list(told),
      cancel_asked: z.boolean(),
      refunds: list(
        z.looseObject({
          name: text,
          request: z.looseObject({ refund_id: text, amount: text }),
          told: told.exactOptional(),
        }),
      ),
    }),
  ),
  findings: texts,
  testimony: list(testimony).exactOptional(),
  chain: chainSeenSchema.exactOptional(),
  ledger: list(
    z.looseObject({
      partner_trans_id: text,
      state: text,
      trans_amount: money,
      refunds: list(z.looseObject({ state: text, refund_amount: money })),
    }),
  ),
  notifications: list(
    z.looseObject({
      partner_trans_id: text,
      notify_id: text,
      plan: text.nullable(),
      attempts: list(z.looseObject({ status: z.int(), said: text, acknowledged: z.boolean() })),
    }),
  ),
})

export const exchangeSchema = z.looseObject({
  id: z.int(),
  at: text,
  service: text,
  partner_trans_id: text,
  outcome: text,
  status: z.int().nullable(),
  fault: text.nullable(),
  took_ms: z.number().nullable(),
  request: z.looseObject({ parameters: list(z.object({ name: text, value: text })) }),
  answer: z.looseObject({ body: text }).nullable(),
  diagnosis: z.looseObject({ code: text, sentence: text }).nullable(),
  findings: list(z.looseObject({ id: text, sentence: text })),
})
