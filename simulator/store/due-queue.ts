/**
 * Tasks in the order in which they fall due. What was handed out is no longer in the queue, but kept until it is done,
 * so that a task put again under the same id replaces the old one.
 */
import TinyQueue from 'tinyqueue'
import type { Instant } from '../../protocol/beijing-time.ts'
import type { Task } from './store.ts'

/** A number breaks ties: what was put first falls due first. */
type Entry = { readonly task: Task; readonly order: number }

export class DueQueue {
  readonly #current = new Map<string, Entry>()
  readonly #queue = new TinyQueue<Entry>([], (a, b) => a.task.dueAt - b.task.dueAt || a.order - b.order)
  #order = 0

  put(task: Task): void {
    const entry = { task, order: this.#order++ }
    this.#current.set(task.id, entry)
    this.#queue.push(entry)
  }

  done(id: string): void {
    this.#current.delete(id)
  }

  /** Each task is handed out once; putting it again makes it new. */
  claim(until: Instant, limit: number): Task[] {
    const claimed: Task[] = []
    for (let next = this.#next(); next !== undefined && claimed.length < limit; next = this.#next()) {
      if (next.task.dueAt > until) break
      this.#queue.pop()
      claimed.push(next.task)
    }
    return claimed
  }

  nextDue(): Instant | undefined {
    return this.#next()?.task.dueAt
  }

  /** The first entry that is still current; replaced and finished ones are dropped on the way. */
  #next(): Entry | undefined {
    for (let entry = this.#queue.peek(); entry !== undefined; entry = this.#queue.peek()) {
      if (this.#current.get(entry.task.id) === entry) return entry
      this.#queue.pop()
    }
    return undefined
  }
}
