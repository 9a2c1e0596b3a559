/**
 * What `serve --upstream` tells: each answer of a real gateway in which ours would have differed, a file with every exchange,
 * and at the end the differences by kind.
 */
import { appendFile } from 'node:fs/promises'
import { printable } from '../protocol/diagnosis/shown.ts'
import type { UpstreamRecord } from '../simulator/upstream/upstream-record.ts'
import { textColumns } from './text-columns.ts'

export type UpstreamLog = {
  record(record: UpstreamRecord): void
  /** What all of it came to; resolves when the file holds every record. */
  summary(): Promise<string>
}

export function upstreamLog(
  file: string,
  { write, trouble }: { write(text: string): void; trouble(error: unknown): void },
): UpstreamLog {
  const kinds = new Map<string, { count: number; example: string }>()
  let asked = 0
  let unlike = 0
  let writing = Promise.resolve()
  return {
    record(record) {
      asked += 1
      writing = writing.then(() => appendFile(file, `${JSON.stringify(record)}\n`, { mode: 0o600 })).catch(trouble)
      const { service, partner_trans_id: order, why, differences } = record
      const about = printable(order)
      if (why !== null) write(`           upstream ${printable(service)} ${about}: ${printable(why)}\n`)
      if (differences.length > 0) unlike += 1
      for (const { of, how, theirs, ours } of differences) {
        const kind = printable(`${shortService(service)} ${of} (${how})`)
        const { count } = kinds.get(kind) ?? { count: 0 }
        kinds.set(kind, { count: count + 1, example: `${about}: theirs ${shown(theirs)}, ours ${shown(ours)}` })
        write(`           differs: ${kind}  ${about}: theirs ${shown(theirs)}, ours ${shown(ours)}\n`)
      }
    },
    async summary() {
      await writing
      const rows = [...kinds]
        .toSorted(([, a], [, b]) => b.count - a.count)
        .map(([kind, { count, example }]) => [`${count} × ${kind}`, example] as const)
      return `${asked} asked, ${unlike} answered otherwise than ours; all of them in ${file}\n${textColumns(rows)}`
    },
  }
}

function shortService(service: string): string {
  return service.slice(service.lastIndexOf('.') + 1)
}

/** Bytes of somebody else's: nothing of it may move the cursor. */
function shown(value: string | null): string {
  return value === null ? 'nothing' : printable(JSON.stringify(value))
}
