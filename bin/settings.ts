/**
 * Every setting, once: --help, the environment, sandbox.yaml and docs/settings.md are made from these tables.
 * A setting is what holds for many runs; what only one call needs is an option of its command.
 */
import type { SignType } from '../protocol/signature.ts'
import type { CommandName } from './command-names.ts'
import { doorSettings } from './door-settings.ts'
import { evidenceSettings } from './evidence-settings.ts'
import { flagName, type OptionValues } from './option-row.ts'
import { partnerSettings } from './partner-settings.ts'
import { serveSettings } from './serve-settings.ts'

export const settings = { ...serveSettings, ...doorSettings, ...partnerSettings, ...evidenceSettings } as const

export type SettingName = keyof typeof settings
export type Settings = OptionValues<typeof settings>

export const settingNames = Object.keys(settings) as readonly SettingName[]

/** The settings that a command uses, in the order of the table. */
export function settingsOf(command: CommandName): readonly SettingName[] {
  return settingNames.filter((name) => (settings[name].commands as readonly CommandName[]).includes(command))
}

/** `md5Key` is `ALIPAY_SANDBOX_MD5_KEY` in the environment. */
export function environmentName(name: string): string {
  return `ALIPAY_SANDBOX_${flagName(name).replaceAll('-', '_').toUpperCase()}`
}

/** What is signed with when the settings do not say: the key that was given tells it. */
export function chosenSignType({ signType, privateKey }: Pick<Settings, 'signType' | 'privateKey'>): SignType {
  return signType ?? (privateKey === undefined ? 'MD5' : 'RSA2')
}
