/**
 * A simulator among others on one store: takes up what the others set, lets them take up what it was told, and does by hand one
 * thing after the other. What survival.ts is to a simulator of its own. Source: docs/decisions/0008-redis-store.md.
 */

import { registerDocument } from './merchants/merchant-register.ts'
import { type Partner, withVerifiers } from './partner.ts'
import { isSameClock, restoreClock } from './partner-clock.ts'
import { beginningOf } from './partner-reset.ts'
import type { SharedAccounts } from './shared-accounts.ts'
import { type SharedRules, sharedRules } from './shared-rules.ts'
import type { Listener, News, SharedDocuments, Sharing } from './store/sharing.ts'
import type { Keeping } from './store/store.ts'
import {
  documentOf,
  type PartnerDocument,
  restorePartner,
  type Survival,
  type SurvivalParts,
  tell,
  withKeptKey,
} from './survival.ts'

export type Together = Survival & {
  readonly accounts: SharedAccounts
  readonly rules: SharedRules
  /** Before the control API shows or changes a partner. */
  catchUp(pid: string): Promise<void>
  alone<Result>(pid: string, work: () => Promise<Result>): Promise<Result>
}

export type TogetherParts = SurvivalParts & {
  readonly sharing: Sharing
  readonly kept: Keeping
  readonly accounts: SharedAccounts
  /** Told of what concerns neither documents nor accounts. */
  readonly onNews: (news: News) => void
  readonly onJournal: (partner: string) => void
  /** The partner may have tasks that this simulator knows nothing of. */
  readonly watch: (partner: Partner) => void
  readonly onBeat: () => void
}

export async function openTogether(parts: TogetherParts): Promise<Together> {
  const { sharing, kept, partners, beginnings, clock, accounts, onNews, onJournal, onBeat, watch, onError } = parts
  const rules = sharedRules(sharing)
  const revisions = new Map<string, number>()
  /** The pieces of each partner as they were last taken up or told, to see what has changed. */
  const taken = new Map<string, PartnerDocument>()
  for (const partner of partners.all()) beginnings.set(partner.pid, beginningOf(partner))

  const documentNow = (partner: Partner): PartnerDocument => {
    const document = documentOf(partner, beginnings.get(partner.pid), clock)
    // Counts are everybody's, and stand elsewhere.
    const plain = document.rules.rules.map((rule) => ({ ...rule, hits: 0, seen: 0 }))
    return { ...document, rules: { ...document.rules, rules: plain } }
  }

  const keep: Survival['keep'] = async (pid) => {
    for (const each of pid === undefined ? partners.pids() : [pid]) {
      const partner = partners.get(each)
      if (partner === undefined) {
        taken.delete(each)
        await kept.keep(each, 'partner', () => null)
        continue
      }
      await rules.settle(partner)
      const document = documentNow(partner)
      taken.set(each, document)
      const wallet = accounts.changedDocument(partner)
      if (wallet !== undefined) {
        await kept.keep(each, 'wallet', () => wallet.text)
        await sharing.trimLog(each, wallet.upTo)
      }
      await kept.keep(each, 'partner', () => JSON.stringify(document))
    }
  }

  const takeUp = async (partner: Partner, next: PartnerDocument) => {
    const before = taken.get(partner.pid)
    const changed = (name: keyof PartnerDocument) => JSON.stringify(before?.[name]) !== JSON.stringify(next[name])
    taken.set(partner.pid, next)
    if (changed('options')) partners.put(withKeptKey(withoutKey(partner), parts, next.options))
    beginnings.set(partner.pid, next.beginning)
    if (partner.seed !== next.seed) partner.reseed(next.seed)
    partner.setFunded(next.funded)
    if (changed('defaults')) tell({ onError }, partner.pid, await partner.stage.setDefaults(next.defaults))
    if (changed('rules')) {
      rules.doubt(partner)
      tell({ onError }, partner.pid, await partner.stage.rules.adopt(next.rules))
    }
    if (before === undefined || !isSameClock(before.clock, next.clock)) restoreClock(partner.clock, next.clock, clock)
  }

  const takeUpAll = async (pid: string) => {
    const found = await sharing.documents(pid, revisions.get(pid) ?? -1)
    if (found === undefined) return
    revisions.set(pid, found.revision)
    await takeUpTexts(pid, found)
  }

  const takeUpTexts = async (pid: string, { texts }: SharedDocuments) => {
    const text = texts.partner
    const known = partners.get(pid)
    if (text === undefined) {
      if (known === undefined || !taken.has(pid) || partners.all()[0] === known) return
      taken.delete(pid)
      known.clock.freeze()
      partners.delete(pid)
      beginnings.delete(pid)
      return
    }
    const document = JSON.parse(text) as PartnerDocument
    if (known === undefined || !taken.has(pid)) {
      taken.set(pid, document)
      await restorePartner(parts, document)
    } else await takeUp(known, document)
    const partner = partners.get(pid)
    if (partner === undefined) return
    const merchants = texts[registerDocument]
    if (merchants !== undefined) partner.merchants.restore(merchants)
    else if (known !== undefined) partner.merchants.reset()
    if (texts.wallet !== undefined) await accounts.take(partner, texts.wallet)
    else if (known !== undefined && known.wallet.buyers().length > 0) accounts.forget(partner)
    watch(partner)
  }

  let isStale = false
  /** It was away. What others did meanwhile is taken up; should it have come back empty, it gets what is known here. */
  const refresh = () => {
    isStale = false
    const all = async () => {
      for (const pid of partners.pids()) if (!(await sharing.isEmpty(pid))) await takeUpAll(pid)
      await keep()
    }
    all().catch(() => {
      isStale = true
    })
  }

  const listener: Listener = {
    async heard(news) {
      if (news.kind === 'documents') await takeUpAll(news.partner)
      else onNews(news)
    },
    journal: onJournal,
    returned() {
      isStale = true
      refresh()
    },
    beat() {
      if (isStale) refresh()
      onBeat()
      for (const partner of partners.all()) watch(partner)
    },
  }

  await sharing.listen(listener)
  for (const { partner: pid } of await kept.documents()) if (pid !== '') await takeUpAll(pid)
  // The others have to know those of this start.
  await keep()

  return {
    accounts,
    rules,
    keep,
    async choose(order, partner) {
      const match = partner.stage.rules.size === 0 ? undefined : rules
      return partner.stage.choose(order, parts.store, match && ((find) => match.match(partner, find)))
    },
    async catchUp(pid) {
      const partner = partners.get(pid)
      if (partner === undefined) return
      await accounts.catchUp(partner)
      await rules.catchUp(partner)
    },
    alone: sharing.alone,
  }
}

/** So that the one that others gave it is taken. */
function withoutKey(partner: Partner): Partner {
  const { MD5 } = partner.verifiers
  return withVerifiers(partner, MD5 === undefined ? {} : { MD5 })
}
