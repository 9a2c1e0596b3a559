/**
 * A pay that arrives after its cancel is not made: the caller, who heard that there is nothing to cancel, has told its customer
 * "not paid". Source: spot-pay.md §7 (idempotence begins when a trade exists); terminal-api.md (an unknown payment is 404).
 */
import type { BookScope } from '../../pos/till/book-scope.ts'
import type { Till, TillAnswer } from '../../pos/till/till.ts'
import type { Payment } from '../../terminal-api/words.ts'
import type { RelayBook } from '../book/relay-book.ts'

export function refusingLatePays(
  till: Till,
  { book, scope }: { readonly book: RelayBook; readonly scope: BookScope },
): Till {
  /** Cancels of what is not there yet: until they are written down nobody can tell who was first. */
  const undecided = new Map<string, Promise<unknown>>()

  async function cancelUnknown(paymentId: string): Promise<TillAnswer<Payment>> {
    const answer = await till.cancel(paymentId)
    if (!answer.ok && answer.code === 'not_found') await book.write((pages) => pages.addGivenUp(scope.keyOf(paymentId)))
    return answer
  }

  return {
    ...till,
    async pay(body) {
      const given = typeof body === 'object' && body !== null && 'payment_id' in body ? String(body.payment_id) : ''
      const key = scope.keyOf(given)
      for (let other = undecided.get(key); other !== undefined; other = undecided.get(key)) await other
      if (!book.pages.isGivenUp(key)) return till.pay(body)
      return { ok: false, code: 'conflict', message: `"${given}" was cancelled before it came.` }
    },
    async cancel(paymentId) {
      const key = scope.keyOf(paymentId)
      if (book.pages.payment(key) !== undefined) return till.cancel(paymentId)
      const earlier = undecided.get(key)
      const answer = cancelUnknown(paymentId)
      const decided = Promise.allSettled([earlier, answer]).then(() => {
        if (undecided.get(key) === decided) undecided.delete(key)
      })
      undecided.set(key, decided)
      return answer
    },
  }
}
