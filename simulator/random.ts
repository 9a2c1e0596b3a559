/**
 * Chance, handed in and repeatable: every draw is named by what it is for, so that it does not depend on the order in
 * which requests happen to arrive. The only file of the simulator that may ask the machine for chance.
 */
import { hash, randomBytes } from 'node:crypto'

export type Random = {
  /** The same seed and the same names give the same bytes. */
  bytes(...names: readonly string[]): Buffer
  /** A fraction in [0, 1). */
  fraction(...names: readonly string[]): number
  /** That many decimal digits, at most 18. */
  digits(count: number, ...names: readonly string[]): string
}

export function seededRandom(seed: string): Random {
  const bytes = (...names: readonly string[]) => hash('sha1', `${seed}\n${names.join('\n')}`, 'buffer')
  return {
    bytes,
    fraction: (...names) => bytes(...names).readUIntBE(0, 6) / 2 ** 48,
    digits(count, ...names) {
      const drawn = bytes(...names)
      const high = drawn.readUIntBE(0, 6) % 1_000_000_000
      const low = drawn.readUIntBE(6, 6) % 1_000_000_000
      return (String(high).padStart(9, '0') + String(low).padStart(9, '0')).slice(0, count)
    },
  }
}

/** A seed nobody chose: printed at start, so that the run can be repeated. */
export function freshSeed(): string {
  return randomBytes(4).toString('hex')
}
