/**
 * The line between an integrator and the acquirer behind it: the kit stands in it, writes down every call, and does to some of
 * them what a case says. The acquirer is a real one; only what happens on the way is played. Loopback.
 * Source: introduction.md (integrator and acquirer); terminal-api.md.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { maskIdentityCode } from '../../protocol/identity-code.ts'
import { type Clock, sleep } from '../../simulator/clock.ts'
import { openPort } from '../../simulator/open-port.ts'
import type { NextHopScript } from '../case/chain-schema.ts'
import type { NextCall } from '../verdict/chain-seen.ts'
import { objectIn } from './heard-result.ts'
import { changed, forge, type HopAnswer, type HopCall, passedOn, readCall, whoCalls } from './hop-call.ts'
import type { MerchantPlaces } from './kit-merchants.ts'
import { bodyOf } from './read-body.ts'

type Deed = NextHopScript[number]['does']

export type NextHop = {
  /** What the SUT calls. */
  readonly url: string
  /** Where the acquirer pushes to. */
  readonly pushUrl: string
  /** For the payment with this code. */
  script(code: string, deeds: NextHopScript): void
  /** As which payments this code was handed on. */
  idsOf(code: string): ReadonlySet<string>
  stop(): Promise<void>
}

type Settings = {
  readonly clock: Clock
  readonly merchants: readonly MerchantPlaces[]
  /** The acquirer itself; known once it is started. */
  readonly acquirer: () => string
  /** Where the SUT hears pushes. */
  readonly sutNotify: string
  /** Longer than the SUT listens, on the wall clock. */
  readonly lateMs: number
  readonly onCall: (call: NextCall) => void
}

export async function openNextHop(settings: Settings): Promise<NextHop> {
  const { clock, merchants, acquirer, sutNotify, lateMs, onCall } = settings
  const scripts = new Map<string, { call: string; does: Deed; left: number }[]>()
  const codeOf = new Map<string, string>()
  const running = new Set<Promise<unknown>>()
  const aside = (work: Promise<unknown>) => {
    const done: Promise<unknown> = work.catch(() => undefined).finally(() => running.delete(done))
    running.add(done)
  }

  function deedFor({ call, paymentId }: HopCall): Deed | undefined {
    const entry = scripts.get(codeOf.get(paymentId) ?? '')?.find((one) => one.call === call && one.left > 0)
    if (entry === undefined) return undefined
    entry.left -= 1
    return entry.does
  }

  async function forward({ incoming, target, body }: HopCall): Promise<HopAnswer> {
    const { method = 'GET' } = incoming
    const answer = await fetch(acquirer() + target, { method, headers: passedOn(incoming), ...(body && { body }) })
    return { status: answer.status, text: await answer.text() }
  }

  async function push({ incoming, body }: HopCall): Promise<HopAnswer> {
    const answer = await fetch(sutNotify, { method: 'POST', headers: passedOn(incoming), body })
    return { status: answer.status, text: await answer.text() }
  }

  /** Undefined: nothing is answered, the line breaks. */
  async function answerTo(read: HopCall, deed: Deed | undefined): Promise<HopAnswer | undefined> {
    switch (deed) {
      case 'never arrives':
        return undefined
      case 'answer lost':
        await forward(read)
        return undefined
      case 'answered late': {
        const answer = await forward(read)
        await sleep(clock, lateMs)
        return answer
      }
      case 'arrives late':
        aside(sleep(clock, lateMs).then(() => forward(read)))
        return undefined
      case 'status 503':
        return { status: 503, text: 'busy' }
      case 'status 503 though done':
        await forward(read)
        return { status: 503, text: 'busy' }
      case 'garbage':
        await forward(read)
        return { status: 200, text: '<html>Welcome to the proxy</html>' }
      case 'another payment':
        return changed(await forward(read), { payment_id: 'ANOTHER', refund_id: 'ANOTHER' })
      case 'another amount':
        return changed(await forward(read), { amount: '9999.99' })
      case 'push forged': {
        const { text } = await forward(read)
        await forge(sutNotify, text, clock)
        return undefined
      }
      case 'pushed five times':
        for (let more = 4; more > 0; more--) await push(read)
        return push(read)
      case 'push lost':
        return { status: 200, text: 'success' }
      case 'push late':
        aside(sleep(clock, lateMs).then(() => push(read)))
        return { status: 200, text: 'success' }
      default:
        return read.call === 'push' ? push(read) : forward(read)
    }
  }

  async function take(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const at = clock.now()
    const read = readCall(incoming, await bodyOf(incoming))
    const asked = objectIn(read.body)
    if (read.call === 'pay' && typeof asked?.code === 'string') codeOf.set(read.paymentId, asked.code)
    const deed = deedFor(read)
    const answer = await answerTo(read, deed).catch(() => undefined)
    if (read.call !== 'push')
      onCall({
        ...{ at, call: read.call, payment_id: read.paymentId, answered: answer?.status ?? 0, done: deed ?? '' },
        ...whoCalls(incoming, read, merchants),
        ...(read.refundId !== undefined && { refund_id: read.refundId }),
        ...(typeof asked?.amount === 'string' && { amount: asked.amount }),
        ...(typeof asked?.currency === 'string' && { currency: asked.currency }),
        ...(typeof asked?.code === 'string' && { code: maskIdentityCode(asked.code) }),
      })
    if (answer === undefined) return void outgoing.destroy()
    outgoing.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.text)
  }

  const server = createServer((incoming, outgoing) => {
    aside(take(incoming, outgoing).catch(() => outgoing.destroy()))
  })
  const url = `http://127.0.0.1:${await openPort(server)}`
  return {
    url,
    pushUrl: `${url}/notify`,
    script: (code, deeds) =>
      void scripts.set(
        code,
        deeds.map(({ call, does, times }) => ({ call, does, left: times })),
      ),
    idsOf: (code) => new Set([...codeOf].filter(([, its]) => its === code).map(([id]) => id)),
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await Promise.all(running)
    },
  }
}
