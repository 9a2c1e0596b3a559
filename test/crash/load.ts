/**
 * Tills that pay without end at a simulator that comes and goes: each payment is asked again, as a real till does, until
 * it is known what became of it. Everything asked and heard is written down.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { call, payFields, pid } from '../signed-call.ts'
import type { Attempt } from './history.ts'

export type Load = {
  readonly attempts: readonly Attempt[]
  /** How many were told as paid so far. */
  paid(): number
  /** No new payment; resolves when each that was begun is known of. */
  end(): Promise<void>
}

export type LoadOptions = {
  readonly origin: () => string
  readonly notifyUrl: string
  /** Whose wallet is kept: every third payment is made with a code from that phone. */
  readonly buyer: string
  readonly tills: number
}

const retryMs = 20
const givesUpMs = 2_000
/** A till that finds nobody any more ends, so that a broken simulator ends a test too. */
const attemptsMost = 500

export function startLoad({ origin, notifyUrl, buyer, tills }: LoadOptions): Load {
  const attempts: Attempt[] = []
  let ended = false
  let nth = 0

  const attempt = async (partnerTransId: string, code: string): Promise<Attempt['heard']> => {
    const fields = payFields(partnerTransId, { notify_url: notifyUrl, buyer_identity_code: code })
    const told = await Promise.race([call(`${origin()}/gateway.do`, fields), pause(givesUpMs)]).catch(() => undefined)
    if (told === undefined || told.answer.kind === 'unreadable') return { kind: 'nothing' }
    const { result_code: result, alipay_trans_id: alipayTransId = '', error = '' } = told.fields
    return result === 'SUCCESS' ? { kind: 'paid', alipayTransId } : { kind: 'refused', code: error }
  }
  const freshCode = async (): Promise<string | undefined> => {
    const path = `${origin()}/_admin/partners/${pid}/buyers/${buyer}/code`
    const answer = await fetch(path, { method: 'POST' }).catch(() => undefined)
    if (answer?.status !== 200) return undefined
    const issued = await answer.json().catch(() => undefined)
    return issued === undefined ? undefined : (issued as { code: string }).code
  }
  const pay = async (id: string, code: string) => {
    for (let count = 0; count < attemptsMost; count++) {
      const heard = await attempt(id, code)
      attempts.push({ partnerTransId: id, heard })
      if (heard.kind !== 'nothing' && !(heard.kind === 'refused' && heard.code === 'SYSTEM_ERROR')) return
      await pause(retryMs)
    }
  }
  const till = async () => {
    while (!ended) {
      const number = ++nth
      const stranger = `281${String(number).padStart(15, '0')}`
      const code = number % 3 === 0 ? await freshCode() : stranger
      if (code === undefined) await pause(retryMs)
      else await pay(`CRASH${number}`, code)
    }
  }
  const all = Promise.all(Array.from({ length: tills }, till))
  return {
    attempts,
    paid: () => attempts.filter(({ heard }) => heard.kind === 'paid').length,
    async end() {
      ended = true
      await all
    },
  }
}
