/** What a row says about one setting. */
import type { CommandName } from './command-names.ts'
import type { OptionRow } from './option-row.ts'

export type SettingRow = OptionRow & {
  /** The commands that use it. */
  readonly commands: readonly CommandName[]
}
