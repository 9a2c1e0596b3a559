/** What this till can do: the ready probe, and what the conformance kit may ask of it. Source: terminal-api.md. */
import packageJson from '../../../package.json' with { type: 'json' }
import type { Charset } from '../../../protocol/charset.ts'
import { currencies } from '../../../protocol/currency.ts'
import { signTypes } from '../../../protocol/signature.ts'
import type { Timings } from '../../client/index.ts'
import type { Capabilities } from '../../terminal-api/words.ts'

export type CapabilityFacts = {
  readonly timings: Timings
  readonly charset: Charset
  /** @default 'merchant' */
  readonly role?: Capabilities['role']
}

export function capabilitiesOf({ timings, charset, role = 'merchant' }: CapabilityFacts): Capabilities {
  return {
    version: 1,
    name: `reference-${role === 'merchant' ? 'pos' : role} ${packageJson.version}`,
    role,
    features: ['cancel', 'refund', 'partial_refund', 'async_refund', 'notifications', 'restart'],
    currencies: Object.keys(currencies),
    sign_types: signTypes,
    // One till speaks one charset: its notifications come in it, too.
    charsets: [charset],
    timings: {
      answer_timeout_ms: timings.answerTimeoutMs,
      first_query_ms: timings.firstQueryMs,
      query_interval_ms: timings.queryIntervalMs,
      queries_max: timings.queriesMax,
      cancel_interval_ms: timings.cancelIntervalMs,
      cancels_max: timings.cancelsMax,
      time_scale: timings.timeScale,
    },
  }
}
