/**
 * Every call of the control API, once: the server's routes, the typed client and `alipay-sandbox admin` are made from
 * this table. `rules.put` is the verb `put` of the resource `rules`. Plain data; what goes in and out stands in
 * routes/.
 */
import type { Operation } from './operation.ts'
import { tradeOperations } from './trade-operations.ts'

const partner = '/partners/{pid}' as const

export const operations = {
  'health.get': { method: 'get', path: '/health', summary: 'whether the process answers' },
  'health.ready': {
    method: 'get',
    path: '/ready',
    summary: 'whether it takes requests: its store answers, it is not stopping',
  },
  'keys.get': {
    method: 'get',
    path: '/keys',
    summary: "Alipay's RSA public key, to verify answers and notifications with",
  },
  'simulator.reset': {
    method: 'post',
    path: '/reset',
    summary: 'reset every partner, and the journal of requests of nobody known',
  },

  'partners.list': { method: 'get', path: '/partners', summary: 'all partners, the first one first' },
  'partners.create': {
    method: 'post',
    path: '/partners',
    summary: 'make a partner with its own rules, clock, chance and journal; the only answer that shows its keys',
  },
  'partners.get': { method: 'get', path: partner, summary: 'one partner' },
  'partners.change': {
    method: 'patch',
    path: partner,
    summary: 'change what is given, null takes it away; all of it or nothing',
  },
  'partners.delete': { method: 'delete', path: partner, summary: 'forget a partner and all of its trades' },
  'partners.reset': {
    method: 'post',
    path: `${partner}/reset`,
    summary: 'back to how the partner began: no trades, notifications, exchanges and rules; its clock runs from now',
  },

  'rules.list': {
    method: 'get',
    path: `${partner}/rules`,
    summary: 'the rules in the order in which they are tried, with hits',
  },
  'rules.put': {
    method: 'post',
    path: `${partner}/rules`,
    summary: 'add rules at the end; one of the same id is replaced where it stands; all or none',
  },
  'rules.replace': {
    method: 'put',
    path: `${partner}/rules`,
    summary: 'these instead of all rules made here; rules of a file stay; all or none',
  },
  'rules.clear': {
    method: 'delete',
    path: `${partner}/rules`,
    summary: 'no rules made here any more; rules of a file stay',
  },
  'rules.explain': {
    method: 'post',
    path: `${partner}/rules/explain`,
    summary: 'what a call would get that is only imagined, why, and which rules nearly match; counts nothing',
  },
  'rules.delete': { method: 'delete', path: `${partner}/rules/{rule}`, summary: 'one rule less' },

  'behaviours.list': {
    method: 'get',
    path: '/behaviours',
    summary: 'the behaviour table: what a payment code can ask for',
  },
  'behaviours.get': { method: 'get', path: '/behaviours/{number}', summary: 'one behaviour, with its steps' },

  ...tradeOperations,

  'reconciliation.get': {
    method: 'get',
    path: `${partner}/reconciliation/{date}`,
    summary: "the transaction file and the settlement file of a day, made from the ledger; by the partner's clock",
  },

  'exchanges.list': {
    method: 'get',
    path: `${partner}/exchanges`,
    summary: "the partner's exchanges on the wire: the newest that match, oldest first; also as HAR or JSON lines",
  },
  'exchanges.wait': {
    method: 'get',
    path: `${partner}/exchanges/wait`,
    summary: 'answers as soon as so many exchanges match, those of before included; 408 when they do not in time',
  },
  'exchanges.get': {
    method: 'get',
    path: `${partner}/exchanges/{id}`,
    summary: 'one exchange, with all that was said and why',
  },
  'expectations.verify': {
    method: 'post',
    path: `${partner}/expectations/verify`,
    summary: 'whether so many requests like this arrived; if too few, the nearest misses and their first difference',
  },

  'journal.list': {
    method: 'get',
    path: '/exchanges',
    summary: 'exchanges of all partners and of nobody known: the newest that match, oldest first',
  },
  'journal.get': { method: 'get', path: '/exchanges/{id}', summary: "one exchange, whoever's it is" },

  'clock.get': { method: 'get', path: `${partner}/clock`, summary: "the partner's own time" },
  'clock.freeze': {
    method: 'post',
    path: `${partner}/clock/freeze`,
    summary: 'it stands still, now or at the time given',
  },
  'clock.run': {
    method: 'post',
    path: `${partner}/clock/run`,
    summary: 'it runs on from its present time, scale times as fast',
  },
  'clock.advance': {
    method: 'post',
    path: `${partner}/clock/advance`,
    summary: 'moves a frozen clock on: all that falls due happens, in order; answers when it has settled',
  },

  'seed.get': { method: 'get', path: `${partner}/seed`, summary: "the seed of the partner's chance" },
  'seed.set': { method: 'put', path: `${partner}/seed`, summary: 'another seed, for all that is drawn from now on' },
} as const satisfies Record<string, Operation>

export type OperationName = keyof typeof operations

export const operationNames = Object.keys(operations) as readonly OperationName[]
