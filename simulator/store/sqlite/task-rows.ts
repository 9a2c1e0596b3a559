/**
 * What falls due, and who has it. Handed out is known to this process alone: whoever starts anew has everything handed out
 * again, for nobody is at work on it any more.
 */
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import type { Instant } from '../../../protocol/beijing-time.ts'
import type { Task } from '../store.ts'
import type { Book } from './books.ts'

export type TaskRows = {
  put(book: Book, task: Task): void
  remove(book: Book, id: Task['id']): void
  claim(book: Book, partner: string, until: Instant, limit: number): Task[]
  nextDue(book: Book): Instant | undefined
  /** The transaction is over: what was put anew or removed in it is nobody's any more. */
  settle(committed: boolean): void
  forget(book: Book): void
}

type Handed = {
  readonly names: Set<string>
  /** Nothing that is still to be handed out falls due earlier: what was handed out need not be stepped over again and again. */
  floor: Instant
  /** The first of those still to be handed out, while that is known: every payment asks. */
  next: { readonly name: string; readonly dueAt: Instant } | undefined
}

export function openTaskRows(database: DatabaseSync): TaskRows {
  // A task that is put again is a new row: what was put first falls due first.
  const replace = database.prepare('INSERT OR REPLACE INTO task (book, name, due_at, kind, ref) VALUES (?, ?, ?, ?, ?)')
  const remove = database.prepare('DELETE FROM task WHERE book = ? AND name = ?')
  const due = database.prepare('SELECT * FROM task WHERE book = ? AND due_at BETWEEN ? AND ? ORDER BY due_at, id')
  const handedOut = new Map<number, Handed>()
  let moved: { readonly book: Book; readonly name: string }[] = []

  const handedOf = (book: Book): Handed => {
    let handed = handedOut.get(book.id)
    if (handed === undefined) {
      handed = { names: new Set(), floor: Number.MIN_SAFE_INTEGER, next: undefined }
      handedOut.set(book.id, handed)
    }
    return handed
  }

  return {
    put(book, { id, dueAt, kind, ref }) {
      replace.run(book.id, id, dueAt, kind, ref)
      const handed = handedOf(book)
      handed.floor = Math.min(handed.floor, dueAt)
      const { next } = handed
      if (next?.name === id) handed.next = undefined
      else if (next !== undefined && dueAt < next.dueAt) handed.next = { name: id, dueAt }
      moved.push({ book, name: id })
    },
    remove(book, id) {
      remove.run(book.id, id)
      const handed = handedOf(book)
      if (handed.next?.name === id) handed.next = undefined
      moved.push({ book, name: id })
    },
    claim(book, partner, until, limit) {
      const handed = handedOf(book)
      handed.next = undefined
      const claimed: Task[] = []
      for (const row of due.iterate(book.id, handed.floor, until)) {
        if (handed.names.has(String(row.name))) continue
        handed.floor = Number(row.due_at)
        if (claimed.length === limit) return claimed
        claimed.push(taskOf(row, partner))
        handed.names.add(String(row.name))
      }
      return claimed
    },
    nextDue(book) {
      const handed = handedOf(book)
      if (handed.next !== undefined) return handed.next.dueAt
      for (const row of due.iterate(book.id, handed.floor, Number.MAX_SAFE_INTEGER)) {
        const name = String(row.name)
        if (handed.names.has(name)) continue
        handed.floor = Number(row.due_at)
        handed.next = { name, dueAt: handed.floor }
        return handed.floor
      }
      handed.floor = Number.MAX_SAFE_INTEGER
      return undefined
    },
    settle(committed) {
      for (const { book, name } of moved) {
        const handed = handedOut.get(book.id)
        if (committed) handed?.names.delete(name)
        else if (handed !== undefined) handed.next = undefined
      }
      moved = []
    },
    forget: (book) => void handedOut.delete(book.id),
  }
}

function taskOf({ name, due_at, kind, ref }: Record<string, SQLOutputValue>, partner: string): Task {
  return { id: String(name), partner, dueAt: Number(due_at), kind: kind as Task['kind'], ref: String(ref) }
}
