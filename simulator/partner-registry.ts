/**
 * The partners that this gateway knows, by their number.
 */
import type { Partner } from './partner.ts'

export type PartnerRegistry = {
  get(pid: string): Partner | undefined
  /** Keeps the number for a partner that is still being made; false when it is taken. */
  reserve(pid: string): boolean
  /** Replaces a partner of the same number. */
  put(partner: Partner): void
  /** Frees the number, of a partner or reserved; false when nobody had it. */
  delete(pid: string): boolean
  pids(): readonly string[]
  all(): readonly Partner[]
}

export function partnerRegistry(): PartnerRegistry {
  const partners = new Map<string, Partner | undefined>()
  const all = () => [...partners.values()].filter((partner) => partner !== undefined)
  return {
    get: (pid) => partners.get(pid),
    reserve(pid) {
      if (partners.has(pid)) return false
      partners.set(pid, undefined)
      return true
    },
    put: (partner) => void partners.set(partner.pid, partner),
    delete: (pid) => partners.delete(pid),
    pids: () => all().map(({ pid }) => pid),
    all,
  }
}
