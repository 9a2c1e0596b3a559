/**
 * A merchant's results as they happen: a stream of server-sent events that begins after the last one the merchant has, so that
 * a broken line loses nothing. Source: issue 7 (1); WHATWG HTML, server-sent events (`Last-Event-ID`).
 */
import type { Bell } from '../../pos/desk/bell.ts'
import type { EventRecord } from '../book/event-record.ts'

export type EventStreamParts = {
  readonly bell: Bell
  isStopping(): boolean
  /** After this position, oldest first. */
  readonly eventsAfter: (position: number) => readonly EventRecord[]
  readonly bellKey: string
}

/** So that proxies and the other side see that the line stands, in milliseconds. */
const heartbeatMs = 15_000

export function eventStream({ bell, isStopping, eventsAfter, bellKey }: EventStreamParts, after: number): Response {
  const text = new TextEncoder()
  let last = after
  let isOver = false
  const stream = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(text.encode(': results, oldest first\n\n')),
    async pull(controller) {
      let events = eventsAfter(last)
      if (events.length === 0 && !isStopping()) {
        await bell.wait(bellKey, heartbeatMs)
        events = eventsAfter(last)
      }
      if (isOver) return
      controller.enqueue(text.encode(events.length === 0 ? ': still here\n\n' : events.map(messageOf).join('')))
      last = events.at(-1)?.position ?? last
      if (events.length === 0 && isStopping()) controller.close()
    },
    cancel() {
      isOver = true
    },
  })
  return new Response(stream, { headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store' } })
}

function messageOf({ position, body }: EventRecord): string {
  return `id: ${position}\nevent: result\ndata: ${body}\n\n`
}
