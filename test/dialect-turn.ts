/**
 * A choice of a dialect's switch, and a short story at the gateway whose answer it changes. The table of them: dialect-turns.ts.
 */
import type { SwitchName } from '../simulator/dialect/switch.ts'
import type { SimulatorOptions } from '../simulator/simulator-options.ts'
import type { Shop } from './shop.ts'

export type Turn = {
  readonly name: SwitchName
  readonly value: string | boolean
  /** Other switches that the story needs, turned both times. */
  readonly given?: Readonly<Record<string, string>>
  readonly options?: SimulatorOptions
  readonly story: (shop: Shop) => Promise<unknown>
  readonly usual: unknown
  readonly turned: unknown
}
