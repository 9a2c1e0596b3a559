/**
 * How a behaviour is written: one YAML file of scenarios/behaviours. Loaded on first need: it brings zod along.
 * The same schema is published as scenarios/behaviours/behaviour.schema.json for editors. Meaning: behaviour.ts.
 */
import { z } from 'zod'
import type { Behaviour } from './behaviour.ts'
import type { WrittenLatency } from './latency.ts'
import { closed } from './problem.ts'
import { scriptSchemas } from './step-schema.ts'

const ms = z.number().min(0)

export const buyerSchema = closed({
  does: z.enum(['pays', 'declines', 'wrong password', 'balance too low', 'nothing']),
  afterMs: ms.exactOptional().describe('Milliseconds after the trade was opened.'),
  at: z.enum(['cancel', 'before expiry']).exactOptional().describe('Instead of a time, for a buyer who pays.'),
})
  .refine(({ does, afterMs, at }) => does === 'nothing' || (afterMs === undefined) !== (at === undefined), {
    error: 'needs afterMs or, to pay at a special moment, at: one of the two',
  })
  .refine(({ does, afterMs }) => does !== 'nothing' || afterMs === undefined, {
    error: 'is of no use to a buyer who does nothing',
    path: ['afterMs'],
  })
  .refine(({ does, at }) => at === undefined || does === 'pays', {
    error: 'is only for a buyer who pays',
    path: ['at'],
  })

const bare = <Kind extends string>(kind: Kind) => closed({ kind: z.literal(kind) })

export const notificationsSchema = z.discriminatedUnion('kind', [
  bare('none'),
  closed({ kind: z.literal('late'), afterMs: ms }),
  closed({ kind: z.literal('repeated'), sends: z.int().min(2).max(100), everyMs: ms.default(1_000) }),
  bare('forged'),
  bare('old key'),
  bare('tampered amount'),
  closed({ kind: z.literal('out of order'), holdMs: ms.default(30_000) }),
  bare('before the answer'),
  bare('another partner'),
  closed({ kind: z.literal('slow receiver'), acknowledgeWithinMs: ms.default(0) }),
])

const sentence = z.string().min(10)

export const behaviourSchema = closed({
  id: z
    .string({ error: 'must be four digits in quotes: "0303"' })
    .regex(/^\d{4}$/, 'must be four digits in quotes: "0303"')
    .describe('The number: the four digits after 2800 in a payment code. As in the file name.'),
  name: z.string().min(3).describe('A few words.'),
  does: sentence.describe('What happens: a sentence.'),
  because: sentence.describe('Why it is rehearsed: the reason from the field.'),
  till: z
    .array(z.enum(['pending', 'paid', 'not_paid', 'cancelled', 'unclear']))
    .min(1)
    .describe('What a correct till ends in; several where the protocol leaves it the choice.'),
  tillRefund: z
    .array(z.enum(['pending', 'refunded', 'not_refunded', 'unclear']))
    .min(1)
    .exactOptional()
    .describe('The same for a refund; left out when refunds go as normal.'),
  source: z.array(z.string().min(3)).min(1).describe('Page and section that it was taken from.'),
  pay: scriptSchemas.pay
    .exactOptional()
    .describe('What the pay calls get, in order; after the last step they go as normal.'),
  query: scriptSchemas.query.exactOptional(),
  cancel: scriptSchemas.cancel.exactOptional(),
  refund: scriptSchemas.refund.exactOptional(),
  buyer: buyerSchema.exactOptional().describe('What the buyer does about a payment that waits.'),
  notifications: notificationsSchema.exactOptional(),
}).refine(({ pay, buyer }) => buyer === undefined || pay?.some(({ plan }) => plan.kind === 'waiting') === true, {
  error: 'has nothing to do: no step of pay has the plan waiting',
  path: ['buyer'],
})

/** The type by hand and the schema are one: a difference does not compile. */
export const behaviourType: z.ZodType<Behaviour<WrittenLatency>> = behaviourSchema

/** The text of scenarios/behaviours/behaviour.schema.json, laid out as the formatter of this repository would. */
export function behaviourJsonSchema(): string {
  const { $schema, ...rest } = z.toJSONSchema(behaviourSchema, { io: 'input' })
  const text = JSON.stringify({ $schema, title: 'A behaviour of the alipay-sandbox-kit', ...rest }, null, 2)
  return `${text.replaceAll(/^( *)(.*)\[\n([^[\]{}]+?)\n *\](,?)$/gm, shortList)}\n`
}

const lineMost = 120

/** A list of plain values on one line, when there is room. */
function shortList(whole: string, indent: string, key: string, items: string, comma: string): string {
  const line = `${indent}${key}[${items.trim().replaceAll(/,\n */g, ', ')}]${comma}`
  return line.length > lineMost ? whole : line
}
