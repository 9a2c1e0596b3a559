/** Expectations: whether so many requests like this arrived. */
import { z } from '@hono/zod-openapi'
import { closed } from '../../behaviour/problem.ts'
import { matchSchema, verificationSchema } from '../exchange-schema.ts'
import { selectExchanges } from '../exchange-selection.ts'
import { verifyCount } from '../expectation.ts'
import { json, partnerRoute, type Route } from '../route.ts'

const count = z.int().min(0).optional()

const expectationSchema = closed({
  match: matchSchema,
  exactly: count,
  at_least: count,
  at_most: count.openapi({ description: 'Without exactly, at_least and at_most: at least 1.' }),
  after: count.openapi({ description: 'Only exchanges with a higher id.' }),
})
  .refine(({ exactly, at_least, at_most }) => exactly === undefined || (at_least ?? at_most) === undefined, {
    error: 'cannot stand beside at_least or at_most',
    path: ['exactly'],
  })
  .refine(({ at_least: least, at_most: most }) => least === undefined || most === undefined || least <= most, {
    error: 'can never hold: it is more than at_most',
    path: ['at_least'],
  })

export const expectationRoutes: readonly Route[] = [
  partnerRoute(
    'expectations.verify',
    { body: expectationSchema, answer: verificationSchema },
    async ({ pid }, { body: { match, after, ...expected } }, { parts }) =>
      json(verifyCount(await selectExchanges(parts, pid, {}, after), match, expected)),
  ),
]
