/** A pay and a cancel of it that cross on their way: one of the two is told the truth by the other. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { money } from '../../../protocol/money.ts'
import { wholeBook } from '../../pos/till/book-scope.ts'
import type { Till, TillAnswer } from '../../pos/till/till.ts'
import type { Payment } from '../../terminal-api/words.ts'
import { openRelayBook, type RelayBook } from '../book/relay-book.ts'
import { refusingLatePays } from './late-pays.ts'

const request = { payment_id: 'SALE', code: '28', amount: '1.00', currency: 'USD' }

let folder: string
let book: RelayBook
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'late-'))
  const eventsOf = { payment: () => [], refund: () => [] }
  book = openRelayBook(join(folder, 'orders.db'), { eventsOf, now: () => 0, onEvents: () => undefined })
})
afterEach(async () => {
  await book.close()
  rmSync(folder, { recursive: true })
})

/** As a till writes its book; `looked` is called when a cancel has found nothing. */
function tillThatTells(looked: () => void): Till {
  const told: TillAnswer<Payment> = { ok: true, value: { ...request, status: 'pending' } }
  const unused = () => {
    throw new Error('nobody asks for it')
  }
  return {
    ...{ capabilities: unused, get: unused, refund: unused, getRefund: unused, list: unused },
    async pay() {
      await book.write((pages) =>
        pages.putPayment({
          ...{ paymentId: 'SALE', partnerTransId: 'HOP', request, amount: money(100, 'USD'), createdAt: 0 },
          ...{ status: 'pending', owes: 'pay', refundedLate: false },
        }),
      )
      return told
    },
    async cancel() {
      const isThere = await book.write((pages) => pages.payment('SALE') !== undefined)
      if (isThere) return told
      looked()
      return { ok: false, code: 'not_found', message: 'There is no such payment.' }
    },
  }
}

describe('a pay that comes', () => {
  it('while its cancel has found nothing and is not written down yet is not made', async () => {
    let paying: Promise<TillAnswer<Payment>> | undefined
    const till = refusingLatePays(
      tillThatTells(() => {
        paying = till.pay(request)
      }),
      { book, scope: wholeBook },
    )
    expect(await till.cancel('SALE')).toMatchObject({ ok: false, code: 'not_found' })
    expect(await paying).toMatchObject({ ok: false, code: 'conflict' })
    expect(book.pages.payment('SALE')).toBeUndefined()
  })

  it('in the same moment before its cancel is found by it', async () => {
    const till = refusingLatePays(
      tillThatTells(() => undefined),
      { book, scope: wholeBook },
    )
    const [paid, cancelled] = await Promise.all([till.pay(request), till.cancel('SALE')])
    expect([paid.ok, cancelled.ok]).toEqual([true, true])
    expect(book.pages.isGivenUp('SALE')).toBe(false)
  })

  it('after two cancels at once is not made', async () => {
    const till = refusingLatePays(
      tillThatTells(() => undefined),
      { book, scope: wholeBook },
    )
    const cancels = [till.cancel('SALE'), till.cancel('SALE')]
    expect(await till.pay(request)).toMatchObject({ code: 'conflict' })
    expect(await Promise.all(cancels)).toMatchObject([{ code: 'not_found' }, { code: 'not_found' }])
  })
})
