/**
 * How a string to be signed is put together, as a value that one mistake after the other can change.
 * Unchanged it is the right way, step by step that of canonical.ts. Source: signature.md §1.
 */
import { type Charset, encodeText } from '../charset.ts'
import type { Parameter } from '../parameter.ts'

/** What text becomes bytes by: a charset of the gateway, or one that is used by mistake. */
export type Encoding = Charset | 'ISO-8859-1' | 'UTF-16LE' | 'UTF-16BE' | 'UTF-8 twice'

export type Draft = {
  readonly parameters: readonly Parameter[]
  readonly keeps: (parameter: Parameter) => boolean
  readonly value: (parameter: Parameter) => string
  readonly order: (pieces: readonly Parameter[]) => readonly Parameter[]
  readonly write: (pieces: readonly Parameter[]) => string
  readonly encoding: Encoding
}

/** Makes a mistake; changes compose, so that two mistakes at once are one after the other. */
export type Change = (draft: Draft) => Draft

export function rightDraft(parameters: readonly Parameter[], charset: Charset): Draft {
  return {
    parameters,
    keeps: ({ name, value }) => value !== '' && name !== 'sign' && name !== 'sign_type',
    value: ({ value }) => value,
    order: (pieces) => pieces.toSorted(by(({ name }) => name)),
    write: (pieces) => pieces.map(({ name, value }) => `${name}=${value}`).join('&'),
    encoding: charset,
  }
}

export function textOf({ parameters, keeps, value, order, write }: Draft): string {
  const pieces: Parameter[] = []
  for (const parameter of parameters)
    if (keeps(parameter)) pieces.push({ name: parameter.name, value: value(parameter) })
  return write(order(pieces))
}

/** Compares by code unit, as the right order does. */
export function by(key: (parameter: Parameter) => string): (a: Parameter, b: Parameter) => number {
  return (a, b) => {
    const keyA = key(a)
    const keyB = key(b)
    return keyA < keyB ? -1 : keyA > keyB ? 1 : 0
  }
}

/** Changes every value; what was computed for one value is kept, as pairs of mistakes ask for it again and again. */
export function changeValues(transform: (value: string, name: string) => string): Change {
  const known = new Map<string, string>()
  return (draft) => ({
    ...draft,
    value: (parameter) => {
      const { name } = parameter
      const before = draft.value(parameter)
      const key = `${name}=${before}`
      const after = known.get(key) ?? transform(before, name)
      known.set(key, after)
      return after
    },
  })
}

export function encode(text: string, encoding: Encoding): Buffer {
  switch (encoding) {
    case 'ISO-8859-1':
      return Buffer.from(text.replace(/[^\u0000-\u00FF]/gu, '?'), 'latin1')
    case 'UTF-16LE':
      return Buffer.from(text, 'utf16le')
    case 'UTF-16BE':
      return Buffer.from(text, 'utf16le').swap16()
    case 'UTF-8 twice':
      return Buffer.from(Buffer.from(text, 'utf8').toString('latin1'), 'utf8')
    default:
      return encodeText(text, encoding)
  }
}
