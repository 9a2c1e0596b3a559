/**
 * What each setting is in this run: the flag, else the environment, else sandbox.yaml, else the default. Single pairs of
 * a setting that may be given several times win over the same pair of a weaker source.
 */
import { readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { nearestHint } from '../simulator/nearest-name.ts'
import { CommandError, systemCode } from './command-error.ts'
import type { CommandName } from './command-names.ts'
import { defaultValue, flagName, type OptionRow, type OptionValue, readValue, resolvedPath } from './option-row.ts'
import type { FileEntry } from './sandbox-file.ts'
import { environmentName, type SettingName, type Settings, settingNames, settings, settingsOf } from './settings.ts'

export type SettingSources = {
  /** The texts of the flags given, by setting; several for one that may be repeated. */
  readonly flags: Readonly<Partial<Record<SettingName, readonly string[]>>>
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly workingFolder: string
}

/** A text for a setting, and where it stands, as a message says it. */
type Said = { readonly text: string; readonly where: string; readonly folder: string }

/**
 * The settings that the command uses; the others are left out.
 * @throws CommandError UNKNOWN_SETTING, BAD_SETTING, UNREADABLE_CONFIG: each says where the wrong text stands
 */
export async function resolveSettings(command: CommandName, sources: SettingSources): Promise<Settings> {
  const file = await sandboxFile(sources)
  const resolved: Partial<Record<SettingName, OptionValue>> = {}
  for (const name of settingsOf(command)) {
    const said = [...flagsSaid(name, sources), ...environmentSaid(name, sources), ...fileSaid(name, file)]
    const value = settle(name, said, sources.workingFolder)
    if (value !== undefined) resolved[name] = value
  }
  return resolved as Settings
}

/** @param said the strongest first */
function settle(name: SettingName, said: readonly Said[], workingFolder: string): OptionValue | undefined {
  const row: OptionRow = settings[name]
  if (row.type === 'pairs') {
    const pairs = said.map((one) => read(name, row, one)).filter((value) => typeof value === 'object')
    return Object.assign({}, row.default, ...pairs.reverse())
  }
  const [strongest] = said
  if (strongest !== undefined) return read(name, row, strongest)
  return defaultValue(row, workingFolder)
}

function read(name: SettingName, row: OptionRow, { text, where, folder }: Said): OptionValue {
  const result = readValue(row, text)
  if (result.ok) return row.type === 'path' ? resolvedPath(row, text, folder) : result.value
  const shown = row.secret === true ? '***' : text
  const hint = row.type === 'choice' ? nearestHint(text, row.values) : ''
  const detail = `${where.replace('%', shown)}${hint}: ${result.rule} belongs there, for ${flagName(name)}.`
  throw new CommandError('BAD_SETTING', { detail })
}

function flagsSaid(name: SettingName, { flags, workingFolder }: SettingSources): Said[] {
  // The last one wins, as with every program; for pairs, too.
  const texts = [...(flags[name] ?? [])].reverse()
  return texts.map((text) => ({ text, where: `--${flagName(name)} %`, folder: workingFolder }))
}

/** An empty variable is one that is not set: that is how compose files and CI leave one out. */
function environmentSaid(name: SettingName, { environment, workingFolder }: SettingSources): Said[] {
  const variable = environmentName(name)
  const text = environment[variable] ?? ''
  return text === '' ? [] : [{ text, where: `${variable}=%`, folder: workingFolder }]
}

type SandboxFile = { readonly path: string; readonly entries: readonly FileEntry[] }

function fileSaid(name: SettingName, file: SandboxFile | undefined): Said[] {
  const entries = file?.entries.filter(({ key }) => key === flagName(name)) ?? []
  const { path = '' } = file ?? {}
  return entries.map(({ key, line, text }) => ({ text, where: `${path}:${line}: ${key}: %`, folder: dirname(path) }))
}

async function sandboxFile(sources: SettingSources): Promise<SandboxFile | undefined> {
  const [named] = [...flagsSaid('config', sources), ...environmentSaid('config', sources)]
  const path = named === undefined ? join(sources.workingFolder, 'sandbox.yaml') : resolve(named.folder, named.text)
  let source: string
  try {
    // At once, and not by node:fs/promises: most starts have no such file, and need that module for nothing else.
    source = readFileSync(path, 'utf8')
  } catch (cause) {
    const code = systemCode(cause)
    if (named === undefined && code === 'ENOENT') return undefined
    throw new CommandError('UNREADABLE_CONFIG', { detail: `${path} cannot be read (${code ?? cause}).`, cause })
  }
  const { parseSandboxFile } = await import('./sandbox-file.ts')
  const entries = parseSandboxFile(source, path)
  for (const { key, line } of entries) checkKey(key, `${path}:${line}`)
  return { path, entries }
}

/** Every key of the file is checked, whichever command runs: a misspelt one must not be passed over in silence. */
function checkKey(key: string, where: string): void {
  const keys = settingNames.filter((name) => name !== 'config').map(flagName)
  if (keys.includes(key)) return
  const detail = `${where}: there is no setting "${key}"${nearestHint(key, keys)}.`
  throw new CommandError('UNKNOWN_SETTING', { detail })
}
