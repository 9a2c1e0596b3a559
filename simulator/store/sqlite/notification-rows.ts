/** Notifications with their sends so far, as JSON, found by `notify_id` and listed in the order of their making. */
import type { DatabaseSync } from 'node:sqlite'
import type { NotificationRecord } from '../../notify/notification-record.ts'
import type { Book, Books } from './books.ts'

export type NotificationRows = {
  put(book: Book, id: string, json: string): void
  get(book: Book, id: string): NotificationRecord | undefined
  all(book: Book): NotificationRecord[]
}

export function openNotificationRows(database: DatabaseSync, books: Books): NotificationRows {
  const update = database.prepare('UPDATE notification SET data = ? WHERE book = ? AND notify_id = ?')
  const insert = database.prepare('INSERT INTO notification VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING')
  const select = database.prepare('SELECT data FROM notification WHERE book = ? AND notify_id = ?')
  const list = database.prepare('SELECT data FROM notification WHERE id BETWEEN ? AND ? ORDER BY id')
  return {
    put(book, id, json) {
      if (insert.run(books.next(book, 'notification'), book.id, id, json).changes === 0) update.run(json, book.id, id)
    },
    get(book, id) {
      const row = select.get(book.id, id)
      return row === undefined ? undefined : JSON.parse(String(row.data))
    },
    all: (book) => list.all(book.first, book.last).map(({ data }) => JSON.parse(String(data))),
  }
}
