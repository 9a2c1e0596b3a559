/** A push on its way from a relay to the hop before it: what it is signed over. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { money } from '../../../protocol/money.ts'
import { systemClock, type Transport, type TransportRequest } from '../../client/index.ts'
import { openSqliteBook } from '../../pos/book/sqlite-book.ts'
import { openBell } from '../../pos/desk/bell.ts'
import { pushEndpoint } from '../../pos/hops/push-endpoint.ts'
import { notifyPath } from '../../pos/notify/notification-endpoint.ts'
import { isSignedWith, signatureHeaders } from '../../terminal-api/call-signature.ts'
import { push } from './push.ts'

it('to an address with a query is signed over the query too, and believed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'push-'))
  const book = openSqliteBook(join(folder, 'orders.db'))
  const request = { payment_id: 'SALE', code: '28', amount: '1.00', currency: 'USD' }
  await book.write((pages) =>
    pages.putPayment({
      ...{ paymentId: 'SALE', partnerTransId: 'HOP', request, amount: money(100, 'USD'), createdAt: 0 },
      ...{ status: 'pending', owes: 'pay', refundedLate: false },
    }),
  )
  const secret = 'secret-of-the-hop'
  const app = pushEndpoint({
    ...{ book, clock: systemClock, pushed: openBell(systemClock), log: () => undefined, secretFor: () => secret },
  })
  const sent: TransportRequest[] = []
  const transport: Transport = {
    async exchange(one) {
      sent.push(one)
      const { url, method, headers, body = '' } = one
      const answer = await app.request(url, { method, headers, body })
      return { ok: true, status: answer.status, contentType: undefined, body: await answer.bytes() }
    },
    close: () => undefined,
  }
  const body = JSON.stringify({ event_id: 'evt_1', payment: { payment_id: 'HOP' } })
  const event = {
    ...{ position: 1, eventId: 'evt_1', merchantId: 'CAFE', paymentId: 'CAFE:HOP', at: 0, body },
    ...({ state: 'due', attempts: 0, dueAt: 0 } as const),
  }
  const url = `http://till.test${notifyPath}?shop=1`
  const result = await push({ transport, clock: systemClock, nonce: () => 'nonce-0001' }, { event, url, secret })
  expect(result).toEqual({ acknowledged: true, answer: '200 success' })
  const { headers = {} } = sent[0] ?? {}
  const [timestamp = '', signature = ''] = [headers[signatureHeaders.timestamp], headers[signatureHeaders.signature]]
  const call = { method: 'POST', target: `${notifyPath}?shop=1`, body, timestamp, nonce: 'nonce-0001' }
  expect(isSignedWith(secret, call, signature)).toBe(true)
  await book.close()
  rmSync(folder, { recursive: true })
})
