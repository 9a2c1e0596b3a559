/** A change as the words that the commit script reads, in its order. */
import type { Instant } from '../../../protocol/beijing-time.ts'
import type { Change } from '../store.ts'
import { writeExchange } from './journal-text.ts'

export function changeWords(change: Change, now: Instant): (string | number)[] {
  const {
    trade,
    block,
    refundId = '',
    spends = '',
    account,
    notifications = [],
    done = [],
    tasks = [],
    exchange,
  } = change
  const words: (string | number)[] =
    trade === undefined
      ? ['', 0, '', '']
      : [trade.partnerTransId, trade.version, JSON.stringify(trade), trade.alipayTransId]
  words.push(block?.partnerTransId ?? '', block === undefined ? '' : JSON.stringify(block), refundId, spends)
  words.push(account?.userId ?? '', account?.asOf ?? '', account?.text ?? '')
  words.push(notifications.length)
  for (const record of notifications) words.push(record.id, JSON.stringify(record))
  words.push(done.length, ...done, tasks.length)
  for (const task of tasks) words.push(task.id, task.dueAt, JSON.stringify(task))
  if (exchange === undefined) words.push('', '')
  else words.push(exchange.id, writeExchange(exchange, now))
  return words
}
