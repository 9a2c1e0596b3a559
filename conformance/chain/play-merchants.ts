/**
 * The merchants of the kit at work: each speaks to the SUT in its own name, comes for its results or listens, and is written
 * down by the operator.
 */
import type { Clock } from '../../simulator/clock.ts'
import { type CallToSign, httpConversation } from '../adapter/http.ts'
import type { HeardResult } from '../verdict/chain-seen.ts'
import type { Chain, HandAnswer, HandCall, Onboarding, PlayedMerchant, SentCall } from './chain.ts'
import { objectIn, readResult } from './heard-result.ts'
import type { MerchantPlaces } from './kit-merchants.ts'
import { headersOf } from './merchant-call.ts'
import { openResultStream } from './result-stream.ts'
import type { Mistake } from './words.ts'

export type MerchantsPlay = {
  readonly clock: Clock
  readonly url: string
  readonly merchants: readonly MerchantPlaces[]
  readonly timeoutMs: number
  readonly nonce: () => string
  readonly secret: () => string
  readonly send: (call: SentCall) => Promise<HandAnswer>
  readonly document: (merchant: MerchantPlaces) => Readonly<Record<string, unknown>>
  readonly operatorKey: string
  readonly heard: HeardResult[]
}

export function playMerchants(play: MerchantsPlay): Pick<Chain, 'merchant' | 'poll' | 'stream' | 'onboard'> {
  const { clock, url, merchants, timeoutMs, nonce, secret, send, document, operatorKey, heard } = play
  const keys = new Map(merchants.map(({ name, apiKey }) => [name, apiKey]))
  const cursors = new Map<string, string>()
  const now = () => clock.now()

  const signText = (merchant: MerchantPlaces, call: CallToSign, mistake?: Mistake) => {
    const another = merchants.find(({ name }) => name !== merchant.name) ?? merchant
    const withKey = { ...merchant, apiKey: keys.get(merchant.name) ?? '' }
    return headersOf(withKey, call, { now, nonce, another }, mistake)
  }
  const sign = (merchant: MerchantPlaces, { method, target, body }: HandCall, mistake?: Mistake) =>
    signText(merchant, { method, target, body: body === undefined ? '' : JSON.stringify(body) }, mistake)

  const played = merchants.map((merchant): PlayedMerchant => {
    const { name, id, title, industry, stores, method } = merchant
    return {
      ...{ name, id, title, industry, stores, method },
      conversation: httpConversation({ baseUrl: url, timeoutMs, headersFor: (call) => signText(merchant, call) }),
      sign: (call, mistake) => ({ ...call, headers: sign(merchant, call, mistake) }),
    }
  })
  const named = (name: string | undefined): PlayedMerchant => {
    const found = name === undefined ? played[0] : played.find((one) => one.name === name)
    if (found === undefined) throw new RangeError(`The kit plays no merchant ${name}.`)
    return found
  }
  const listener = merchants.find(({ method }) => method === 'stream')
  const stream = openResultStream({
    clock,
    url: `${url}/events/stream`,
    headers: () => (listener === undefined ? {} : sign(listener, { method: 'GET', target: '/events/stream' })),
    onEvent(data) {
      const result = readResult(data, { merchant: listener?.name ?? '', via: 'stream', at: now() })
      if (result !== undefined) heard.push(result)
    },
  })

  async function pollOne(merchant: PlayedMerchant): Promise<void> {
    for (;;) {
      const target = `/events?cursor=${cursors.get(merchant.name) ?? '0'}&limit=100`
      const { status, text } = await send(merchant.sign({ method: 'GET', target }))
      const page = status === 200 ? objectIn(text) : undefined
      if (page === undefined || !Array.isArray(page.events)) return
      cursors.set(merchant.name, String(page.next ?? cursors.get(merchant.name) ?? '0'))
      for (const event of page.events) {
        const result = readResult(JSON.stringify(event), { merchant: merchant.name, via: 'poll', at: now() })
        if (result !== undefined) heard.push(result)
      }
      if (page.events.length < 100) return
    }
  }

  // One after the other: two at once would read a page twice.
  let polling: Promise<unknown> = Promise.resolve()
  return {
    merchant: named,
    stream,
    poll() {
      polling = polling.then(() => Promise.all(played.filter(({ method }) => method === 'polling').map(pollOne)))
      return polling.then(() => undefined)
    },
    async onboard({ who, key, change, new_key: isNew }: Onboarding) {
      const merchant = merchants.find(({ name }) => name === who)
      if (merchant === undefined) throw new RangeError(`The kit plays no merchant ${who}.`)
      const apiKey = isNew ? secret() : (keys.get(who) ?? '')
      const written = Object.entries({ ...document({ ...merchant, apiKey }), ...change })
      const body = Object.fromEntries(written.filter(([, value]) => value !== null))
      const call = { method: 'PUT', target: `/merchants/${merchant.id}`, body }
      const headers: Readonly<Record<Onboarding['key'], Readonly<Record<string, string>>>> = {
        operator: { authorization: `Bearer ${operatorKey}` },
        none: {},
        merchant: sign(merchants[0] ?? merchant, call),
      }
      const answer = await send({ ...call, headers: headers[key] })
      if (answer.status === 200) keys.set(who, apiKey)
      return answer
    },
  }
}
