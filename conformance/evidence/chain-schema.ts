/** What was seen around a relay, as a bundle must hold it to be judged. Source: docs/evidence.md; conformance/verdict/chain-seen.ts. */
import { z } from 'zod'

const text = z.string()
const list = <Item extends z.ZodType>(item: Item) => z.array(item)

export const chainSeenSchema = z.looseObject({
  role: z.enum(['integrator', 'acquirer']),
  merchants: list(
    z.looseObject({
      name: text,
      id: text,
      title: text,
      industry: text,
      stores: list(z.looseObject({ store_id: text, name: text })),
    }),
  ),
  heard: list(
    z.looseObject({
      merchant: text,
      via: z.enum(['push', 'poll', 'stream']),
      at: z.number(),
      event_id: text,
      type: text,
      payment_id: text,
      status: text,
      amount: text,
      currency: text,
      refund_id: text.exactOptional(),
      refund_status: text.exactOptional(),
      body: text,
      signed: z.boolean().exactOptional(),
      answered: z.int().exactOptional(),
    }),
  ),
  answers: list(z.looseObject({ merchant: text, call: text, status: z.int(), body: text })),
  next: list(
    z.looseObject({
      at: z.number(),
      call: text,
      payment_id: text,
      refund_id: text.exactOptional(),
      merchant: text,
      signed: z.boolean(),
      amount: text.exactOptional(),
      currency: text.exactOptional(),
      code: text.exactOptional(),
      answered: z.int(),
    }),
  ),
})
