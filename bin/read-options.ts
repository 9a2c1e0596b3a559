/**
 * The options that belong to one command: given on the command line, or as their table has it.
 */
import { CommandError } from './command-error.ts'
import {
  defaultValue,
  flagName,
  type OptionRow,
  type OptionTable,
  type OptionValue,
  type OptionValues,
  readValue,
  resolvedPath,
} from './option-row.ts'

/** @throws CommandError BAD_USAGE */
export function readOptions<Table extends OptionTable>(
  table: Table,
  given: Readonly<Record<string, readonly string[]>>,
  workingFolder: string,
): OptionValues<Table> {
  const entries = Object.entries<OptionRow>(table).map(([name, row]) => {
    const text = given[name]?.at(-1)
    return [name, text === undefined ? defaultValue(row, workingFolder) : read(name, row, text, workingFolder)]
  })
  return Object.fromEntries(entries) as OptionValues<Table>
}

function read(name: string, row: OptionRow, text: string, workingFolder: string): OptionValue {
  const result = readValue(row, text)
  if (result.ok) return row.type === 'path' ? resolvedPath(row, text, workingFolder) : result.value
  throw new CommandError('BAD_USAGE', { detail: `--${flagName(name)} ${text}: ${result.rule} belongs there.` })
}
