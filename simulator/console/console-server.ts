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
import { awayPage, awayText } from './away.ts'
import { exchangeText } from './exchange-text.ts'
import { contentPolicy, page } from './page.ts'
import type { StageHand } from './stage-hand.ts'

export type ConsoleSettings = {
  readonly hand: StageHand
  readonly admin: AdminClient
  /** The address of the control API, for whoever has to start something there. */
  readonly simulator: string
  /** @default only this machine */
  readonly host?: string
  /** 0 takes a free one. @default 0 */
  readonly port?: number
}

export type ConsoleServer = {
  readonly url: string
  /** Why there is nothing to see, and what to do next; undefined when there is. */
  away(): Promise<string | undefined>
  stop(): Promise<void>
}

/** How often the page looks for what has changed, in milliseconds. */
const lookMs = 400
const bodyBytesMost = 16_000

/** @throws when nothing can listen there */
export async function startConsole(settings: ConsoleSettings): Promise<ConsoleServer> {
  const { host = '127.0.0.1', port = 0, hand, simulator } = settings
  const ending = new AbortController()
  const server = createServer(
    getRequestListener(consoleApp(settings, ending.signal).fetch, { overrideGlobalObjects: false }),
  )
  const open = await openPort(server, { host, port })
  return {
    url: `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${open}/`,
    away: () =>
      hand.scene().then(
        () => undefined,
        (error: unknown) => awayText(error, simulator),
      ),
    async stop() {
      ending.abort()
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}

function consoleApp({ hand, admin, simulator, host = '127.0.0.1' }: ConsoleSettings, ending: AbortSignal): Hono {
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
  const away = (error: unknown) => awayText(error, simulator)
  app.get('/events', (c) => changes(c, { shown, away, ending }))
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
  app.onError((error, c) => {
    const text = away(error)
    const isPage = (c.req.header('accept') ?? '').includes('text/html')
    return isPage ? c.html(awayPage(text), 502) : c.text(`${text}\n`, 502)
  })
  return app
}

type Changing = {
  readonly shown: () => Promise<string>
  readonly away: (error: unknown) => string
  readonly ending: AbortSignal
}

function changes(c: Context, { shown, away, ending }: Changing): Response {
  return streamSSE(c, async (stream) => {
    let last = ''
    while (!stream.aborted && !stream.closed && !ending.aborted) {
      // While the simulator is away the page keeps what it shows, and says so.
      const next = await shown().then(
        (page) => ({ page }),
        (error: unknown) => ({ away: away(error) }),
      )
      const data = JSON.stringify('page' in next ? next.page : next.away)
      const event = 'page' in next ? 'message' : 'away'
      if (data !== last) await stream.writeSSE({ data, event })
      last = data
      await stream.sleep(lookMs)
    }
  })
}
