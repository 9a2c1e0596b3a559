/**
 * The command line as commander knows it, made from the tables; what it parses becomes the run of one command.
 */
import { Command as CommanderCommand, CommanderError, Option } from 'commander'
import packageJson from '../package.json' with { type: 'json' }
import type { Command, ExitCode, Surroundings } from './command.ts'
import { CommandError } from './command-error.ts'
import { type CommandName, commandNames } from './command-names.ts'
import { commandTable } from './command-table.ts'
import { defaultText, flagUsage, type OptionRow, type OptionTable } from './option-row.ts'
import { readOptions } from './read-options.ts'
import { resolveSettings } from './resolve-settings.ts'
import { settings, settingsOf } from './settings.ts'

/** The texts of the options given, by name, in their order. */
type Given = Readonly<Record<string, readonly string[]>>

/** @throws CommandError, SimulatorError, ProtocolError: whatever keeps the command from doing its work */
export async function runProgram(words: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  let exitCode: ExitCode = 0
  const program = new CommanderCommand('alipay-sandbox')
    .description(packageJson.description)
    .version(packageJson.version)
    .exitOverride()
    .configureOutput({ writeOut: surroundings.write, writeErr: surroundings.remark, outputError: () => undefined })
    .showHelpAfterError(false)
    .addHelpText('after', '\nEach command explains itself: alipay-sandbox serve --help')
  // Who names a command first needs none of the others.
  const named = commandNames.filter((name) => name === words[0])
  for (const name of named.length > 0 ? named : commandNames) {
    const { summary, load } = commandTable[name]
    const entry = program.command(name).summary(summary)
    // Only what is about to run, or to be explained, is worth its loading time.
    if (words.slice(0, 2).includes(name))
      describe(entry, name, await load()).action(async (...all: unknown[]) => {
        exitCode = await run(name, await load(), { given: entry.opts(), operands: operandsOf(all), surroundings })
      })
  }
  try {
    await program.parseAsync([...words], { from: 'user' })
  } catch (error) {
    if (error instanceof CommanderError) return afterCommander(error, named[0])
    if (!(error instanceof CommandError) || error.code !== 'BAD_USAGE') throw error
    throw misused(error.detail, named[0], error)
  }
  return exitCode
}

function describe(entry: CommanderCommand, name: CommandName, command: Command): CommanderCommand {
  const { about, operands = [], options, examples, exits } = command
  entry.description(about)
  for (const { name: operand, required, meaning } of operands)
    entry.argument(required ? `<${operand}>` : `[${operand}]`, meaning)
  const known = Object.fromEntries(settingsOf(name).map((setting) => [setting, settings[setting]]))
  for (const [option, row] of Object.entries<OptionRow>({ ...options, ...known })) entry.addOption(flag(option, row))
  entry.option('--debug', 'when it fails, show where as well')
  const inYaml = 'Settings may stand in ALIPAY_SANDBOX_… variables and in sandbox.yaml as well: docs/settings.md'
  return entry.addHelpText(
    'after',
    [
      ...(settingsOf(name).length === 0 ? [] : ['', inYaml]),
      '',
      'Examples:',
      ...examples.map((example) => `  ${example}`),
      '',
      `Exit code: 0 ${exits.held}${exits.didNotHold === undefined ? '' : `; 1 ${exits.didNotHold}`}; 2 it could not run.`,
    ].join('\n'),
  )
}

function flag(name: string, row: OptionRow): Option {
  const without = defaultText(row)
  const option = new Option(flagUsage(name, row), `${row.meaning}${without === '' ? '' : ` (default: ${without})`}`)
  if (row.type === 'flag') return option.preset('true').argParser(() => ['true'])
  return option.argParser((text: string, before: readonly string[] = []) => [...before, text])
}

/** commander calls with every operand, the options and itself; a repeatable operand comes as a list. */
function operandsOf(all: readonly unknown[]): readonly string[] {
  return all
    .slice(0, -2)
    .flat()
    .filter((operand) => typeof operand === 'string')
}

type Call = { readonly given: Given; readonly operands: readonly string[]; readonly surroundings: Surroundings }

async function run<Options extends OptionTable>(name: CommandName, command: Command<Options>, call: Call) {
  const { given, operands, surroundings } = call
  const options = readOptions(command.options, given, surroundings.workingFolder)
  const resolved = await resolveSettings(name, { flags: given, ...surroundings })
  return command.run({ settings: resolved, options, operands, surroundings })
}

/** Help that was asked for is a success; help because nothing was asked is not. */
function afterCommander(error: CommanderError, command: CommandName | undefined): ExitCode {
  if (error.exitCode === 0) return 0
  if (error.code === 'commander.help') return 2
  const problem = error.message.replace(/^error: /, '').replace(/\n\(Did/, ' (did')
  throw misused(`${problem.charAt(0).toUpperCase()}${problem.slice(1)}.`, command)
}

function misused(detail: string, command: CommandName | undefined, cause?: unknown): CommandError {
  return new CommandError('BAD_USAGE', { detail, cause, ...(command !== undefined && { command }) })
}
