import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { money } from '../../../protocol/money.ts'
import type { OrderBook } from './order-book.ts'
import type { PaymentRecord, RefundRecord } from './records.ts'
import { openSqliteBook } from './sqlite-book.ts'

let folder: string
let book: OrderBook
const file = () => join(folder, 'orders.db')

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'order-book-'))
  book = openSqliteBook(file())
})
afterEach(async () => {
  await book.close()
  rmSync(folder, { recursive: true })
})

const payment = (paymentId: string, more: Partial<PaymentRecord> = {}): PaymentRecord => ({
  paymentId,
  partnerTransId: `T${paymentId}`,
  request: { payment_id: paymentId, code: '280000000000000011', amount: '12.30', currency: 'USD' },
  amount: money(1230, 'USD'),
  createdAt: 1_700_000_000_000,
  status: 'pending',
  owes: 'pay',
  refundedLate: false,
  ...more,
})
const refund = (refundId: string, more: Partial<RefundRecord> = {}): RefundRecord => ({
  paymentId: 'A',
  refundId,
  partnerRefundId: `R${refundId}`,
  amount: money(100, 'USD'),
  isSync: true,
  status: 'pending',
  owes: 'refund',
  ...more,
})
const put = (...payments: PaymentRecord[]) =>
  book.write((pages) => {
    for (const one of payments) pages.putPayment(one)
  })

describe('the order book', () => {
  it('gives back what was written, all of it and nothing more', async () => {
    const whole = payment('A', { alipayTransId: '2024', buyer: 'b***', reason: 'X', message: 'Y', refundedLate: true })
    await put(whole, payment('B'))
    await book.write((pages) => pages.putRefund(refund('1', { reason: 'cold', message: 'Z' })))
    expect(book.pages.payment('A')).toMatchObject(whole)
    const { position: _, ...bare } = { position: 0, ...book.pages.payment('B') }
    expect(bare).toEqual(payment('B'))
    expect(book.pages.refund('A', '1')).toEqual(refund('1', { reason: 'cold', message: 'Z' }))
    expect(book.pages.paymentNamed('TB')?.paymentId).toBe('B')
    expect(book.pages.refundNamed('R1')?.refundId).toBe('1')
    expect([book.pages.payment('C'), book.pages.refund('B', '1')]).toEqual([undefined, undefined])
  })

  it('still knows it when it is opened again', async () => {
    await put(payment('A'))
    await book.close()
    book = openSqliteBook(file())
    expect(book.pages.payment('A')).toMatchObject(payment('A'))
  })

  it('is opened by one till only', () => {
    expect(() => openSqliteBook(file())).toThrow(/locked/)
  })

  it('writes over what it has of the same id', async () => {
    await put(payment('A'))
    await put(payment('A', { status: 'paid', owes: 'nothing' }))
    expect(book.pages.payments({ after: 0, limit: 9 }).map(({ status }) => status)).toEqual(['paid'])
  })

  it('refuses an order id that belongs to another payment', async () => {
    await put(payment('A'))
    await expect(put(payment('B', { partnerTransId: 'TA' }))).rejects.toThrow(/UNIQUE/)
  })

  it('keeps nothing of a work that throws, and all of those beside it', async () => {
    const works = [
      put(payment('A')),
      book.write((pages) => {
        pages.putPayment(payment('B'))
        throw new Error('no')
      }),
      put(payment('C')),
    ]
    expect((await Promise.allSettled(works)).map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
    ])
    expect(book.pages.payments({ after: 0, limit: 9 }).map(({ paymentId }) => paymentId)).toEqual(['A', 'C'])
  })

  it('shows a work what those before it wrote, and a reader only what is kept', async () => {
    const first = put(payment('A'))
    const seen = book.write((pages) => pages.payment('A')?.status)
    expect(book.pages.payment('A')).toBeUndefined()
    await first
    expect(await seen).toBe('pending')
  })

  it('pages through its payments in their order', async () => {
    await put(...['C', 'A', 'B'].map((id) => payment(id)))
    const [first, second] = book.pages.payments({ after: 0, limit: 2 })
    expect([first?.paymentId, second?.paymentId]).toEqual(['C', 'A'])
    const rest = book.pages.payments({ after: second?.position ?? 0, limit: 2 })
    expect(rest.map(({ paymentId }) => paymentId)).toEqual(['B'])
  })

  it('knows what is owed', async () => {
    await put(payment('A'), payment('B', { owes: 'nothing' }))
    await book.write((pages) => {
      pages.putRefund(refund('1'))
      pages.putRefund(refund('2', { owes: 'nothing' }))
    })
    const { payments, refunds } = book.pages.owing()
    expect([payments.map(({ paymentId }) => paymentId), refunds.map(({ refundId }) => refundId)]).toEqual([
      ['A'],
      ['1'],
    ])
  })

  it('tells what was sent since the last end, of a payment and of its refunds apart', async () => {
    const steps: [event: 'sending' | 'outcome' | 'settled', step: string, refundId?: string][] = [
      ['sending', 'pay'],
      ['outcome', 'pay'],
      ['settled', 'paid'],
      ['sending', 'cancel'],
      ['sending', 'refund', '1'],
      ['sending', 'check'],
    ]
    await book.write((pages) => {
      for (const [event, step, refundId] of steps)
        pages.addStep({ paymentId: 'A', at: 7, event, step, ...(refundId !== undefined && { refundId }) })
    })
    expect(book.pages.sentFor({ paymentId: 'A' }).map(({ step }) => step)).toEqual(['cancel', 'check'])
    expect(book.pages.sentFor({ paymentId: 'A', refundId: '1' })).toEqual([
      { paymentId: 'A', refundId: '1', at: 7, event: 'sending', step: 'refund' },
    ])
  })

  it('knows a notification again', async () => {
    const keep = () =>
      book.write((pages) => pages.addNotification({ notifyId: 'n', receivedAt: 1, body: Buffer.from('a=1') }))
    await keep()
    expect(book.pages.hasNotification('n')).toBe(true)
    expect(book.pages.hasNotification('m')).toBe(false)
    await expect(keep()).rejects.toThrow(/UNIQUE/)
  })
})
