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
      const { high, low } = mixed(`${seed}\n${names.join('\n')}`)
      return (nineDigits(high) + nineDigits(low)).slice(0, count)
    },
  }
}

/**
 * Two well-mixed numbers of 32 bits out of a text: cyrb53's rounds, both halves kept. Every payment draws two numbers, and a
 * digest of the crypto library costs ten times as much.
 */
function mixed(text: string): { high: number; low: number } {
  let high = 0xdeadbeef
  let low = 0x41c6ce57
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    high = Math.imul(high ^ unit, 2_654_435_761)
    low = Math.imul(low ^ unit, 1_597_334_677)
  }
  high = Math.imul(high ^ (high >>> 16), 2_246_822_507) ^ Math.imul(low ^ (low >>> 13), 3_266_489_909)
  low = Math.imul(low ^ (low >>> 16), 2_246_822_507) ^ Math.imul(high ^ (high >>> 13), 3_266_489_909)
  return { high: high >>> 0, low: low >>> 0 }
}

function nineDigits(word: number): string {
  return String(1_000_000_000 + Math.floor((word / 2 ** 32) * 1_000_000_000)).slice(1)
}

/** A seed nobody chose: printed at start, so that the run can be repeated. */
export function freshSeed(): string {
  return randomBytes(4).toString('hex')
}
