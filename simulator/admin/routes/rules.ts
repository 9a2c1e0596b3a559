/** A partner's rules: which calls get what, instead of what their payment code says. */
import { z } from '@hono/zod-openapi'
import { closed } from '../../behaviour/problem.ts'
import type { PutResult } from '../../behaviour/rule-types.ts'
import { notFound, refuseField, refuseFields } from '../problem-details.ts'
import { type Answer, json, nothing, partnerRoute, type Route } from '../route.ts'
import { type ImaginedCall, type RuleExplanation, type RuleView, readCall, viewChosen, viewRule } from '../rule-view.ts'
import { currencySchema, momentSchema, nearMissSchema, serviceSchema } from '../schemas.ts'

/** Rules are checked where they are put into force, by the schema that files are checked by; see open-api.ts. */
export const ruleDraftSchema = z.unknown().openapi({ $ref: '#/components/schemas/RuleDraft' } as object)

const rulesSchema = z.object({ rules: z.array(ruleDraftSchema).max(10_000) }).strict()

const ruleSchema: z.ZodType<RuleView> = z
  .looseObject({
    id: z.string(),
    from: z.enum(['api', 'file']),
    hits: z.int(),
    state: z.enum(['active', 'used up', 'expired']),
    expires_at: momentSchema.nullable(),
  })
  .openapi('Rule', { description: 'As it was written, with its hits.' })

const ruleListSchema = z.object({ rules: z.array(ruleSchema) })

const callSchema: z.ZodType<ImaginedCall> = closed({
  service: serviceSchema,
  partner_trans_id: z.string().optional(),
  buyer_identity_code: z.string().optional(),
  amount: z.string().optional().openapi({ description: 'Decimal text.', example: '39.25' }),
  currency: currencySchema.optional(),
  secondary_merchant_id: z.string().optional(),
  store_id: z.string().optional(),
  terminal_id: z.string().optional(),
  trade_behaviour: z.string().optional(),
  nth: z.int().min(1).optional(),
}).refine(({ amount, currency }) => (amount === undefined) === (currency === undefined), {
  error: 'goes with amount',
  path: ['currency'],
})

const explanationSchema: z.ZodType<RuleExplanation> = z.object({
  behaviour: z.string(),
  why: z.string(),
  chosen_by: z.enum(['rule', 'payment code', 'trade', 'partner default', 'climate', 'nothing']),
  plan: z.custom<RuleExplanation['plan']>().openapi({ type: 'object', description: 'What the ledger is asked to do.' }),
  delay_before_ms: z.number(),
  delay_after_ms: z.number(),
  fault: z
    .custom<RuleExplanation['fault']>()
    .openapi({ type: ['object', 'null'], description: 'What happens to the answer on its way.' }),
  near_misses: z.array(nearMissSchema),
})

export const ruleRoutes: readonly Route[] = [
  partnerRoute('rules.list', { answer: ruleListSchema }, async ({ stage }) =>
    json({ rules: stage.rules.list().map(viewRule) }),
  ),
  partnerRoute('rules.put', { body: rulesSchema, answer: ruleListSchema }, async ({ stage }, { body }) =>
    answered(await stage.rules.put(body.rules)),
  ),
  partnerRoute('rules.replace', { body: rulesSchema, answer: ruleListSchema }, async ({ stage }, { body }) =>
    answered(await stage.rules.replace(body.rules, 'api')),
  ),
  partnerRoute('rules.clear', {}, async ({ stage }) => {
    await stage.rules.replace([], 'api')
    return nothing
  }),
  partnerRoute('rules.explain', { body: callSchema, answer: explanationSchema }, async (partner, { body }) => {
    const read = readCall(body, partner)
    if (!read.ok) return refuseField('INVALID_REQUEST', { in: 'body', field: 'amount', detail: `must be ${read.rule}` })
    return json(viewChosen(await partner.stage.foresee(read.call)))
  }),
  partnerRoute('rules.delete', { path: closed({ rule: z.string() }) }, async ({ stage }, { path: { rule } }) =>
    stage.rules.remove(rule) ? nothing : notFound(`rule ${rule}`),
  ),
]

function answered(result: PutResult): Answer<{ rules: RuleView[] }> {
  return result.ok ? json({ rules: result.rules.map(viewRule) }) : refuseFields('body', result.problems, ['rules'])
}
