/**
 * What a till is told before it starts: all of it handed in, nothing read from the surroundings.
 * Source: terminal-api.md ("What a started SUT is told").
 */
import type { Charset } from '../../protocol/charset.ts'
import type { Clock, Credentials, ExtendInfo, Random, Timings } from '../client/index.ts'
import type { PosLog } from './log.ts'

export type PosSettings = {
  readonly gateway: string
  /** The PID. */
  readonly partner: string
  readonly credentials: Credentials
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
