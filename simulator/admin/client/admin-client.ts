/**
 * The control API of a simulator as a typed client: in tests, in scripts, in another process. Holds no connection open.
 */
import type { ExchangeSummary, ExchangeView } from '../../journal/exchange-view.ts'
import type { BehaviourView, FullBehaviourView } from '../behaviour-view.ts'
import type { Har } from '../exchange-har.ts'
import type { CreatedPartner, PartnerDraft, PartnerView } from '../partner-view.ts'
import { type AdminCall, type AdminClientOptions, adminCall, jsonOf, memberOf } from './admin-call.ts'
import type { ExchangeFilter, PartnerAdmin } from './partner-admin.ts'
import { partnerCalls } from './partner-calls.ts'

export type AdminClient = {
  /** Any operation by its name, for what has no method of its own: the answer as it came. */
  readonly call: AdminCall
  /** @param pid the partner's number. @default the first partner */
  partner(pid?: string): PartnerAdmin
  readonly partners: {
    list(): Promise<readonly PartnerView[]>
    /** A partner with its own rules, clock, chance and journal. What is left out of the draft is made up. */
    create(draft?: PartnerDraft): Promise<CreatedPartner>
  }
  readonly behaviours: {
    list(): Promise<readonly BehaviourView[]>
    /** @param number four digits */
    get(number: string): Promise<FullBehaviourView>
  }
  /** Exchanges of all partners and of nobody known. */
  readonly journal: {
    /** The newest that match, oldest first. */
    list(filter?: ExchangeFilter): Promise<readonly ExchangeSummary[]>
    get(id: number): Promise<ExchangeView>
    har(filter?: ExchangeFilter): Promise<Har>
    /** One whole exchange a line, as JSON. */
    jsonLines(filter?: ExchangeFilter): Promise<string>
  }
  /** Every partner back to how it began. */
  reset(): Promise<readonly PartnerView[]>
  health(): Promise<{ readonly status: 'ok'; readonly version: string }>
  /** Rejects with STOPPING while it takes no requests. */
  ready(): Promise<{ readonly status: 'ready' }>
  /** What RSA answers and notifications are verified with: SPKI PEM. */
  alipayPublicKey(): Promise<string>
}

export function adminClient(options: AdminClientOptions): AdminClient {
  const call = adminCall(options)
  return {
    call,
    partner: (pid = 'default') => partnerCalls(call, pid),
    partners: {
      list: () => memberOf('partners', call('partners.list')),
      create: (draft = {}) => jsonOf(call('partners.create', { body: draft })),
    },
    behaviours: {
      list: () => memberOf('behaviours', call('behaviours.list')),
      get: (number) => jsonOf(call('behaviours.get', { path: { number } })),
    },
    journal: {
      list: (query = {}) => memberOf('exchanges', call('journal.list', { query })),
      get: (id) => jsonOf(call('journal.get', { path: { id: String(id) } })),
      har: (query = {}) => jsonOf(call('journal.list', { query: { ...query, format: 'har' } })),
      jsonLines: async (query = {}) => (await call('journal.list', { query: { ...query, format: 'jsonl' } })).text(),
    },
    reset: () => memberOf('partners', call('simulator.reset')),
    health: () => jsonOf(call('health.get')),
    ready: () => jsonOf(call('health.ready')),
    alipayPublicKey: () => memberOf('alipay_public_key', call('keys.get')),
  }
}
