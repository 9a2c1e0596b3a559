/**
 * Where the kit's merchants are pushed to: one server for all of them, which keeps what came and answers as a case says, by
 * payment, so that cases run side by side. Loopback. Source: docs/modes.md ("Hear from a relay").
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { isFresh, isSignedWith, signatureHeaders } from '../../reference/terminal-api/call-signature.ts'
import type { Clock } from '../../simulator/clock.ts'
import { openPort } from '../../simulator/open-port.ts'
import type { HeardResult } from '../verdict/chain-seen.ts'
import { objectIn, readResult } from './heard-result.ts'
import type { MerchantPlaces } from './kit-merchants.ts'
import { bodyOf } from './read-body.ts'
import type { ReceiverMode } from './words.ts'

export type Receiver = {
  /** Where that merchant is pushed to. */
  urlOf(merchant: string): string
  /** How pushes about a payment of a merchant are answered from now on. @default up */
  set(merchant: string, paymentId: string, mode: ReceiverMode): void
  stop(): Promise<void>
}

type Settings = {
  readonly clock: Clock
  readonly merchants: readonly MerchantPlaces[]
  readonly onResult: (result: HeardResult) => void
}

const answers = { up: 200, failing: 500, redirecting: 302 } as const

export async function openReceiver({ clock, merchants, onResult }: Settings): Promise<Receiver> {
  const modes = new Map<string, ReceiverMode>()
  const server = createServer((incoming, outgoing) => {
    void take(incoming, outgoing).catch(() => outgoing.destroy())
  })

  async function take(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const target = incoming.url ?? '/'
    const body = await bodyOf(incoming)
    const name = target.replace(/^\/(?:notify|elsewhere)\//, '')
    const merchant = merchants.find((one) => one.name === name)
    const event = objectIn(body)
    const payment = event?.payment as Readonly<Record<string, unknown>> | undefined
    const mode = modes.get(`${name} ${String(payment?.payment_id)}`) ?? 'up'
    const answered = mode === 'up' || mode === 'failing' || mode === 'redirecting' ? answers[mode] : 0
    const header = (key: keyof typeof signatureHeaders) => String(incoming.headers[signatureHeaders[key]] ?? '')
    const [timestamp, nonce] = [header('timestamp'), header('nonce')]
    const call = { method: incoming.method ?? '', target, body, timestamp, nonce }
    const signed =
      merchant?.apiSecret !== undefined &&
      isSignedWith(merchant.apiSecret, call, header('signature')) &&
      isFresh(timestamp, clock.now())
    const result = readResult(body, { merchant: name, via: 'push', at: clock.now(), signed, answered })
    // Also what was not acknowledged: it has come, and the rules look whether it comes again.
    if (result !== undefined) onResult(result)
    if (mode === 'down') return void outgoing.destroy()
    if (mode === 'hanging') return
    const headers = mode === 'redirecting' ? { location: `/elsewhere/${name}` } : {}
    outgoing.writeHead(target.startsWith('/elsewhere/') ? 200 : answered, headers).end('thanks')
  }

  const port = await openPort(server)
  return {
    urlOf: (merchant) => `http://127.0.0.1:${port}/notify/${merchant}`,
    set: (merchant, paymentId, mode) => void modes.set(`${merchant} ${paymentId}`, mode),
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
