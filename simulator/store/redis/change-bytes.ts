/**
 * Changes and answers as the bytes that the commit script reads: each field with its length before it, as its `struct.unpack` takes
 * them. One piece of memory for a whole script: words of their own cost the client, the wire and Redis more than what they say.
 */
import type { Instant } from '../../../protocol/beijing-time.ts'
import type { SentAnswer } from '../../journal/exchange.ts'
import type { Change } from '../store.ts'
import type { ByteWriter } from './byte-writer.ts'
import { answerHead, exchangeHead } from './journal-text.ts'

export type ClosedExchange = { readonly id: number; readonly answer: SentAnswer }

/** @param now by the machine's time, for the age of the exchange */
export function writeChange(to: ByteWriter, change: Change, now: Instant): void {
  const { trade, block, absent = '', refundId = '', spends = '', account, exchange } = change
  const { notifications = [], done = [], tasks = [] } = change
  to.text(trade === undefined ? '' : trade.partnerTransId)
  to.text(trade === undefined ? '' : String(trade.version))
  to.text(trade === undefined ? '' : JSON.stringify(trade))
  to.text(trade === undefined ? '' : trade.alipayTransId)
  to.text(block === undefined ? '' : block.partnerTransId)
  to.text(block === undefined ? '' : JSON.stringify(block))
  to.text(absent)
  to.text(refundId)
  to.text(spends)
  to.text(account === undefined ? '' : account.userId)
  to.text(account === undefined ? '' : String(account.asOf))
  to.text(account === undefined ? '' : account.text)
  to.text(exchange === undefined ? '' : String(exchange.id))
  if (exchange === undefined) to.text('')
  else to.textAndBytes(exchangeHead(exchange, now), exchange.request.body)
  to.count(notifications.length)
  for (const record of notifications) {
    to.text(record.id)
    to.text(JSON.stringify(record))
  }
  to.count(done.length)
  for (const id of done) to.text(id)
  to.count(tasks.length)
  for (const task of tasks) {
    to.text(task.id)
    to.text(String(task.dueAt))
    to.text(JSON.stringify(task))
  }
}

export function writeClosed(to: ByteWriter, { id, answer }: ClosedExchange): void {
  to.text(String(id))
  to.textAndBytes(answerHead(answer), answer.body)
}
