/**
 * The order book: one JSON line for each change, on the disk before anybody is told. Knows no gateway.
 */
import { mkdirSync, readFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { dirname } from 'node:path'

/** @param {string} path */
export async function openBook(path) {
  mkdirSync(dirname(path), { recursive: true })
  const file = await open(path, 'a')
  const written = readFileSync(path)
  // A power cut may have torn the last line in two; it was told to nobody.
  const whole = written.subarray(0, written.lastIndexOf('\n') + 1)
  await file.truncate(whole.length)

  const onDisk = new Map()
  for (const line of whole.toString().split('\n').slice(0, -1)) {
    const row = JSON.parse(line)
    onDisk.set(row.id, row)
  }
  const latest = new Map(onDisk)
  let waiting = []
  let writing = false

  async function write() {
    writing = true
    while (waiting.length > 0) {
      const batch = waiting
      waiting = []
      await file.appendFile(batch.map(({ row }) => `${JSON.stringify(row)}\n`).join(''))
      await file.datasync()
      for (const { row, done } of batch) {
        onDisk.set(row.id, row)
        done(row)
      }
    }
    writing = false
  }

  /**
   * Changes a row, or makes it. What comes while one write is on its way shares the next. A disk that cannot be written
   * ends the program: to go on would be to forget.
   */
  function put(id, change) {
    const row = { ...latest.get(id), id, ...change }
    latest.set(id, row)
    return new Promise((done) => {
      waiting.push({ row, done })
      if (!writing) write()
    })
  }

  return {
    put,
    /** What may be told: what would still be known after a power cut. */
    told: (id) => onDisk.get(id),
    /** The same; waits for a row that is on its way to the disk for the first time. */
    read: async (id) => onDisk.get(id) ?? (latest.has(id) ? put(id, {}) : undefined),
    /** What decisions are taken on. */
    latest: (id) => latest.get(id),
    /** All rows, oldest first. */
    all: () => [...onDisk.values()],
  }
}
