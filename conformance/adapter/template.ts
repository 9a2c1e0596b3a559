/** Paths and bodies of a mapping, filled with what is asked. Pure. */
import { expression } from './expression.ts'

/** By the names of the terminal API. */
export type Asked = Readonly<Record<string, unknown>>

export function filledPath(path: string, asked: Asked): string {
  return path.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => encodeURIComponent(String(asked[name] ?? '')))
}

/** `{{amount}}` alone keeps its type; a member whose template names what was not asked is left out. */
export function filled(template: unknown, asked: Asked): unknown {
  if (typeof template === 'string') {
    const whole = /^\{\{(\w+)\}\}$/.exec(template)?.[1]
    if (whole !== undefined) return asked[whole]
    return template.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => String(asked[name] ?? ''))
  }
  if (Array.isArray(template)) return template.map((item) => filled(item, asked))
  if (typeof template !== 'object' || template === null) return template
  return Object.fromEntries(
    Object.entries(template).flatMap(([name, value]) => {
      if (typeof value === 'object' && value !== null && '$' in value)
        return [[name, expression(String(value.$), name)({ asked })]]
      const text = filled(value, asked)
      return text === undefined ? [] : [[name, text]]
    }),
  )
}
