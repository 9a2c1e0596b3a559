/** Names and values under one another, for people. */

/** One line a pair, the values aligned, each line indented by `indent` blanks. */
export function textColumns(pairs: readonly (readonly [name: string, value: string])[], indent = 2): string {
  const width = Math.max(0, ...pairs.map(([name]) => name.length))
  return pairs.map(([name, value]) => `${' '.repeat(indent)}${name.padEnd(width)}  ${value}\n`).join('')
}

/** Each line of a text indented. */
export function indented(text: string, indent: number): string {
  return text.replace(/^(?=.)/gm, ' '.repeat(indent))
}
