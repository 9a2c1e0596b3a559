/**
 * Opens all that stands around a relay under test: the receiver and the keys of its merchants, the file that it reads them
 * from, and for an integrator the acquirer behind it with the kit on the line between them.
 */
import { writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { systemRandom } from '../../reference/client/index.ts'
import { nonceMaker } from '../../reference/terminal-api/call-signature.ts'
import type { Clock } from '../../simulator/clock.ts'
import { seededRandom } from '../../simulator/random.ts'
import { httpCall } from '../adapter/http-call.ts'
import type { GatewaySide } from '../runner/gateway-side.ts'
import type { ChainFacts, RunFacts } from '../target/run-facts.ts'
import type { HeardResult, NextCall, SeenMerchant } from '../verdict/chain-seen.ts'
import { startAcquirer } from './acquirer.ts'
import type { Chain, HandAnswer, SentCall } from './chain.ts'
import { documentAtAcquirer, documentOf, kitMerchants } from './kit-merchants.ts'
import { openNextHop } from './next-hop.ts'
import { playMerchants } from './play-merchants.ts'
import { openReceiver } from './receiver.ts'

export type ChainSettings = {
  readonly role: Chain['role']
  readonly clock: Clock
  readonly seed: string
  readonly timeScale: number
  readonly pushTimeScale: number
  readonly side: GatewaySide
  readonly facts: RunFacts
  /** Where the SUT listens. */
  readonly url: string
}

export type OpenChain = {
  readonly chain: Chain
  /** What the SUT is told besides, and in place of the gateway. */
  readonly facts: ChainFacts
}

export async function openChain(settings: ChainSettings): Promise<OpenChain> {
  const { role, clock, seed, timeScale, pushTimeScale, facts, url } = settings
  const heard: HeardResult[] = []
  const calls: NextCall[] = []
  const secrets: string[] = []
  const fresh = secretsOf(seed)
  const secret = () => {
    const made = fresh()
    secrets.push(made)
    return made
  }
  const merchants = kitMerchants(secret)
  const operatorKey = secret()
  const receiver = await openReceiver({ clock, merchants, onResult: (result) => void heard.push(result) })
  const forIntegrator = role === 'integrator'
  const hop = forIntegrator ? await openHop(settings, merchants, calls) : undefined
  const file = join(dirname(facts.state_dir), 'merchants.json')
  const document = (one: (typeof merchants)[number]) =>
    documentOf(one, { webhook: receiver.urlOf(one.name), forIntegrator })
  await writeFile(file, `${JSON.stringify(merchants.filter(({ onboarded }) => onboarded).map(document), null, 2)}\n`, {
    mode: 0o600,
  })
  const timeoutMs = Math.ceil(180_000 / timeScale) + 5_000
  const send = async ({ method, target, body, headers }: SentCall): Promise<HandAnswer> => {
    // A stream that is opened has no end to wait for.
    if (target === '/events/stream') return { status: await statusOf(url + target, headers), text: '' }
    const answer = await httpCall({
      ...{ method, url: url + target, timeoutMs },
      headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    return { status: answer.status, text: answer.text }
  }
  const nonce = nonceMaker({ now: () => clock.now(), random: systemRandom })
  const played = playMerchants({
    ...{ clock, url, merchants, timeoutMs, nonce, secret, send, document, operatorKey },
    heard,
  })
  return {
    chain: {
      role,
      merchants: merchants.map(
        ({ name, id, title, industry, stores }): SeenMerchant => ({ name, id, title, industry, stores }),
      ),
      ...played,
      ...{
        send,
        receiver,
        pushTimeScale,
        heard: () => [...heard],
        calls: () => [...calls],
        secrets: () => [...secrets],
      },
      ...(hop !== undefined && { next: hop.next }),
      async stop() {
        await played.stream.stop()
        await receiver.stop()
        await hop?.stop()
      },
    },
    facts: {
      merchants_file: file,
      operator_key: operatorKey,
      role,
      push_time_scale: String(pushTimeScale),
      // An integrator sees no key of the partner.
      ...(hop !== undefined && {
        ...{ relay: hop.next.url, gateway: '', partner: '', md5_key: '', private_key_file: '' },
      }),
    },
  }

  async function openHop({ side: gateway }: Pick<ChainSettings, 'side'>, known: typeof merchants, seen: NextCall[]) {
    let acquirerUrl = ''
    const next = await openNextHop({
      ...{ clock, merchants: known, acquirer: () => acquirerUrl },
      sutNotify: `http://127.0.0.1:${facts.notify_port}/notify`,
      lateMs: 30_000 / timeScale,
      onCall: (call) => void seen.push(call),
    })
    const acquirer = await startAcquirer({
      ...{ side: gateway, timeScale, stateDir: dirname(facts.state_dir) },
      documents: known.map((one) => documentAtAcquirer(one, next.pushUrl)),
    })
    acquirerUrl = acquirer.url
    return {
      next,
      async stop() {
        await next.stop()
        await acquirer.stop()
      },
    }
  }
}

async function statusOf(url: string, headers: Readonly<Record<string, string>>): Promise<number> {
  const answer = await fetch(url, { headers })
  await answer.body?.cancel()
  return answer.status
}

/** Fresh each time, the same for the same seed. */
function secretsOf(seed: string): () => string {
  const random = seededRandom(seed)
  let count = 0
  return () => {
    count += 1
    return `k${random.digits(32, 'merchant secret', String(count))}`
  }
}
