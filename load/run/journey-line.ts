/** A line that a journey told (load/k6/lib/tell.ts), read back. What is no such line is a word of k6's own. */
import type { Told } from '../k6/lib/tell.ts'

export type { Told }

export function readJourneyLine(line: string): Told | undefined {
  if (!line.startsWith('{"n":')) return undefined
  try {
    const read: Partial<Told> = JSON.parse(line)
    const whole =
      Number.isSafeInteger(read.n) &&
      typeof read.id === 'string' &&
      typeof read.told === 'string' &&
      Number.isFinite(read.at)
    return whole && Number.isFinite(read.until) ? (read as Told) : undefined
  } catch {
    return undefined
  }
}
