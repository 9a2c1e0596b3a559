/** Whether the simulator is alive and ready, its keys for partners, and which version it is. */
import { z } from '@hono/zod-openapi'
import packageJson from '../../../package.json' with { type: 'json' }
import { refuse } from '../problem-details.ts'
import { json, type Route, route } from '../route.ts'

const healthSchema = z.object({ status: z.literal('ok'), version: z.string() }).openapi('Health')
const readySchema = z.object({ status: z.literal('ready') }).openapi('Ready')
const keysSchema = z.object({ alipay_public_key: z.string() }).openapi('Keys')

export const healthRoutes: readonly Route[] = [
  route('health.get', { answer: healthSchema }, async () =>
    json({ status: 'ok' as const, version: packageJson.version }),
  ),
  route('health.ready', { answer: readySchema, problems: ['STOPPING'] }, async (_, { parts }) => {
    if (parts.stopping.aborted) return refuse('STOPPING', 'The simulator is stopping.')
    const [partner] = parts.partners.all()
    try {
      if (partner !== undefined) await parts.store.nextDue(partner.pid)
    } catch (error) {
      return refuse('STOPPING', `The store does not answer: ${error instanceof Error ? error.message : error}.`)
    }
    return json({ status: 'ready' as const })
  }),
  route('keys.get', { answer: keysSchema }, async (_, { parts }) =>
    json({ alipay_public_key: await parts.alipayKeys.publicKeyPem() }),
  ),
]
