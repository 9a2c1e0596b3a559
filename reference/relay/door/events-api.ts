/**
 * A merchant's results over HTTP: a feed to poll, a stream to listen to, and what could not be pushed, to be sent once more.
 * Source: issue 7 (1): webhook, polling or a long-lived stream.
 */
import { Hono } from 'hono'
import type { Clock } from '../../client/index.ts'
import type { Bell } from '../../pos/desk/bell.ts'
import type { EventRecord } from '../book/event-record.ts'
import type { RelayBook } from '../book/relay-book.ts'
import { eventStream } from '../events/event-stream.ts'
import { problem } from './problem.ts'

export type EventsApiParts = {
  readonly book: RelayBook
  readonly bell: Bell
  readonly clock: Pick<Clock, 'now'>
  readonly merchantId: string
  isStopping(): boolean
  /** A push is due. */
  readonly wake: () => void
}

export const eventsBellKey = (merchantId: string) => `events of ${merchantId}`

export function eventsApi({ book, bell, clock, merchantId, isStopping, wake }: EventsApiParts): Hono {
  const { pages } = book
  const app = new Hono()
  app.get('/events', (c) => {
    const { cursor = '0', limit = '100', state } = c.req.query()
    if (!/^\d{1,15}$/.test(cursor)) return problem(400, 'cursor must be the `next` of an earlier page.')
    if (!/^\d{1,3}$/.test(limit) || Number(limit) < 1 || Number(limit) > 500)
      return problem(400, 'limit must be 1 to 500.')
    if (state !== undefined && state !== 'dead') return problem(400, 'state must be dead, or not there.')
    const events = pages.events(merchantId, { after: Number(cursor), limit: Number(limit), dead: state === 'dead' })
    // Always a cursor, also on the last page: there will be more.
    return Response.json({ events: events.map(viewEvent), next: String(events.at(-1)?.position ?? cursor) })
  })
  app.get('/events/stream', (c) => {
    const last = c.req.header('last-event-id') ?? c.req.query('cursor') ?? '0'
    if (!/^\d{1,15}$/.test(last)) return problem(400, 'Last-Event-ID must be the id of an event of this stream.')
    const eventsAfter = (after: number) => pages.events(merchantId, { after, limit: 100 })
    return eventStream({ bell, isStopping, eventsAfter, bellKey: eventsBellKey(merchantId) }, Number(last))
  })
  app.post('/events/:event/resend', async (c) => {
    const eventId = c.req.param('event')
    const event = await book.write((open) => {
      const known = open.event(eventId)
      if (known?.merchantId !== merchantId) return undefined
      // Of one that is on its way already nothing is due again.
      if (known.state !== 'due') open.putEvent({ ...known, state: 'due', attempts: 0, dueAt: clock.now() })
      return open.event(eventId)
    })
    wake()
    return event === undefined ? problem(404, `There is no event "${eventId}".`) : Response.json(viewEvent(event))
  })
  app.notFound((c) => problem(404, `${c.req.method} ${c.req.path} is not in the terminal API.`))
  return app
}

function viewEvent({ body, state, attempts, answer }: EventRecord): Readonly<Record<string, unknown>> {
  const event = JSON.parse(body) as Record<string, unknown>
  return { ...event, delivery: { state, attempts, ...(answer !== undefined && { answer }) } }
}
