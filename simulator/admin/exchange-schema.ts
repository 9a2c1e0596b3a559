/** The schemas of exchanges in the control API; their types stand in journal/exchange-view.ts and exchange-match.ts. */
import { z } from '@hono/zod-openapi'
import { closed } from '../behaviour/problem.ts'
import type { ExchangeSummary, ExchangeView } from '../journal/exchange-view.ts'
import type { ExchangeMatch } from './exchange-match.ts'
import type { NearestMiss, Verification } from './expectation.ts'
import { limitSchema, nearMissSchema } from './schemas.ts'

const behaviourSchema = z
  .object({ id: z.string(), why: z.string(), nearMisses: z.array(nearMissSchema).optional() })
  .nullable()
  .openapi({ description: 'Which behaviour the call got and why; the rules that nearly matched.' })

const summaryShape = {
  id: z.int(),
  at: z.string().openapi({ description: "On the partner's clock." }),
  partner: z.string().openapi({ description: 'Empty when the request named nobody known.' }),
  service: z.string(),
  partner_trans_id: z.string(),
  outcome: z.string().openapi({ description: 'What the gateway decided, whatever the caller got to see.' }),
  behaviour: behaviourSchema,
  status: z.int().nullable().openapi({ description: 'null until the answer is out; 0 when none was sent on purpose.' }),
  fault: z.string().nullable(),
  took_ms: z.number().nullable(),
}

export const summarySchema: z.ZodType<ExchangeSummary> = z.object(summaryShape).openapi('ExchangeSummary')

export const exchangeSchema: z.ZodType<ExchangeView> = z
  .object({
    ...summaryShape,
    request: z.object({
      method: z.string(),
      target: z.string(),
      headers: z.record(z.string(), z.string()),
      body: z.string(),
      parameters: z.array(z.object({ name: z.string(), value: z.string() })),
    }),
    answer: z.object({ status: z.int(), content_type: z.string(), body: z.string() }).nullable(),
    diagnosis: z
      .custom<ExchangeView['diagnosis']>()
      .openapi({ type: ['object', 'null'], description: 'Why the request was refused, and what to do next.' }),
    findings: z
      .custom<ExchangeView['findings']>()
      .openapi({ type: 'array', items: { type: 'object' }, description: 'Mistakes that the gateway lets pass.' }),
  })
  .openapi('Exchange')

const plainShape = {
  service: z.string().optional().openapi({ example: 'pay' }),
  partner_trans_id: z.string().optional(),
  outcome: z.string().optional().openapi({ example: 'SUCCESS' }),
  behaviour: z.string().optional().openapi({ description: 'A number, the id of a rule, or default.', example: '0303' }),
  fault: z.string().optional(),
}

const statusText = z.coerce.number({ error: 'must be a number' }).int().min(0).max(999)

const after = z.coerce
  .number({ error: 'must be a number' })
  .int()
  .min(0)
  .optional()
  .openapi({ description: 'Only exchanges with a higher id.' })

const filterShape = { ...plainShape, status: statusText.optional(), after }

export const listQuery = closed({
  ...filterShape,
  limit: limitSchema(10_000),
  format: z.enum(['json', 'har', 'jsonl']).optional().openapi({
    description: 'har: an HTTP archive; jsonl: one whole exchange a line. By default a list of summaries.',
  }),
})

export const waitQuery = closed({
  ...filterShape,
  count: z.coerce.number({ error: 'must be a number' }).int().min(1).max(10_000).optional(),
  timeout_ms: z.coerce
    .number({ error: 'must be a number' })
    .int()
    .min(0)
    .max(240_000)
    .optional()
    .openapi({ description: 'How long to wait, on the wall clock. By default 5000.' }),
})

export const matchSchema: z.ZodType<ExchangeMatch> = closed({
  ...plainShape,
  status: z.int().min(0).max(999).optional(),
  parameters: z
    .record(z.string(), z.string())
    .optional()
    .openapi({ description: 'Values of request parameters.', example: { trans_amount: '39.25' } }),
})

const missSchema: z.ZodType<NearestMiss> = z
  .object({
    exchange: summarySchema,
    first_difference: z.object({ field: z.string(), wanted: z.string(), was: z.string().nullable() }),
  })
  .openapi('NearestMiss')

export const verificationSchema: z.ZodType<Verification> = z
  .object({ held: z.boolean(), count: z.int(), matched: z.array(summarySchema), nearest: z.array(missSchema) })
  .openapi('Verification')
