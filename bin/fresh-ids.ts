/**
 * Ids and payment codes for one run of a command, from the machine's clock and chance.
 */
import { randomInt } from 'node:crypto'
import { compactTime } from '../protocol/beijing-time.ts'

/** `SALE20240115103000482913`: never used before, and tells when it was made (GMT+8). */
export function freshId(prefix: string): string {
  return `${prefix}${compactTime(Date.now())}${digits(6)}`
}

/** 18 digits that begin with 28, as a wallet shows them, and not with 2800, which would name a behaviour. */
export function freshIdentityCode(): string {
  return `28${randomInt(10, 100)}${digits(14)}`
}

function digits(count: number): string {
  return Array.from({ length: count }, () => randomInt(10)).join('')
}
