/**
 * What a command is to main.ts: words for --help, options of its own, and one function that runs it.
 * The settings it uses stand in settings.ts, its name and where it lives in command-table.ts.
 */
import type { OptionTable, OptionValues } from './option-row.ts'
import type { Settings } from './settings.ts'

/** 0: what was asked holds. 1: it does not hold (refused, unknown, wrong signature). 2: it could not be found out. */
export type ExitCode = 0 | 1 | 2

/** What a command may touch of the world. */
export type Surroundings = {
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly workingFolder: string
  /** To standard output: the result. */
  write(text: string): void
  /** To standard error: remarks about it. */
  remark(text: string): void
  readStandardInput(): Promise<Buffer>
  /** Resolves when somebody asks the process to end; from then on the second time ends it at once. */
  interruption(): Promise<void>
}

export type CommandRun<Options extends OptionTable> = {
  readonly settings: Settings
  readonly options: OptionValues<Options>
  readonly operands: readonly string[]
  readonly surroundings: Surroundings
}

export type Command<Options extends OptionTable = OptionTable> = {
  /** Who runs it and why: whole sentences. */
  readonly about: string
  /** What follows the name, with what it is; the last may be repeated when its name ends in `...`. */
  readonly operands?: readonly { readonly name: string; readonly required: boolean; readonly meaning: string }[]
  readonly options: Options
  readonly examples: readonly string[]
  /** What exit codes 0 and 1 stand for; without the second there is no 1. */
  readonly exits: { readonly held: string; readonly didNotHold?: string }
  run(run: CommandRun<Options>): Promise<ExitCode>
}

/** Checks a command against its own options and keeps their types. */
export function defineCommand<const Options extends OptionTable>(command: Command<Options>): Command<Options> {
  return command
}
