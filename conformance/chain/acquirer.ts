/** The acquirer behind an integrator under test: the reference one, in this process. Source: introduction.md. */
import { join } from 'node:path'
import { systemClock, systemRandom } from '../../reference/client/index.ts'
import { readMerchant } from '../../reference/relay/merchants/merchant.ts'
import { type Relay, startRelay } from '../../reference/relay/relay.ts'
import { KitError } from '../kit-error.ts'
import type { GatewaySide } from '../runner/gateway-side.ts'

export type AcquirerSettings = {
  readonly side: Pick<GatewaySide, 'gateway' | 'partner' | 'md5Key'>
  readonly stateDir: string
  readonly timeScale: number
  readonly documents: readonly Readonly<Record<string, unknown>>[]
}

/** However fast the time passes, a busy machine may need that long for an answer: in real milliseconds. */
const answerLeastMs = 1_000

export function startAcquirer({ side, stateDir, timeScale, documents }: AcquirerSettings): Promise<Relay> {
  return startRelay({
    role: 'acquirer',
    gateway: side.gateway,
    partner: side.partner,
    credentials: { key: side.md5Key, signType: 'MD5' },
    merchants: documents.map((document) => {
      const read = readMerchant(document)
      if (read.ok) return read.merchant
      throw new KitError('BAD_TARGET', { detail: read.message })
    }),
    notifyPort: 0,
    stateDir: join(stateDir, 'acquirer'),
    goods: 'Goods',
    timings: { timeScale, answerTimeoutMs: Math.max(5_000, answerLeastMs * timeScale) },
    clock: systemClock,
    random: systemRandom,
    log: () => undefined,
  })
}
