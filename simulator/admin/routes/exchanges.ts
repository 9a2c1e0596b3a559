/** Exchanges on the wire: listed, waited for, exported. A partner's own, and all of them as the journal. */
import { z } from '@hono/zod-openapi'
import { closed } from '../../behaviour/problem.ts'
import { summarize, viewExchange } from '../../journal/exchange-view.ts'
import type { AdminParts } from '../admin-parts.ts'
import { toHar } from '../exchange-har.ts'
import { exchangeSchema, listQuery, summarySchema, waitQuery } from '../exchange-schema.ts'
import { selectExchanges } from '../exchange-selection.ts'
import { waitForExchanges } from '../exchange-wait.ts'
import { notFound, refuse } from '../problem-details.ts'
import { type Answer, json, partnerRoute, type Route, route } from '../route.ts'

const listSchema = z.object({ exchanges: z.array(summarySchema) })
const waitedSchema = z.object({ count: z.int(), exchanges: z.array(summarySchema) })

const idPath = closed({
  id: z.coerce.number({ error: 'must be a number' }).int().min(1).openapi({ description: 'As in a list.' }),
})

const alsoAs = ['application/x-ndjson'] as const

export const exchangeRoutes: readonly Route[] = [
  partnerRoute('exchanges.list', { query: listQuery, answer: listSchema, alsoAs }, ({ pid }, { query }, { parts }) =>
    list(parts, pid, query),
  ),
  partnerRoute(
    'exchanges.wait',
    { query: waitQuery, answer: waitedSchema, problems: ['WAITED_IN_VAIN', 'STOPPING'] },
    async ({ pid }, { query }, { parts, hungUp }) => {
      const { count = 1, timeout_ms: timeoutMs = 5_000, after, ...match } = query
      const waiting = { pid, count, timeoutMs, hungUp }
      const { end, exchanges } = await waitForExchanges(parts, () => selectExchanges(parts, pid, match, after), waiting)
      const came = { count: exchanges.length, exchanges: exchanges.slice(-shownMost).map(summarize) }
      if (end === 'came') return json(came)
      if (end === 'stopping') return refuse('STOPPING', 'The simulator is stopping.', { extra: came })
      const detail = `${came.count} of ${count} came within ${timeoutMs} ms.`
      return refuse('WAITED_IN_VAIN', detail, { extra: came })
    },
  ),
  partnerRoute(
    'exchanges.get',
    { path: idPath, answer: exchangeSchema },
    async ({ pid }, { path: { id } }, { parts }) => {
      const exchange = await parts.store.exchange(id)
      return exchange?.partner === pid ? json(viewExchange(exchange)) : notFound(`exchange ${id} of ${pid}`)
    },
  ),
  route('journal.list', { query: listQuery, answer: listSchema, alsoAs }, ({ query }, { parts }) =>
    list(parts, undefined, query),
  ),
  route('journal.get', { path: idPath, answer: exchangeSchema }, async ({ path: { id } }, { parts }) => {
    const exchange = await parts.store.exchange(id)
    return exchange === undefined ? notFound(`exchange ${id}`) : json(viewExchange(exchange))
  }),
]

const shownMost = 1_000

async function list(
  parts: AdminParts,
  pid: string | undefined,
  { format = 'json', limit = 100, after, ...match }: z.output<typeof listQuery>,
): Promise<Answer<z.output<typeof listSchema>>> {
  const exchanges = (await selectExchanges(parts, pid, match, after)).slice(-limit)
  switch (format) {
    case 'json':
      return json({ exchanges: exchanges.map(summarize) })
    case 'har':
      return { kind: 'text', contentType: 'application/json', text: JSON.stringify(toHar(exchanges)) }
    case 'jsonl': {
      const lines = exchanges.map((exchange) => `${JSON.stringify(viewExchange(exchange))}\n`)
      return { kind: 'text', contentType: 'application/x-ndjson', text: lines.join('') }
    }
  }
}
