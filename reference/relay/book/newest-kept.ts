/**
 * What a relay's book forgets: of each merchant's results and of its cancels that found nothing only the newest are kept, so
 * that the file does not grow for ever, and so that one busy merchant takes nothing from another. What is still to be pushed is
 * never forgotten. The figures are ours: no page speaks of hops.
 */
import type { DatabaseSync } from 'node:sqlite'
import { ownerOf } from '../../pos/till/book-scope.ts'

/** Of one merchant; up to {@link forgottenEvery} more lie there until they are looked at again. */
export const keptMost = 10_000
/** Looked at once in so many, for looking costs more than adding. */
export const forgottenEvery = 100

export type NewestKept = {
  /** After one was added. */
  eventAdded(merchantId: string): void
  givenUpAdded(paymentKey: string): void
}

export function openNewestKept(database: DatabaseSync): NewestKept {
  const forgetEvents = database.prepare(
    `DELETE FROM event WHERE merchant_id = ?1 AND state <> 'due' AND position <= (
       SELECT position FROM event WHERE merchant_id = ?1 ORDER BY position DESC LIMIT 1 OFFSET ?2
     )`,
  )
  const forgetGivenUp = database.prepare(
    `DELETE FROM given_up WHERE payment_id >= ?1 AND payment_id < ?2 AND rowid <= (
       SELECT rowid FROM given_up WHERE payment_id >= ?1 AND payment_id < ?2 ORDER BY rowid DESC LIMIT 1 OFFSET ?3
     )`,
  )
  const isTurn = { event: everySoOften(), givenUp: everySoOften() }
  return {
    eventAdded(merchantId) {
      if (isTurn.event(merchantId)) forgetEvents.run(merchantId, keptMost)
    },
    givenUpAdded(paymentKey) {
      const { merchantId } = ownerOf(paymentKey)
      // A semicolon follows the colon: all keys of this merchant, and none of another.
      if (isTurn.givenUp(merchantId)) forgetGivenUp.run(`${merchantId}:`, `${merchantId};`, keptMost)
    },
  }
}

/** The first of each merchant is one: what an earlier process left is looked at, too. */
function everySoOften(): (merchantId: string) => boolean {
  const added = new Map<string, number>()
  return (merchantId) => {
    const count = added.get(merchantId) ?? 0
    added.set(merchantId, (count + 1) % forgottenEvery)
    return count === 0
  }
}
