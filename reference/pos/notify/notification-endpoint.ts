/**
 * The address that the gateway posts notifications to: bytes in, an acknowledgement out. Source: flows.md §5; signature.md §5.
 */
import { Hono } from 'hono'
import { acknowledge } from '../../client/index.ts'
import { boundedBody } from '../http-server.ts'
import { messageOf, type PosLog } from '../log.ts'
import type { NotificationDesk, Receipt } from './notification-desk.ts'

export const notifyPath = '/notify'

export type Acknowledgement = { readonly status: number; readonly body: string }

/** The seven letters for what is safe in the book; anything else makes the gateway send it again. */
export function acknowledgement(receipt: Receipt): Acknowledgement {
  return receipt === 'refused' ? { status: 400, body: 'refused' } : { status: 200, body: acknowledge }
}

export type EndpointParts = {
  readonly desk: NotificationDesk
  readonly acknowledgement: (receipt: Receipt) => Acknowledgement
  readonly log: PosLog
}

export function notificationEndpoint({ desk, acknowledgement, log }: EndpointParts): Hono {
  const app = new Hono()
  app.post(notifyPath, async (c) => {
    const bytes = await boundedBody(c.req.raw)
    return plain(bytes === undefined ? { status: 413, body: 'too large' } : acknowledgement(await desk.receive(bytes)))
  })
  app.notFound(() => plain({ status: 404, body: `notifications go to ${notifyPath}` }))
  app.onError((error) => {
    // Not written down, so not acknowledged: it comes again.
    log({ level: 'alarm', what: 'A notification could not be written down.', detail: messageOf(error) })
    return plain({ status: 500, body: 'failed' })
  })
  return app
}

function plain({ status, body }: Acknowledgement): Response {
  return new Response(body, { status, headers: { 'content-type': 'text/plain;charset=UTF-8' } })
}
