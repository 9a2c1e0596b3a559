/** The calls behind PartnerAdmin: which operation each method is, and how its answer is unwrapped. */
import type { OperationName } from '../operations.ts'
import { type AdminCall, type CallInput, jsonOf, memberOf } from './admin-call.ts'
import { AdminError } from './admin-error.ts'
import { failedExpectation } from './expectation-failure.ts'
import type { PartnerAdmin, Waited } from './partner-admin.ts'

/** @param pid `default` is the first partner */
export function partnerCalls(call: AdminCall, pid: string): PartnerAdmin {
  const ask = <Value>(name: OperationName, { path, ...rest }: CallInput = {}): Promise<Value> =>
    jsonOf(call(name, { path: { pid, ...path }, ...rest }))
  const done = async (name: OperationName, path: CallInput['path'] = {}): Promise<void> => {
    await call(name, { path: { pid, ...path } })
  }
  const member = <Value>(wrapped: string, name: OperationName, { path, ...rest }: CallInput = {}): Promise<Value> =>
    memberOf(wrapped, call(name, { path: { pid, ...path }, ...rest }))
  const notification: (name: OperationName) => PartnerAdmin['notifications']['get'] = (name) => (notifyId) =>
    ask(name, { path: { notify_id: notifyId } })
  const verify: PartnerAdmin['expectations']['verify'] = (expectation) =>
    ask('expectations.verify', { body: expectation })
  return {
    pid,
    get: () => ask('partners.get'),
    change: (change) => ask('partners.change', { body: change }),
    delete: () => done('partners.delete'),
    reset: () => ask('partners.reset'),
    rules: {
      list: () => member('rules', 'rules.list'),
      put: (rules) => member('rules', 'rules.put', { body: { rules } }),
      replace: (rules) => member('rules', 'rules.replace', { body: { rules } }),
      delete: (rule) => done('rules.delete', { rule }),
      clear: () => done('rules.clear'),
      explain: (imagined) => ask('rules.explain', { body: imagined }),
    },
    transactions: {
      list: (query = {}) => ask('transactions.list', { query }),
      get: (id) => ask('transactions.get', { path: { id } }),
      force: (id, to) => ask('transactions.force', { path: { id }, body: { to } }),
    },
    buyers: {
      list: () => member('buyers', 'buyers.list'),
      create: (buyer = {}) => ask('buyers.create', { body: buyer }),
      get: (userId) => ask('buyers.get', { path: { user_id: userId } }),
      change: (userId, change) => ask('buyers.change', { path: { user_id: userId }, body: change }),
      code: (userId) => ask('buyers.code', { path: { user_id: userId } }),
      inbox: (userId) => member('messages', 'buyers.inbox', { path: { user_id: userId } }),
    },
    notifications: {
      list: (query = {}) => member('notifications', 'notifications.list', { query }),
      get: notification('notifications.get'),
      resend: notification('notifications.resend'),
      hold: notification('notifications.hold'),
      release: notification('notifications.release'),
    },
    merchants: {
      list: () => member('merchants', 'merchants.list'),
      review: (merchant, store, decision) =>
        ask('merchants.review', { path: { secondary_merchant_id: merchant, store_id: store }, body: decision }),
    },
    reconciliation: { get: (date) => ask('reconciliation.get', { path: { date } }) },
    exchanges: {
      list: (query = {}) => member('exchanges', 'exchanges.list', { query }),
      get: (id) => ask('exchanges.get', { path: { id: String(id) } }),
      wait: (query = {}) => waitedOf(ask('exchanges.wait', { query })),
      har: (query = {}) => ask('exchanges.list', { query: { ...query, format: 'har' } }),
      jsonLines: async (query = {}) =>
        (await call('exchanges.list', { path: { pid }, query: { ...query, format: 'jsonl' } })).text(),
    },
    expectations: {
      verify,
      async assert(expectation) {
        const verification = await verify(expectation)
        if (!verification.held) throw failedExpectation(expectation, verification)
      },
    },
    clock: {
      get: () => ask('clock.get'),
      freeze: (at) => ask('clock.freeze', { body: at === undefined ? {} : { at } }),
      run: (scale) => ask('clock.run', { body: scale === undefined ? {} : { scale } }),
      advance: (distance) => ask('clock.advance', { body: distance }),
    },
    seed: {
      get: () => member('seed', 'seed.get'),
      set: (seed) => member('seed', 'seed.set', { body: { seed } }),
    },
  }
}

/** That the time is over is an answer, not an error: somebody must decide on it. */
async function waitedOf(answer: Promise<Omit<Waited, 'came'>>): Promise<Waited> {
  try {
    return { came: true, ...(await answer) }
  } catch (error) {
    if (!(error instanceof AdminError) || error.code !== 'WAITED_IN_VAIN') throw error
    const { count, exchanges } = error.problem as unknown as Omit<Waited, 'came'>
    return { came: false, count, exchanges }
  }
}
