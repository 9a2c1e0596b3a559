/** The partner that `{pid}` means: a number, or `default` for the first one. */
import type { Partner } from '../partner.ts'
import type { PartnerRegistry } from '../partner-registry.ts'

export const firstPartner = 'default'

export function partnerNamed(partners: PartnerRegistry, pid: string): Partner | undefined {
  return pid === firstPartner ? partners.all()[0] : partners.get(pid)
}
