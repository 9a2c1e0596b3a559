/**
 * A switch and its value as text, as files, the command line and the environment have them. Source: switch.ts.
 */
import { nearestHint } from '../nearest-name.ts'
import { type SwitchName, switches } from './switch.ts'

export type SwitchValue = (typeof switches)[SwitchName][number]

export const switchNames = Object.keys(switches) as readonly SwitchName[]

export type ReadSwitch =
  | { readonly ok: true; readonly name: SwitchName; readonly value: SwitchValue }
  | { readonly ok: false; readonly code: 'UNKNOWN_SWITCH' | 'UNKNOWN_SWITCH_VALUE'; readonly problem: string }

/** What the two texts stand for: `notifyOnCancel` `true`, `cancelWindow` `24 hours`. */
export function readSwitch(name: string, text: string): ReadSwitch {
  const known = switchNames.find((candidate) => candidate === name)
  if (known === undefined) {
    const problem = `there is no switch "${name}"${nearestHint(name, switchNames)}`
    return { ok: false, code: 'UNKNOWN_SWITCH', problem }
  }
  const values: readonly SwitchValue[] = switches[known]
  const value = values.find((candidate) => String(candidate) === text)
  if (value !== undefined) return { ok: true, name: known, value }
  const texts = values.map(String)
  const choices = texts.map((choice) => `"${choice}"`).join(' or ')
  const problem = `${known} cannot be "${text}"${nearestHint(text, texts)}; it is ${choices}`
  return { ok: false, code: 'UNKNOWN_SWITCH_VALUE', problem }
}
