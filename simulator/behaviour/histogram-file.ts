/**
 * Measured latencies from a file: a line "milliseconds,count" for each bucket, in rising order; a head line and blank lines
 * are passed over.
 */
import { readFile } from 'node:fs/promises'
import type { Bucket } from './latency.ts'

export type ReadHistogram =
  | { readonly ok: true; readonly buckets: readonly Bucket[] }
  | { readonly ok: false; readonly message: string }

export async function readHistogram(file: string): Promise<ReadHistogram> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    return { ok: false, message: `names ${file}, which cannot be read (${why})` }
  }
  const read = parseHistogram(text)
  return read.ok ? read : { ok: false, message: `names ${file}, where ${read.message}` }
}

export function parseHistogram(text: string): ReadHistogram {
  const buckets: Bucket[] = []
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '' || (buckets.length === 0 && /^\D*,\D*$/.test(line))) continue
    const match = /^\s*(\d+(?:\.\d+)?)\s*,\s*(\d+)\s*$/.exec(line)
    if (match === null) return { ok: false, message: `line ${index + 1} is not "milliseconds,count"` }
    const bucket = { upToMs: Number(match[1]), count: Number(match[2]) }
    if (bucket.upToMs <= (buckets.at(-1)?.upToMs ?? 0))
      return { ok: false, message: `line ${index + 1} does not rise above the line before` }
    buckets.push(bucket)
  }
  return buckets.some(({ count }) => count > 0) ? { ok: true, buckets } : { ok: false, message: 'nothing is counted' }
}
