/**
 * Serves the console: the page, a stream of what changes, and a form for each thing that somebody may do. For demonstrations on
 * one's own machine: without a name it listens to nobody else.
 */
import { createServer } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { streamSSE } from 'hono/streaming'
import type { AdminClient } from '../admin/client/index.ts'
import { openPort } from '../open-port.ts'
import { exchangeText } from './exchange-text.ts'
import { contentPolicy, page } from './page.ts'
import type { StageHand } from './stage-hand.ts'

export type ConsoleSettings = {
  readonly hand: StageHand
  readonly admin: AdminClient
  /** @default only this machine */
  readonly host?: string
  /** 0 takes a free one. @default 0 */
  readonly port?: number
}

export type ConsoleServer = { readonly url: string; stop(): Promise<void> }

/** How often the page looks for what has changed, in milliseconds. */
const lookMs = 400
const bodyBytesMost = 16_000

/** @throws when nothing can listen there */
export async function startConsole(settings: ConsoleSettings): Promise<ConsoleServer> {
  const { host = '127.0.0.1', port = 0 } = settings
  const ending = new AbortController()
  const server = createServer(
    getRequestListener(consoleApp(settings, ending.signal).fetch, { overrideGlobalObjects: false }),
  )
  const open = await openPort(server, { host, port })
  return {
    url: `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${open}/`,
    async stop() {
      ending.abort()
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}

function consoleApp({ hand, admin, host = '127.0.0.1' }: ConsoleSettings, ending: AbortSignal): Hono {
  const app = new Hono()
  const local = host === '127.0.0.1' || host === '::1' || host === 'localhost'
  app.use(async function guarded(c, next) {
    c.header('content-security-policy', contentPolicy)
    c.header('x-content-type-options', 'nosniff')
    c.header('cache-control', 'no-store')
    // A page of somebody else in the same browser must not take payments here.
    const origin = c.req.header('origin')
    const { host: own, hostname } = new URL(c.req.url)
    if (origin !== undefined && origin !== `http://${own}`)
      return c.text('This form was sent from another page.\n', 403)
    if (local && !['127.0.0.1', 'localhost', '[::1]'].includes(hostname)) return c.text('Use localhost.\n', 403)
    return next()
  })
  app.use(bodyLimit({ maxSize: bodyBytesMost }))
  const shown = async () => String(await page(await hand.scene()))
  const act = (path: string, does: (field: (name: string) => string) => Promise<void>) =>
    app.post(path, async (c) => {
      const body = await c.req.parseBody()
      await does((name) => {
        const value = body[name]
        return typeof value === 'string' ? value : ''
      })
      return c.html(await shown())
    })
  app.get('/', async (c) => c.html(await shown()))
  app.get('/events', (c) => changes(c, shown, ending))
  app.get('/exchanges/:id', async (c) => {
    const view = await admin.partner().exchanges.get(Number(c.req.param('id')))
    return c.text(exchangeText(view))
  })
  act('/pay', (field) => hand.pay(field('amount'), field('currency')))
  act('/cancel', (field) => hand.cancel(field('id')))
  act('/refund', (field) => hand.refund(field('id'), field('amount')))
  act('/prompt', (field) => hand.answerPrompt(field('id'), field('answer') === 'paid' ? 'paid' : 'declined'))
  act('/behaviour', (field) => hand.choose(field('number') === '' ? undefined : field('number')))
  act('/code', () => hand.freshCode())
  app.onError((error, c) => c.text(`${error.message}\n`, 502))
  return app
}

function changes(c: Context, shown: () => Promise<string>, ending: AbortSignal): Response {
  return streamSSE(c, async (stream) => {
    let last = ''
    while (!stream.aborted && !stream.closed && !ending.aborted) {
      // While the simulator is away the page keeps what it shows.
      const text = await shown().catch(() => last)
      if (text !== last) await stream.writeSSE({ data: JSON.stringify(text) })
      last = text
      await stream.sleep(lookMs)
    }
  })
}
