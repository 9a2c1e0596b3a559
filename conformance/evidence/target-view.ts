/**
 * What of a target may be filed: how it was started and spoken to, without what only its owner should know. Pure.
 * Source: issue 6 (Evidence: target, no secrets).
 */
import type { Target } from '../target/target.ts'

/** The values of all members below such a name may be secrets. */
const secretive: ReadonlySet<string> = new Set(['headers', 'env'])
/** A program and its arguments, any of which may be a secret: nobody can tell a key from a file's name. */
const commands: ReadonlySet<string> = new Set(['command', 'stop', 'kill', 'restart'])

export type TargetView = Readonly<Record<string, unknown>>

/** The folder is left out as well: it says who ran it on which machine. */
export function viewTarget({ folder: _, ...target }: Target): TargetView {
  return viewed(target, false) as TargetView
}

function viewed(value: unknown, mayBeSecret: boolean): unknown {
  if (Array.isArray(value)) return value.map((item) => viewed(item, mayBeSecret))
  if (typeof value === 'string') return mayBeSecret ? templatesOnly(value) : withoutUser(value)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [
      name,
      name === 'md5_key'
        ? '[masked]'
        : commands.has(name) && Array.isArray(part)
          ? [...part.slice(0, 1), ...(viewed(part.slice(1), true) as readonly unknown[])]
          : viewed(part, mayBeSecret || secretive.has(name)),
    ]),
  )
}

/** `{{gateway}}` tells nothing; anything else might. */
function templatesOnly(text: string): string {
  return /^(?:\{\{\w+\}\})*$/.test(text) ? text : '[masked]'
}

/** `http://user:password@host/path?token=…` */
function withoutUser(text: string): string {
  return text.replaceAll(/(?<=:\/\/)[^/?#\s@]*@/g, '').replace(/^(https?:\/\/[^?]*\?).*$/s, '$1[masked]')
}
