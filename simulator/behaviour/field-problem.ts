/**
 * What is wrong with data that somebody wrote: which field, and a phrase. A type of its own, so that what is published
 * with it names no library.
 */

export type Problem = {
  /** Keys and indices from the root; for an unknown key, down to that key. */
  readonly path: readonly (string | number)[]
  /** A phrase without a full stop. */
  readonly message: string
  /** It is the key that is wrong, not its value. */
  readonly atKey?: boolean
}
