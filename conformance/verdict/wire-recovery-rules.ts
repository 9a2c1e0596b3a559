/**
 * What a careful caller does when it does not know: asks before it cancels, cancels before it gives up, repeats the same
 * refund; and what it says to notifications. Source: flows.md §1, §4, §5; cancel.md §6; refund.md §7.
 */
import { isTroubled, mayBeOver, ofService, orders } from './call-sequence.ts'
import type { Call, Evidence, Finding, Rule, Sale } from './evidence.ts'
import { isTrue } from './heard.ts'

function wire(text: string, calls: readonly Call[]): readonly Finding[] {
  return [{ text, witness: 'wire', exchanges: calls.map(({ id }) => id) }]
}

function eachSale(look: (sale: Sale, evidence: Evidence) => readonly Finding[]): Rule['check'] {
  return (evidence) => evidence.sales.flatMap((sale) => look(sale, evidence))
}

/** Plans of notifications that nobody may rest on. */
const untruePlans: ReadonlySet<string> = new Set(['forged', 'old key', 'tampered amount', 'another partner'])

const refundsOf = ({ calls }: Sale) => [
  ...Map.groupBy(ofService(calls, 'refund'), ({ values }) => values.get('partner_refund_id') ?? '').entries(),
]

export const wireRecoveryRules: readonly Rule[] = [
  {
    id: 'wire/query-before-cancel',
    sentence: 'Before it cancels by itself, the SUT has asked what became of the payment.',
    clause: 'certification.md §2 (R7)',
    level: 'must',
    check: eachSale((sale, evidence) => {
      if (sale.cancelAsked || isTroubled(evidence)) return []
      return orders(sale).flatMap((calls) => {
        const cancel = calls.find(({ service }) => service === 'cancel')
        const before = calls.filter(({ at }) => at <= (cancel?.at ?? 0))
        const known = ofService(before, 'query').length > 0 || ofService(before, 'pay').length > 1
        return cancel === undefined || known ? [] : wire('cancel without a query before it', [cancel])
      })
    }),
  },
  {
    id: 'wire/cancel-after-unclear',
    sentence: 'What never became clear is cancelled before the SUT gives up.',
    clause: 'certification.md §2 (R5)',
    level: 'must',
    check: eachSale((sale, { capabilities }) => {
      if (!capabilities.features.includes('cancel') || sale.told === undefined || sale.told.status === 'pending')
        return []
      return orders(sale).flatMap((calls) => {
        if (mayBeOver(calls) || ofService(calls, 'cancel').length > 0) return []
        const open = calls.filter(({ service }) => service === 'pay' || service === 'query')
        // A promise of a refusal that came late, or of a notification, is judged by its money.
        if (open.length === 0 || sale.told?.status === 'paid') return []
        return wire(`told ${sale.told?.status}, nothing was clear and no cancel was sent`, open.slice(-1))
      })
    }),
  },
  {
    id: 'wire/cancel-until-clear',
    sentence: 'A cancel that was not clear is repeated.',
    clause: 'cancel.md §6',
    level: 'must',
    check: eachSale((sale, evidence) =>
      orders(sale).flatMap((calls) => {
        const cancels = ofService(calls, 'cancel')
        const last = cancels.at(-1)
        if (last === undefined || isTroubled(evidence) || sale.told?.status === 'pending') return []
        const clear = cancels.some(({ possible, word }) => possible && word !== 'unclear')
        return clear || cancels.length >= 2 ? [] : wire('one cancel without a clear answer, and no second one', [last])
      }),
    ),
  },
  {
    id: 'wire/cancel-stops-when-told',
    sentence: 'A cancel that was clearly answered is not repeated.',
    clause: 'cancel.md §5',
    level: 'must',
    check: eachSale((sale, evidence) =>
      orders(sale).flatMap((calls) => {
        if (sale.cancelAsked || isTroubled(evidence)) return []
        const cancels = ofService(calls, 'cancel')
        const end = cancels.findIndex(({ sure, word }) => sure && (word === 'cancelled' || word === 'not cancelled'))
        const late = end === -1 ? [] : cancels.slice(end + 1)
        return late.length === 0 ? [] : wire(`cancel again after it said ${cancels[end]?.word}`, late)
      }),
    ),
  },
  {
    id: 'wire/paid-on-proof',
    sentence: 'What is told to be paid was heard from Alipay: signed, and about this order.',
    clause: 'signature.md §2',
    level: 'must',
    check: eachSale(({ told, calls, notifications }) => {
      if (told?.status !== 'paid' || calls.length === 0) return []
      const heard = calls.some(({ word, exchange }) => word === 'paid' && isTrue(exchange))
      const notified = notifications.some(({ plan, attempts }) => attempts.length > 0 && !untruePlans.has(plan ?? ''))
      return heard || notified ? [] : wire('told paid, and nothing that can be believed said so', calls)
    }),
  },
  {
    id: 'wire/refund-id-kept',
    sentence: 'A refund that was not clear is repeated under the same id, never under a new one.',
    clause: 'refund.md §7',
    level: 'must',
    check: eachSale((sale) => {
      const ids = refundsOf(sale)
      // One of its own is allowed: it takes the place of a cancel that came too late.
      const allowed = Math.max(new Set(sale.refunds.map(({ request }) => request.refund_id)).size, 1)
      return ids.length > allowed
        ? wire(
            `${ids.length} refund ids for ${allowed} refunds`,
            ids.flatMap(([, calls]) => calls.slice(0, 1)),
          )
        : []
    }),
  },
  {
    id: 'wire/refund-until-clear',
    sentence: 'A refund that was not clear is repeated.',
    clause: 'refund.md §7',
    level: 'must',
    check: eachSale((sale, evidence) =>
      refundsOf(sale).flatMap(([, calls]) => {
        const clear = calls.some(({ possible, word }) => possible && word !== 'unclear')
        return clear || calls.length >= 2 || isTroubled(evidence)
          ? []
          : wire('an unclear refund was not repeated', calls)
      }),
    ),
  },
  {
    id: 'wire/refund-repeat-identical',
    sentence: 'A refund that is sent again asks for the same amount.',
    clause: 'refund.md §7',
    level: 'must',
    check: eachSale((sale) =>
      refundsOf(sale).flatMap(([id, calls]) => {
        const amounts = new Set(calls.map(({ values }) => `${values.get('refund_amount')} ${values.get('currency')}`))
        return amounts.size > 1 ? wire(`refund ${id} sent with ${[...amounts].join(' and ')}`, calls) : []
      }),
    ),
  },
  {
    id: 'wire/refund-id-own',
    sentence: 'The id of a refund is not the id of its payment.',
    clause: 'refund.md §1',
    level: 'must',
    check: eachSale((sale) =>
      ofService(sale.calls, 'refund').flatMap((call) =>
        call.values.get('partner_refund_id') === call.partnerTransId
          ? wire('refund under the id of the payment', [call])
          : [],
      ),
    ),
  },
  {
    id: 'wire/notification-acknowledged',
    sentence: 'A genuine notification is answered with exactly success.',
    clause: 'flows.md §5',
    level: 'must',
    check: eachSale(({ notifications }, evidence) => {
      if (!evidence.capabilities.features.includes('notifications') || isTroubled(evidence)) return []
      return notifications.flatMap(({ plan, attempts, notify_id: id }): readonly Finding[] => {
        const last = attempts.at(-1)
        const genuine = plan !== 'old key' && plan !== 'slow receiver'
        if (last === undefined || !genuine || last.said === 'success') return []
        return [{ text: `notification ${id} was answered ${last.status} "${last.said.slice(0, 60)}"`, witness: 'wire' }]
      })
    }),
  },
  {
    id: 'wire/notification-forged',
    sentence: 'A notification whose signature is wrong is not acknowledged.',
    clause: 'signature.md §3',
    level: 'must',
    check: eachSale(({ notifications }) =>
      notifications.flatMap(({ plan, attempts, notify_id: id }): readonly Finding[] =>
        plan === 'old key' && attempts.some(({ said }) => said.trim().toLowerCase() === 'success')
          ? [{ text: `notification ${id} has a wrong signature, and was answered success`, witness: 'wire' }]
          : [],
      ),
    ),
  },
]
