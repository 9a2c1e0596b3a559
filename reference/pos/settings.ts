/**
 * What a till is told before it starts: all of it handed in, nothing read from the surroundings.
 * Source: terminal-api.md ("What a started SUT is told").
 */
import type { Charset } from '../../protocol/charset.ts'
import type { Clock, Credentials, ExtendInfo, Random, Timings } from '../client/index.ts'
import type { TerminalCredentials } from '../terminal-api/terminal-client.ts'
import type { PosLog } from './log.ts'

/** The gateway as the next hop, and as whom it is called. */
export type GatewayAddress = {
  readonly gateway: string
  /** The PID. */
  readonly partner: string
  readonly credentials: Credentials
  readonly relay?: never
}

/** A relay as the next hop: no partner and no key of one. */
export type RelayAddress = {
  /** `url`: `http://127.0.0.1:4300` */
  readonly relay: { readonly url: string }
  readonly gateway?: never
}

/** As whom a till calls its relay. A relay knows that of each merchant. */
export type CalledRelay = RelayAddress & { readonly relay: TerminalCredentials }

/** Whatever the next hop is. */
export type TillSettings = {
  /** Of requests, and so of notifications. @default 'UTF-8' */
  readonly charset?: Charset
  /** @default '127.0.0.1' */
  readonly host?: string
  /** Of the terminal API; 0 takes a free one, undefined opens none (a till spoken to on stdio). */
  readonly port?: number
  /** Of the address for notifications; 0 takes a free one, but then a notification that is repeated misses a till that was started again. */
  readonly notifyPort: number
  /** How the gateway reaches that port from outside. @default http://{host}:{notifyPort}/notify */
  readonly notifyUrl?: string
  /** Where the order book lies. Two tills never share one. */
  readonly stateDir: string
  /** Whose shop it is; `storeId` and `terminalId` of a sale stand above it. */
  readonly shop: ExtendInfo
  /** What is sold when the caller does not say. */
  readonly goods: string
  /** @default the client's */
  readonly timings?: Partial<Timings>
  readonly clock: Clock
  readonly random: Random
  readonly log: PosLog
}

/** A till that calls the gateway itself. */
export type PosSettings = TillSettings & GatewayAddress

export type AnyPosSettings = TillSettings & (GatewayAddress | CalledRelay)
