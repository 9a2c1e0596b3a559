/**
 * A till for tests, in the process, on free ports, at a hundred times the speed, with a folder that goes away with it. Where
 * the gateway is, the test says. Not published.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../../client/index.ts'
import { testKey, testPartner } from '../../client/testing/scripted-gateway.ts'
import type { Payment, Refund } from '../../terminal-api/words.ts'
import type { LogEntry } from '../log.ts'
import type { PosParts } from '../parts.ts'
import { startPos } from '../pos.ts'
import type { PosSettings } from '../settings.ts'
import type { Till } from '../till/till.ts'

/** What the HTTP API said: a payment, a refund, a page, or problem details. */
export type TillReply = { readonly status: number; readonly body: Readonly<Record<string, unknown>> }

export type TestTill = AsyncDisposable & {
  readonly url: string
  readonly notifyUrl: string
  readonly till: Till
  readonly log: readonly LogEntry[]
  readonly stateDir: string
  /** POST with a body, GET without. */
  ask(path: string, body?: unknown): Promise<TillReply>
  /** What `get` says as soon as it is not `pending` any more. */
  settled(paymentId: string): Promise<Payment>
  refundSettled(paymentId: string, refundId: string): Promise<Refund>
  stop(): Promise<void>
}

export type TestTillOptions = {
  readonly gateway: string
  readonly parts?: PosParts
  readonly settings?: Partial<PosSettings>
  /** The folder of an earlier one: it is started again. */
  readonly stateDir?: string
}

export const testShop = {
  secondaryMerchantId: 'S001',
  secondaryMerchantName: 'Demo Cafe',
  secondaryMerchantIndustry: '5812',
  storeId: 'ST01',
  storeName: 'Demo Cafe Airport',
}

export async function openTill({ gateway, parts, settings, stateDir }: TestTillOptions): Promise<TestTill> {
  const folder = stateDir ?? mkdtempSync(join(tmpdir(), 'reference-pos-'))
  const log: LogEntry[] = []
  const pos = await startPos(
    {
      gateway,
      partner: testPartner,
      credentials: { key: testKey },
      port: 0,
      notifyPort: 0,
      stateDir: folder,
      shop: testShop,
      goods: 'Coffee',
      // An answer of a busy machine may be late.
      timings: { timeScale: 100, answerTimeoutMs: 100_000 },
      clock: systemClock,
      random: () => 0,
      log: (entry) => log.push(entry),
      ...settings,
    },
    parts,
  )
  const { url = '', notifyUrl, till } = pos
  return {
    url,
    notifyUrl,
    till,
    log,
    stateDir: folder,
    async ask(path, body) {
      const answer = await fetch(`${url}${path}`, body === undefined ? {} : { method: 'POST', body: textOf(body) })
      return { status: answer.status, body: (await answer.json()) as TillReply['body'] }
    },
    settled: (paymentId) => untilSettled(() => till.get(paymentId)),
    refundSettled: (paymentId, refundId) => untilSettled(() => till.getRefund(paymentId, refundId)),
    stop: pos.stop,
    async [Symbol.asyncDispose]() {
      await pos.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function textOf(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body)
}

type Answer<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly message: string }

async function untilSettled<Value extends { readonly status: string }>(look: () => Answer<Value>): Promise<Value> {
  for (;;) {
    const answer = look()
    if (!answer.ok) throw new Error(answer.message)
    if (answer.value.status !== 'pending') return answer.value
    await systemClock.sleep(5)
  }
}
