/**
 * What a relay is told before it starts: all of it handed in. An integrator with an acquirer before it has a relay as its next
 * hop, and then there is no key of a partner among its settings. Source: introduction.md; terminal-api.md.
 */
import type { GatewayAddress, RelayAddress, TillSettings } from '../pos/settings.ts'
import type { Merchant } from './merchants/merchant.ts'

export type RelayRole = 'integrator' | 'acquirer'

export type RelaySettings = Omit<TillSettings, 'shop'> &
  (GatewayAddress | RelayAddress) & {
    /** The acquirer carries the liability for the payments, the integrator gives the technique only. */
    readonly role: RelayRole
    /** Written down when it starts, over those of the same id. */
    readonly merchants: readonly Merchant[]
    /** Who may write merchants down over HTTP. @default nobody */
    readonly operatorKey?: string
    /** The pauses between two pushes are divided by it. @default that of the timings */
    readonly pushTimeScale?: number
  }
