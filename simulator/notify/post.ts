/**
 * Posts one notification form: bounded in time and in what is read of the answer, no redirect followed.
 * Source: flows.md §5 (transport); the ten seconds are inferred there.
 */
import type { Charset } from '../../protocol/charset.ts'

export const acknowledgeTimeoutMs = 10_000
const answerBytesMost = 4_096

export type PostResult = { readonly status: number; readonly said: string }

export type Post = (url: string, form: string, options: { charset: Charset; timeoutMs: number }) => Promise<PostResult>

/** `status` 0 when there was no answer; `said` then tells why. Never throws. */
export const postForm: Post = async (url, form, { charset, timeoutMs }) => {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      body: form,
      headers: { 'content-type': `application/x-www-form-urlencoded; charset=${charset}` },
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    })
    return { status: answer.status, said: await readStart(answer) }
  } catch (error) {
    return { status: 0, said: reasonOf(error) }
  }
}

async function readStart(answer: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of answer.body ?? []) {
    chunks.push(chunk)
    size += chunk.length
    if (size > answerBytesMost) break
  }
  return Buffer.concat(chunks).toString('utf8', 0, answerBytesMost)
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? error.cause.message : error.message
}
