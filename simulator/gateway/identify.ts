/**
 * Step 3, identify: which service is called, and who calls. Source: gateway.md §4, §7 (order of checks).
 */
import {
  purposeOfOtherService,
  type Service,
  type SideService,
  serviceNamed,
  serviceNames,
  sideServiceNamed,
} from '../../protocol/service.ts'
import type { Partner } from '../partner.ts'
import type { PartnerRegistry } from '../partner-registry.ts'
import type { Decoded } from './decode.ts'
import { pass, refuse, type Step } from './refusal.ts'

export type Identified = { readonly service: Service | SideService; readonly partner: Partner }

export function identify({ values }: Decoded, partners: PartnerRegistry): Step<Identified> {
  const name = values.get('service') ?? ''
  const service = serviceNamed(name) ?? sideServiceNamed(name)
  if (service === undefined) return illegalService(name)
  const pid = values.get('partner') ?? ''
  const partner = partners.get(pid)
  if (partner === undefined) return illegalPartner(pid, partners)
  return pass({ service, partner })
}

function illegalService(name: string): Step<never> {
  const purpose = purposeOfOtherService(name)
  const what =
    name === ''
      ? 'service is missing.'
      : purpose === undefined
        ? `service names nothing that the gateway knows: "${name}".`
        : `"${name}" ${purpose}; this gateway does not offer it.`
  return refuse('ILLEGAL_SERVICE', {
    sentence: what,
    next: `Send one of ${Object.values(serviceNames).join(', ')}.`,
    parameter: 'service',
    rule: 'one of the four service names, in exactly this spelling',
    value: name,
  })
}

function illegalPartner(pid: string, partners: PartnerRegistry): Step<never> {
  const known = partners.pids()
  const some = known.slice(0, 3).join(', ')
  return refuse('ILLEGAL_PARTNER', {
    sentence: pid === '' ? 'partner is missing.' : `No partner has the number "${pid}".`,
    next: `Use a partner that this simulator knows (${some}${known.length > 3 ? ', …' : ''}), or start it with --partner.`,
    parameter: 'partner',
    rule: '16 digits beginning 2088, known to the gateway',
    value: pid,
  })
}
