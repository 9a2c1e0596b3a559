/** The seed of a partner's chance. */
import { z } from '@hono/zod-openapi'
import { closed } from '../../behaviour/problem.ts'
import { json, partnerRoute, type Route } from '../route.ts'

const seedSchema = z.object({ seed: z.string() }).openapi('Seed')
const nextSchema = closed({ seed: z.string().min(1).max(200) })

export const seedRoutes: readonly Route[] = [
  partnerRoute('seed.get', { answer: seedSchema }, async ({ seed }) => json({ seed })),
  partnerRoute('seed.set', { body: nextSchema, answer: seedSchema }, async (partner, { body: { seed } }) => {
    partner.reseed(seed)
    return json({ seed })
  }),
]
