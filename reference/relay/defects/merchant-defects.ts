/** Mistakes about whose a payment is. Source: terminal-api.md; spot-pay.md §2. */
import type { EventDraft } from '../book/event-record.ts'
import type { OpenRelayPages } from '../book/pages.ts'
import type { RelayParts } from '../parts.ts'
import type { RelayDefect } from './defect.ts'

type ShopOf = RelayParts['shopOf']

function shopMistake(bad: (good: ShopOf) => ShopOf): RelayDefect['apply'] {
  return (parts) => ({ ...parts, shopOf: bad(parts.shopOf) })
}

export const merchantDefects: readonly RelayDefect[] = [
  {
    name: 'tenants-share-a-book',
    sentence: "A merchant that knows another's payment id sees and cancels the payment.",
    source: 'terminal-api.md',
    kills: 'tenants/other-merchants-payment',
    apply: (parts) => ({ ...parts, scopeOf: () => parts.scopeOf('ALL') }),
  },
  {
    name: 'list-of-all',
    sentence: 'The list of payments is that of the whole book.',
    source: 'terminal-api.md',
    kills: 'tenants/lists-are-own',
    apply: (parts) => ({
      ...parts,
      till: (tillParts) => {
        const { list } = parts.till({ ...tillParts, scope: { keyOf: (id) => id } })
        return { ...parts.till(tillParts), list }
      },
    }),
  },
  {
    name: 'results-told-to-all',
    sentence: 'Every merchant is told of every result.',
    source: 'flows.md §3',
    kills: 'hop/own-only',
    apply: (parts) => {
      const toAll = (drafts: readonly EventDraft[], pages: Pick<OpenRelayPages, 'merchants'>) =>
        drafts.flatMap((draft) => [
          draft,
          ...pages
            .merchants()
            .filter(({ merchant_id: id, notify }) => id !== draft.merchantId && notify.method !== 'webhook')
            .map(({ merchant_id: merchantId }): EventDraft => ({ ...draft, merchantId, state: 'kept' })),
        ])
      const { payment, refund } = parts.eventsOf
      return {
        ...parts,
        eventsOf: {
          payment: (before, after, pages, at) => toAll(payment(before, after, pages, at), pages),
          refund: (before, after, pages, at) => toAll(refund(before, after, pages, at), pages),
        },
      }
    },
  },
  {
    name: 'one-shop-for-all',
    sentence: 'Every payment goes out for the merchant that sold first.',
    source: 'spot-pay.md §2',
    kills: 'hop/secondary-merchant',
    apply: shopMistake((good) => {
      const first: Parameters<ShopOf>[0][] = []
      return (merchant, storeId) => {
        first.push(merchant)
        return good(first[0] ?? merchant, storeId)
      }
    }),
  },
  {
    name: 'industry-left-out',
    sentence: 'The industry of the merchant is not sent.',
    source: 'spot-pay.md §2',
    kills: 'hop/secondary-merchant',
    apply: shopMistake((good) => (merchant, storeId) => {
      const { secondaryMerchantIndustry: _, ...shop } = good(merchant, storeId)
      return shop
    }),
  },
  {
    name: 'always-the-first-store',
    sentence: 'The name of the first store goes out for every store.',
    source: 'spot-pay.md §2',
    kills: 'tenants/second-store',
    apply: shopMistake((good) => (merchant) => good(merchant, undefined)),
  },
  {
    name: 'any-store-accepted',
    sentence: 'Stores and terminals are not compared with those of the merchant.',
    source: 'spot-pay.md §2',
    kills: 'tenants/store-of-another',
    apply: (parts) => ({ ...parts, shopProblem: () => undefined }),
  },
  {
    name: 'any-terminal-accepted',
    sentence: 'Terminals are not compared with those of the store.',
    source: 'spot-pay.md §2',
    kills: 'tenants/terminal-of-another-store',
    apply: (parts) => ({
      ...parts,
      shopProblem: (merchant, { store_id: id }) =>
        parts.shopProblem(merchant, id === undefined ? {} : { store_id: id }),
    }),
  },
  {
    name: 'one-account-for-all',
    sentence: 'Every payment is handed on by the key of the merchant that sold first.',
    source: 'flows.md §3',
    kills: 'hop/handed-on-as-asked',
    role: 'integrator',
    apply: (parts) => {
      const first: ReturnType<RelayParts['nextCredentials']>[] = []
      return {
        ...parts,
        nextCredentials(merchant) {
          first.push(parts.nextCredentials(merchant))
          return first[0]
        },
      }
    },
  },
  {
    name: 'calls-handed-on-unsigned',
    sentence: 'The next hop is called by the key alone.',
    source: 'issue 7 (1)',
    kills: 'hop/handed-on-as-asked',
    role: 'integrator',
    apply: (parts) => ({
      ...parts,
      nextCredentials(merchant) {
        const known = parts.nextCredentials(merchant)
        return known && { apiKey: known.apiKey }
      },
    }),
  },
]
