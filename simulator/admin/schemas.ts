/**
 * Schemas that several routes share. The types they stand for are written by hand beside the views, and checked against
 * them: what is published names no zod.
 */
import { z } from '@hono/zod-openapi'
import { type Currency, currencies } from '../../protocol/currency.ts'
import { type Service, services } from '../../protocol/service.ts'
import type { NearMiss } from '../behaviour/behaviour.ts'
import { closed } from '../behaviour/problem.ts'
import type { ClockView } from './clock-view.ts'
import { type Moment, readMoment } from './moment.ts'
import type { MoneyView } from './money-view.ts'
import { type ProblemCode, type ProblemDetails, problemTable } from './problem-details.ts'

export const pidPath = closed({
  pid: z.string().openapi({ description: "The partner's number, or default for the first one.", example: 'default' }),
})

export const currencySchema = z.enum(Object.keys(currencies) as [Currency, ...Currency[]])
export const serviceSchema = z.enum(services as [Service, ...Service[]])

export const momentSchema: z.ZodType<Moment> = z
  .object({ iso: z.string(), beijing: z.string() })
  .openapi('Moment', { description: 'An instant in ISO 8601, and the same in Beijing time.' })

export const clockSchema: z.ZodType<ClockView> = z
  .object({ mode: z.enum(['running', 'frozen']), now: momentSchema, scale: z.number() })
  .openapi('Clock')

/** A time that somebody writes; the instant. */
export const writtenMoment = z
  .string()
  .transform((text, context) => {
    const instant = readMoment(text)
    if (instant !== undefined) return instant
    context.addIssue({
      code: 'custom',
      message: 'must be a time from 2000 to 2100, like "2024-01-15T04:00:00Z" or, in Beijing, "2024-01-15 12:00:00"',
    })
    return z.NEVER
  })
  .openapi({ type: 'string', example: '2024-01-15 12:00:00' })

export const nearMissSchema: z.ZodType<NearMiss> = z
  .object({ rule: z.string(), held: z.int(), condition: z.string(), wanted: z.string(), was: z.string() })
  .openapi('NearMiss', { description: 'A rule that did not match, and the first condition that did not hold.' })

export const moneySchema: z.ZodType<MoneyView> = z
  .object({ amount: z.string(), currency: currencySchema })
  .openapi('Money', { description: 'Decimal text in major units, as on the wire.' })

/** @param most how many one answer may have */
export const limitSchema = (most: number) =>
  z.coerce
    .number({ error: 'must be a number' })
    .int('must be a whole number')
    .min(1)
    .max(most)
    .optional()
    .openapi({ description: 'How many at most.', example: 100 })

const problemCodes = Object.keys(problemTable) as [ProblemCode, ...ProblemCode[]]

export const problemSchema: z.ZodType<ProblemDetails> = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.enum(problemCodes),
    errors: z
      .array(z.object({ in: z.enum(['body', 'query', 'path', 'header']), field: z.string(), detail: z.string() }))
      .optional(),
  })
  .openapi('Problem', { description: 'RFC 9457; errors names the fields that are wrong.' })
