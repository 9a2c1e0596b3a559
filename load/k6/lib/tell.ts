/** What a journey tells the command that runs k6: a line each, read back by load/run/journey-line.ts. */

export type Told = {
  readonly n: number
  readonly id: string
  /** When it was begun, and when the outcome was known: milliseconds since 1970. */
  readonly at: number
  readonly until: number
  /** The last definite word, or `undecided`. */
  readonly told: string
  /** From asking to the first definite result; absent without one. */
  readonly ms?: number
  readonly calls: number
  /** Decimal text: a refund that was told as done. */
  readonly refunded?: string
  /** Why, in a word. */
  readonly error?: string
}

export function tell(line: Told): void {
  // biome-ignore lint/suspicious/noConsole: k6 has no other way to say something while it runs
  console.log(JSON.stringify(line))
}
