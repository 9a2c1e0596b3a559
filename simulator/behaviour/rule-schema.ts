/**
 * How rules are written, in a file and through the admin API alike. Loaded on first need: it brings zod along.
 * Meaning: rule.ts, match.ts.
 */
import { z } from 'zod'
import { type Currency, currencies } from '../../protocol/currency.ts'
import { type Service, services } from '../../protocol/service.ts'
import type { Condition } from './match.ts'
import { closed } from './problem.ts'
import type { RuleDraft } from './rule-types.ts'
import { buyerSchema, notificationsSchema } from './schema.ts'
import { looseStepSchema } from './step-schema.ts'

const text = z.string().min(1)
const amountText = z.string().regex(/^\d{1,13}(?:\.\d{1,2})?$/, 'must be decimal text in quotes, like "12.30"')
const moment = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/, 'must be a time in Beijing, like "2024-01-15 12:00:00"')
const timeOfDay = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day in quotes, like "12:30"')

const oneOf = <Values extends z.ZodType>(one: Values) => z.union([one, z.array(one).min(1).readonly()])

const serviceSchema = z.enum(services as [Service, ...Service[]])
const currencySchema = z.enum(Object.keys(currencies) as [Currency, ...Currency[]])

const atLeastOne = (parts: object) => Object.keys(parts).length > 0

const conditionShape = {
  service: oneOf(serviceSchema).exactOptional(),
  partner: oneOf(text).exactOptional(),
  secondaryMerchantId: oneOf(text).exactOptional(),
  storeId: oneOf(text).exactOptional(),
  terminalId: oneOf(text).exactOptional(),
  currency: oneOf(currencySchema).exactOptional(),
  amount: closed({
    exactly: amountText.exactOptional(),
    from: amountText.exactOptional(),
    to: amountText.exactOptional(),
  })
    .refine(atLeastOne, { error: 'needs exactly, from or to' })
    .exactOptional()
    .describe("In the call's own currency; the bounds belong to the range."),
  code: closed({
    exactly: z.string().regex(/^\d+$/, 'must be digits in quotes').exactOptional(),
    prefix: z.string().regex(/^\d+$/, 'must be digits in quotes').exactOptional(),
  })
    .refine(atLeastOne, { error: 'needs exactly or prefix' })
    .exactOptional()
    .describe('The payment code.'),
  nth: z.int().min(1).exactOptional().describe('The n-th call of its service on its trade.'),
  between: closed({ from: moment.exactOptional(), to: moment.exactOptional() })
    .refine(atLeastOne, { error: 'needs from or to' })
    .exactOptional()
    .describe("On the partner's clock; from it on, and before it."),
  daily: closed({ from: timeOfDay, to: timeOfDay }).exactOptional().describe('In Beijing; may go over midnight.'),
  probability: z.number().gt(0).max(1).exactOptional(),
}

export const conditionSchema: z.ZodType<Condition> = closed({
  ...conditionShape,
  get all() {
    return z.array(conditionSchema).min(1).exactOptional()
  },
  get any() {
    return z.array(conditionSchema).min(1).exactOptional()
  },
  get not() {
    return conditionSchema.exactOptional()
  },
})

export const matchSchema = closed({
  ...conditionShape,
  all: z.array(conditionSchema).min(1).exactOptional(),
  any: z.array(conditionSchema).min(1).exactOptional(),
  not: conditionSchema.exactOptional(),
  nthMatching: z.int().min(1).exactOptional().describe('Only the n-th call for which all the rest holds.'),
  everyNth: z.int().min(1).exactOptional().describe('Every n-th call for which all the rest holds.'),
}).refine(({ nthMatching, everyNth }) => nthMatching === undefined || everyNth === undefined, {
  error: 'cannot stand beside nthMatching',
  path: ['everyNth'],
})

export const ruleSchema = closed({
  id: z
    .string()
    .regex(/^(?!default$)[A-Za-z][A-Za-z0-9-]{0,63}$/, 'must be letters, digits and -, a letter first, and not default')
    .exactOptional()
    .describe('Named by us when left out.'),
  match: matchSchema.default({}).describe('All that is given has to hold. Nothing given: every call.'),
  behaviour: z
    .string({ error: 'must be four digits in quotes: "0303"' })
    .regex(/^\d{4}$/, 'must be four digits in quotes: "0303"')
    .exactOptional()
    .describe('A behaviour by its number. This or play.'),
  play: looseStepSchema.exactOptional().describe('What the call gets. This or behaviour.'),
  buyer: buyerSchema.exactOptional().describe('With a play whose plan is waiting.'),
  notifications: notificationsSchema.exactOptional().describe('With play.'),
  times: z.int().min(1).exactOptional().describe('For how many calls in all; without an end when left out.'),
  ttlMs: z.number().gt(0).exactOptional().describe("For how long, on the partner's clock."),
})
  .refine(({ behaviour, play }) => (behaviour === undefined) !== (play === undefined), {
    error: 'or play is needed, and only one of the two',
    path: ['behaviour'],
  })
  .refine(({ play, notifications }) => notifications === undefined || play !== undefined, {
    error: 'goes with play; a behaviour has its own',
    path: ['notifications'],
  })
  .refine(({ play, buyer }) => buyer === undefined || play?.plan.kind === 'waiting', {
    error: 'has nothing to do: play.plan.kind is not waiting',
    path: ['buyer'],
  })

/** The type by hand and the schema are one: a difference does not compile. */
export const ruleType: z.ZodType<RuleDraft> = ruleSchema

export const ruleFileSchema = closed({ rules: z.array(z.unknown()) })
