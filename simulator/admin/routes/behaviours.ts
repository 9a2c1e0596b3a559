/** The behaviour table: what a payment code can ask for, and what a till should end in. The same for every partner. */
import { z } from '@hono/zod-openapi'
import { closed } from '../../behaviour/problem.ts'
import type { Behaviours } from '../../behaviour/table.ts'
import type { AdminParts } from '../admin-parts.ts'
import { type BehaviourView, type FullBehaviourView, viewBehaviour, viewFullBehaviour } from '../behaviour-view.ts'
import { notFound } from '../problem-details.ts'
import { json, type Route, route } from '../route.ts'

const behaviourShape = {
  number: z.string().openapi({ example: '0303' }),
  name: z.string(),
  does: z.string(),
  because: z.string(),
  till: z.array(z.enum(['pending', 'paid', 'not_paid', 'cancelled', 'unclear'])),
  till_refund: z.array(z.enum(['pending', 'refunded', 'not_refunded', 'unclear'])).nullable(),
}

const behaviourSchema: z.ZodType<BehaviourView> = z.object(behaviourShape).openapi('Behaviour')

const fullSchema: z.ZodType<FullBehaviourView> = z
  .object({
    ...behaviourShape,
    source: z.array(z.string()),
    story: z.custom<FullBehaviourView['story']>().openapi({
      type: 'object',
      description:
        'What the calls of each service get, step by step; what the buyer does; what becomes of notifications.',
    }),
  })
  .openapi('FullBehaviour')

const numberPath = closed({ number: z.string().regex(/^\d{4}$/, 'must be four digits') })

export const behaviourRoutes: readonly Route[] = [
  route('behaviours.list', { answer: z.object({ behaviours: z.array(behaviourSchema) }) }, async (_, { parts }) => {
    const all = (await tableOf(parts)?.all()) ?? []
    return json({ behaviours: all.map(viewBehaviour) })
  }),
  route('behaviours.get', { path: numberPath, answer: fullSchema }, async ({ path: { number } }, { parts }) => {
    const behaviour = await tableOf(parts)?.find(number)
    return behaviour === undefined ? notFound(`behaviour ${number}`) : json(viewFullBehaviour(behaviour))
  }),
]

/** All partners share one. */
function tableOf({ partners }: AdminParts): Behaviours | undefined {
  return partners.all()[0]?.stage.behaviours
}
