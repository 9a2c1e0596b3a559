/** What the control API refuses a call with, as a test compares it. */
import { expect } from 'vitest'
import { AdminError } from '../simulator/admin/client/index.ts'

export type Refusal = { readonly code: string; readonly status: number | undefined; readonly fields: readonly string[] }

/** Fails when the call is not refused at all. */
export async function refusalOf(call: Promise<unknown>): Promise<Refusal> {
  try {
    await call
  } catch (error) {
    if (!(error instanceof AdminError)) throw error
    const { code, problem } = error
    return { code, status: problem?.status, fields: (problem?.errors ?? []).map(({ field }) => field) }
  }
  return expect.fail('the call was not refused')
}
