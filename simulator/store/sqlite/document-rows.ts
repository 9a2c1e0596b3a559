/**
 * Small things that must survive beside the trades: counted calls, and what each partner was set to. Both ride along with the
 * next transaction.
 */
import type { DatabaseSync } from 'node:sqlite'
import type { DocumentWriter, KeptDocument } from '../store.ts'
import type { Book, Books } from './books.ts'

export type DocumentRows = {
  all(): KeptDocument[]
  put(partner: string, name: string, write: DocumentWriter): void
  count(partner: string, book: Book | undefined, name: string): number
  /** Within a transaction, before all else. */
  write(): void
  settle(committed: boolean): void
  forget(partner: string): void
}

type Waiting = { readonly partner: string; readonly name: string; readonly write: DocumentWriter }

export function openDocumentRows(database: DatabaseSync, books: Books): DocumentRows {
  const select = database.prepare('SELECT partner, name, text FROM document')
  const put = database.prepare('INSERT OR REPLACE INTO document VALUES (?, ?, ?)')
  const remove = database.prepare('DELETE FROM document WHERE partner = ? AND name = ?')
  const removeAll = database.prepare("DELETE FROM document WHERE partner = ? AND name <> 'partner'")
  const sumOf = database.prepare('SELECT sum FROM count WHERE book = ? AND name = ?')
  const putCount = database.prepare('INSERT OR REPLACE INTO count VALUES (?, ?, ?)')
  const waiting = new Map<string, Waiting>()
  const counted = new Map<string, Map<string, number>>()

  return {
    all: () =>
      select
        .all()
        .map(({ partner, name, text }) => ({ partner: String(partner), name: String(name), text: String(text) })),
    put: (partner, name, write) => void waiting.set(`${partner}/${name}`, { partner, name, write }),
    count(partner, book, name) {
      const sums = counted.get(partner) ?? new Map<string, number>()
      counted.set(partner, sums)
      const kept = () => (book === undefined ? 0 : Number(sumOf.get(book.id, name)?.sum ?? 0))
      const sum = (sums.get(name) ?? kept()) + 1
      sums.set(name, sum)
      return sum
    },
    write() {
      for (const { partner, name, write } of waiting.values()) {
        const book = books.find(partner)
        const text = write(book === undefined ? 0 : books.newest(book, 'event') - book.first)
        if (text === null) remove.run(partner, name)
        else put.run(partner, name, text)
      }
      for (const [partner, sums] of counted) {
        const book = books.findOrMake(partner)
        for (const [name, sum] of sums) putCount.run(book.id, name, sum)
      }
    },
    settle(committed) {
      if (!committed) return
      waiting.clear()
      counted.clear()
    },
    forget(partner) {
      counted.delete(partner)
      removeAll.run(partner)
    },
  }
}
