/**
 * Serves the page of the board to whoever has its token: the page, a stream of what changes, and three forms. Any number of
 * windows may be open; an answer names its question, so that the second one is told.
 */
import { createServer } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { type Context, Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
import { openPort } from '../../simulator/open-port.ts'
import { KitError } from '../kit-error.ts'
import type { Board } from './board.ts'
import { type BoardRefusal, boardRefusals } from './board-view.ts'
import { closedPage, contentPolicy, page } from './page.ts'

export type PageServerSettings = {
  readonly board: Board
  /** Which addresses may call. @default only this machine */
  readonly host?: string
  /** 0 takes a free one. @default 0 */
  readonly port?: number
  /** Unguessable. */
  readonly token: string
  /** Told how many windows are open, whenever that changes. */
  readonly onWindows?: (count: number) => void
}

export type PageServer = {
  readonly port: number
  /** Of this machine, or of a name or address that reaches it. */
  readonly urlAt: (host: string) => string
  readonly isListening: () => boolean
  /** The windows that are open see the last state. */
  readonly stop: () => Promise<void>
}

const bodyBytesMost = 64_000
const lastWordsMs = 500

/** @throws KitError NO_PAGE when nothing can listen there */
export async function startPageServer(settings: PageServerSettings): Promise<PageServer> {
  const { host = '127.0.0.1', port = 0, token } = settings
  const { app, ended } = pageApp(settings)
  const server = createServer(getRequestListener(app.fetch, { overrideGlobalObjects: false }))
  const open = await openPort(server, { host, port }).catch((cause: Error) => {
    throw new KitError('NO_PAGE', { detail: `Nothing can listen on ${host}:${port} (${cause.message}).`, cause })
  })
  return {
    port: open,
    urlAt: (at) => `http://${at.includes(':') ? `[${at}]` : at}:${open}/?token=${encodeURIComponent(token)}`,
    isListening: () => server.listening,
    async stop() {
      await ended()
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeIdleConnections()
      // What was written last is let out of the house.
      const timer = setTimeout(() => server.closeAllConnections(), lastWordsMs)
      await closed
      clearTimeout(timer)
    },
  }
}

function pageApp({ board, token, onWindows = () => undefined }: PageServerSettings) {
  const app = new Hono()
  const streams = new Set<() => Promise<void>>()
  app.use(async function guarded(c, next) {
    c.header('content-security-policy', contentPolicy)
    c.header('referrer-policy', 'no-referrer')
    c.header('x-content-type-options', 'nosniff')
    c.header('cache-control', 'no-store')
    if (c.req.query('token') !== token) return c.html(await closedPage(), 403)
    return next()
  })
  app.use(async function bounded(c, next) {
    // A form says how long it is; what comes in pieces of unknown length is none.
    if (c.req.header('transfer-encoding') !== undefined) return c.text('LENGTH_REQUIRED', 411)
    return Number(c.req.header('content-length') ?? 0) > bodyBytesMost ? c.text('TOO_LONG', 413) : next()
  })
  // The only thing that can go wrong is a body that is no form.
  app.onError((_error, c) => c.text('BAD_FORM', 400))
  const back = (c: Context, problem: BoardRefusal | undefined) => {
    const query = new URLSearchParams({ token, ...(problem !== undefined && { problem }) })
    return c.redirect(`./?${query}`, 303)
  }
  const shown = (c: Context, problem?: BoardRefusal) => {
    const { hostname } = new URL(c.req.url)
    return page(board.view(), { token, hostname, problem })
  }
  app.get('/', async (c) => c.html(await shown(c, problemOf(c.req.query('problem')))))
  app.get('/events', (c) =>
    streamSSE(c, async (stream) => {
      const over = Promise.withResolvers<void>()
      const send = async () => {
        await stream.writeSSE({ data: JSON.stringify(String(await shown(c))) })
      }
      const unwatch = board.watch(() => void send().catch(() => undefined))
      const end = async () => {
        await send().catch(() => undefined)
        over.resolve()
      }
      streams.add(end)
      onWindows(streams.size)
      stream.onAbort(() => over.resolve())
      await send()
      await over.promise
      unwatch()
      streams.delete(end)
      onWindows(streams.size)
    }),
  )
  app.post('/start', async (c) => back(c, board.start(await field(c, 'operator'))))
  app.post('/answer', async (c) => {
    const [card, answer, note] = await Promise.all(['card', 'answer', 'note'].map((name) => field(c, name)))
    return back(c, board.answer({ card: card ?? '', answer: answer ?? '', note: note ?? '' }))
  })
  app.post('/pause', (c) => {
    board.pause()
    return back(c, undefined)
  })
  return { app, ended: () => Promise.all([...streams].map((end) => end())) }
}

async function field(c: Context, name: string): Promise<string> {
  const value = (await c.req.parseBody())[name]
  return typeof value === 'string' ? value : ''
}

function problemOf(text = ''): BoardRefusal | undefined {
  return Object.hasOwn(boardRefusals, text) ? (text as BoardRefusal) : undefined
}
