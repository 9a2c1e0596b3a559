/**
 * A notification storm: some payments are made at the terminal API, and then their notifications come again and again. The
 * simulator sends them, so that they are genuine to the last byte; k6 only says when. Source: flows.md §5.
 */

import { sleep } from 'k6'
import exec from 'k6/execution'
import { call, countNonsense } from './call.ts'
import { begun, decided, timeToResult, undecided } from './measures.ts'
import { nthSale } from './sale.ts'
import { decimals, number, text } from './settings.ts'
import { tell } from './tell.ts'
import * as terminal from './terminal.ts'

const base = `${text('LOAD_ADMIN_URL').replace(/\/+$/, '')}/partners/${text('LOAD_PARTNER')}/notifications`
const token = text('LOAD_ADMIN_TOKEN')
const headers: Readonly<Record<string, string>> = token === '' ? {} : { authorization: `Bearer ${token}` }

type Notification = { readonly notify_id: string; readonly attempts: readonly Attempt[] }
type Attempt = { readonly took_ms: number; readonly acknowledged: boolean }

/** Before the storm: the payments whose notifications it is made of. */
export function prepareStorm(): readonly string[] {
  const sales = Math.max(number('LOAD_STORM_TRADES'), 1)
  const common = { seed: text('LOAD_SEED'), runId: text('LOAD_RUN_ID'), percent: { '0000': 100 }, decimals: decimals() }
  for (let n = 0; n < sales; n++) terminal.pay(nthSale({ ...common, cancelShare: 0, refundShare: 0 }, n))
  for (let tries = 0; tries < 50; tries++) {
    const { body } = call({ method: 'GET', url: `${base}?limit=1000`, name: 'list notifications', headers })
    const { notifications = [] } = JSON.parse(body) as { notifications?: readonly Notification[] }
    if (notifications.length >= sales) return notifications.map(({ notify_id: id }) => id)
    sleep(0.1)
  }
  throw new Error('The system under test asks for no notifications: its pays carry no notify_url.')
}

export function notifyJourney(): (ids: readonly string[]) => void {
  return (ids) => {
    const n = exec.scenario.iterationInTest
    const id = ids[n % ids.length] ?? ''
    const at = Date.now()
    begun.add(1)
    const attempt = sent(id)
    ;(attempt?.acknowledged === true ? decided : undecided).add(1)
    if (attempt !== undefined) timeToResult.add(attempt.took_ms, { call: 'notify' })
    const told = attempt?.acknowledged === true ? 'acknowledged' : 'undecided'
    tell({ n, id, at, until: Date.now(), told, ...(attempt && { ms: attempt.took_ms }), calls: 1 })
  }
}

function sent(id: string): Attempt | undefined {
  const { body, error } = call({ method: 'POST', url: `${base}/${id}/resend`, name: 'resend', headers })
  if (error !== undefined) return undefined
  try {
    return (JSON.parse(body) as Notification).attempts.at(-1)
  } catch {
    countNonsense()
    return undefined
  }
}
