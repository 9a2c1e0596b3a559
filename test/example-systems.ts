/**
 * The two systems of conformance/examples, really started, and spoken to each in its own way or as its target.yaml says; what
 * they say in the words of the terminal API.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { SutError } from '../conformance/adapter/system-under-test.ts'
import { openTarget } from '../conformance/target/open-target.ts'
import { loadTarget } from '../conformance/target/target.ts'
import type { Payment, Refund } from '../reference/terminal-api/words.ts'
import { realClock } from '../simulator/clock.ts'

const examples = fileURLToPath(new URL('../conformance/examples/', import.meta.url))

/** Where it is started: the same folder again is the same shop. */
export type Surroundings = {
  readonly gateway: string
  readonly partner: string
  readonly md5Key: string
  readonly privateKeyFile: string
  readonly alipayPublicKeyFile: string
  readonly stateDir: string
  readonly timeScale: number
  readonly port: number
  readonly notifyPort?: number
}

export type Sale = { readonly id: string; readonly code: string; readonly cents?: number; readonly subject?: string }

/** `state` is a word of the terminal API; `error` is what an error was called, in its words too. */
export type Said = { readonly state: string; readonly refundedCents?: number; readonly error?: string }

export type ExampleSystem = {
  pay(sale: Sale): Promise<Said>
  get(id: string): Promise<Said>
  cancel(id: string): Promise<Said>
  refund(id: string, refundId: string, cents: number): Promise<Said>
  getRefund(id: string, refundId: string): Promise<Said>
  /** Ids of the whole book, fetched two at a time. */
  list(): Promise<readonly string[]>
  /** As a power cut would. */
  kill(): Promise<void>
}

type Json = Readonly<Record<string, unknown>>

/** conformance/examples/python-till: JSON lines on stdio. */
export async function startPythonTill(at: Surroundings): Promise<ExampleSystem> {
  const child = spawn('python3', [`${examples}python-till/till.py`], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      // What is beside the file is what somebody wrote there.
      PYTHONDONTWRITEBYTECODE: '1',
      SUT_GATEWAY: at.gateway,
      SUT_PARTNER: at.partner,
      SUT_MD5_KEY: at.md5Key,
      SUT_STATE_DIR: at.stateDir,
      SUT_TIME_SCALE: String(at.timeScale),
      ...(at.notifyPort === undefined ? {} : { SUT_NOTIFY_PORT: String(at.notifyPort) }),
    },
  })
  const kill = killing(child)
  const waiting = new Map<number, (answer: Json) => void>()
  createInterface({ input: child.stdout }).on('line', (line) => {
    const answer: Json = JSON.parse(line)
    waiting.get(Number(answer.id))?.(answer)
    waiting.delete(Number(answer.id))
  })
  let count = 0
  const ask = async (op: string, body: Json): Promise<Json> => {
    count += 1
    const answered = new Promise<Json>((resolve) => waiting.set(count, resolve))
    child.stdin.write(`${JSON.stringify({ id: count, op, body })}\n`)
    return Promise.race([answered, kill.dead])
  }
  const said = ({ ok, error }: Json): Said => {
    if (error !== undefined) return { state: 'error', error: String((error as Json).code) }
    const { status, refunded } = ok as Json
    return {
      state: String(status),
      ...(refunded === undefined ? {} : { refundedCents: Math.round(Number(refunded) * 100) }),
    }
  }
  await ask('hello', { version: 1 })
  return {
    async pay({ id, code, cents = 1230, subject = 'Käse & 咖啡 "groß"' }) {
      const order = { payment_id: id, code, amount: (cents / 100).toFixed(2), currency: 'USD', subject }
      return said(await ask('pay', order))
    },
    get: async (id) => said(await ask('get', { payment_id: id })),
    cancel: async (id) => said(await ask('cancel', { payment_id: id })),
    async refund(id, refundId, cents) {
      const refund = { payment_id: id, refund_id: refundId, amount: (cents / 100).toFixed(2) }
      return said(await ask('refund', refund))
    },
    getRefund: async (id, refundId) => said(await ask('get_refund', { payment_id: id, refund_id: refundId })),
    async list() {
      const ids: string[] = []
      for (let cursor: unknown = null, first = true; first || cursor !== null; first = false) {
        const page = (await ask('list', { cursor, limit: 2 })).ok as { payments: Json[]; next: unknown }
        ids.push(...page.payments.map(({ payment_id }) => String(payment_id)))
        cursor = page.next
      }
      return ids
    },
    kill: kill.now,
  }
}

const backendStates: Readonly<Record<string, string>> = {
  OPEN: 'pending',
  SETTLED: 'paid',
  DECLINED: 'not_paid',
  VOIDED: 'cancelled',
  ASK: 'unclear',
  RETURNED: 'refunded',
  REFUSED: 'not_refunded',
}
const backendErrors: Readonly<Record<number, string>> = { 404: 'not_found', 409: 'conflict', 422: 'bad_request' }

/** conformance/examples/rest-backend: an API of its own, signed with RSA2. */
export async function startRestBackend(at: Surroundings): Promise<ExampleSystem> {
  const child = spawn(process.execPath, [`${examples}rest-backend/server.mjs`], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      ALIPAY_URL: at.gateway,
      ALIPAY_PID: at.partner,
      ALIPAY_SIGN_TYPE: 'RSA2',
      ALIPAY_OWN_KEY: at.privateKeyFile,
      ALIPAY_THEIR_KEY: at.alipayPublicKeyFile,
      DATA_DIR: at.stateDir,
      HURRY: String(at.timeScale),
      PORT: String(at.port),
    },
  })
  const kill = killing(child)
  const port = new Promise<string>((resolve) => {
    createInterface({ input: child.stderr }).on('line', (line) => {
      const listening = /^listening on (\d+)$/.exec(line)?.[1]
      if (listening !== undefined) resolve(listening)
    })
  })
  const origin = `http://127.0.0.1:${await Promise.race([port, kill.dead])}`
  const ask = async (method: string, path: string, body?: Json) => {
    const response = await fetch(`${origin}${path}`, { method, body: body === undefined ? null : JSON.stringify(body) })
    return { status: response.status, body: (await response.json()) as Json }
  }
  const said = ({ status, body }: { status: number; body: Json }): Said => {
    const error = backendErrors[status]
    if (error !== undefined) return { state: 'error', error }
    const { returnedCents } = body
    return {
      state: backendStates[String(body.state)] ?? String(body.state),
      ...(returnedCents === undefined ? {} : { refundedCents: Number(returnedCents) }),
    }
  }
  return {
    async pay({ id, code, cents = 1230, subject = 'Käse & 咖啡 "groß"' }) {
      return said(
        await ask('POST', '/v1/orders', { orderNo: id, scannedCode: code, amountCents: cents, text: subject }),
      )
    },
    get: async (id) => said(await ask('GET', `/v1/orders/${id}`)),
    cancel: async (id) => said(await ask('POST', `/v1/orders/${id}/void`)),
    async refund(id, refundId, cents) {
      return said(await ask('POST', `/v1/orders/${id}/returns`, { returnNo: refundId, amountCents: cents }))
    },
    getRefund: async (id, refundId) => said(await ask('GET', `/v1/orders/${id}/returns/${refundId}`)),
    async list() {
      const ids: string[] = []
      for (let from: unknown = 0; from !== undefined; ) {
        const { body } = await ask('GET', `/v1/orders?from=${from}&count=2`)
        ids.push(...(body.orders as Json[]).map(({ orderNo }) => String(orderNo)))
        from = body.more
      }
      return ids
    },
    kill: kill.now,
  }
}

/** Either of them by the kit's own adapter. */
export function startByTarget(name: string): (at: Surroundings) => Promise<ExampleSystem> {
  return async function startByItsTarget(at) {
    const target = await loadTarget(`${examples}${name}/target.yaml`)
    const facts = {
      gateway: at.gateway,
      partner: at.partner,
      md5_key: at.md5Key,
      sign_type: target.sign_type,
      private_key_file: at.privateKeyFile,
      alipay_public_key_file: at.alipayPublicKeyFile,
      port: String(at.port),
      notify_port: String(at.notifyPort),
      state_dir: at.stateDir,
      time_scale: String(at.timeScale),
    }
    const system = await openTarget(target, facts, { clock: realClock, environment: process.env })
    return {
      pay: ({ id, code, cents = 1230 }) =>
        answered(system.pay({ payment_id: id, code, amount: units(cents), currency: 'USD' })),
      get: (id) => answered(system.get(id)),
      cancel: (id) => answered(system.cancel(id)),
      refund: (id, refundId, cents) => answered(system.refund(id, { refund_id: refundId, amount: units(cents) })),
      getRefund: (id, refundId) => answered(system.getRefund(id, refundId)),
      async list() {
        const ids: string[] = []
        for await (const { payment_id } of system.list()) ids.push(payment_id)
        return ids
      },
      kill: () => system.kill(),
    }
  }
}

const units = (cents: number) => (cents / 100).toFixed(2)

async function answered(asked: Promise<Payment | Refund>): Promise<Said> {
  try {
    const answer = await asked
    const refunded = 'refunded' in answer ? answer.refunded : undefined
    return {
      state: answer.status,
      ...(refunded === undefined ? {} : { refundedCents: Math.round(Number(refunded) * 100) }),
    }
  } catch (error) {
    if (error instanceof SutError) return { state: 'error', error: error.code }
    throw error
  }
}

/** `dead` never resolves; it rejects with the last words when the process has ended. */
function killing(child: ChildProcess) {
  let lastWords = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    lastWords = (lastWords + chunk.toString()).slice(-2_000)
  })
  const closed = once(child, 'close')
  const dead = closed.then(() => {
    throw new Error(`it ended; its last words: ${lastWords}`)
  })
  dead.catch(() => undefined)
  return {
    dead,
    now: async () => {
      child.kill('SIGKILL')
      await closed
    },
  }
}
