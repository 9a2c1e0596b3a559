/**
 * A pay that arrives after its cancel is not made: the caller, who heard that there is nothing to cancel, has told its customer
 * "not paid". Source: spot-pay.md §7 (idempotence begins when a trade exists); terminal-api.md (an unknown payment is 404).
 */
import type { BookScope } from '../../pos/till/book-scope.ts'
import type { Till } from '../../pos/till/till.ts'
import type { RelayBook } from '../book/relay-book.ts'

export function refusingLatePays(
  till: Till,
  { book, scope }: { readonly book: RelayBook; readonly scope: BookScope },
): Till {
  return {
    ...till,
    async pay(body) {
      const given = typeof body === 'object' && body !== null && 'payment_id' in body ? String(body.payment_id) : ''
      if (!book.pages.isGivenUp(scope.keyOf(given))) return till.pay(body)
      return { ok: false, code: 'conflict', message: `"${given}" was cancelled before it came.` }
    },
    async cancel(paymentId) {
      const answer = await till.cancel(paymentId)
      if (!answer.ok && answer.code === 'not_found')
        await book.write((pages) => pages.addGivenUp(scope.keyOf(paymentId)))
      return answer
    },
  }
}
