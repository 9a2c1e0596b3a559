/**
 * The reference till as a process, started as a target.yaml starts it, and killed as a power cut does.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Payment, Refund } from '../reference/terminal-api/words.ts'

const launcher = fileURLToPath(new URL('../bin/pos.ts', import.meta.url))

export type TillSettings = {
  readonly gateway: string
  readonly partner: string
  readonly md5Key: string
  readonly stateDir: string
  readonly port: number
  readonly notifyPort: number
  readonly timeScale: number
  /** RSA in place of MD5: the two files. */
  readonly rsa?: { readonly privateKeyFile: string; readonly alipayPublicKeyFile: string }
}

export type TillProcess = AsyncDisposable & {
  readonly child: ChildProcess
  /** What it wrote to stderr: its log. */
  log(): string
  pay(sale: object): Promise<Payment>
  get(paymentId: string): Promise<Payment>
  cancel(paymentId: string): Promise<Payment>
  refund(paymentId: string, refund: object): Promise<Refund>
  /** As soon as it is not pending any more. */
  settled(paymentId: string): Promise<Payment>
  refundSettled(paymentId: string, refundId: string): Promise<Refund>
  /** SIGKILL. */
  kill(): Promise<void>
  /** SIGTERM; its exit code. */
  end(): Promise<number | null>
}

/** Resolves once it answers. */
export async function startTill(settings: TillSettings, words: readonly string[] = []): Promise<TillProcess> {
  const child = spawn(process.execPath, [launcher, ...words], { env: environment(settings) })
  let log = ''
  child.stderr.on('data', (chunk: Buffer) => {
    log += chunk.toString()
  })
  const closed = once(child, 'close')
  const url = `http://127.0.0.1:${settings.port}`
  while (!(await answers(url))) {
    if (child.exitCode !== null) throw new Error(`the till ended: ${log}`)
    await sleep(20)
  }
  const ask = async (path: string, body?: object) => {
    const answer = await fetch(
      `${url}${path}`,
      body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) },
    )
    if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`)
    return answer.json()
  }
  const until = async <Value extends { readonly status: string }>(path: string): Promise<Value> => {
    for (;;) {
      const value = (await ask(path)) as Value
      if (value.status !== 'pending') return value
      await sleep(20)
    }
  }
  return {
    child,
    log: () => log,
    pay: (sale) => ask('/payments', sale) as Promise<Payment>,
    get: (id) => ask(`/payments/${id}`) as Promise<Payment>,
    cancel: (id) => ask(`/payments/${id}/cancel`, {}) as Promise<Payment>,
    refund: (id, refund) => ask(`/payments/${id}/refunds`, refund) as Promise<Refund>,
    settled: (id) => until(`/payments/${id}`),
    refundSettled: (id, refundId) => until(`/payments/${id}/refunds/${refundId}`),
    async kill() {
      child.kill('SIGKILL')
      await closed
    },
    async end() {
      child.kill('SIGTERM')
      const [code] = await closed
      return code
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await closed
    },
  }
}

/** A port that nobody listens on at the moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

function environment({ rsa, ...settings }: TillSettings): Record<string, string> {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('SUT_'))
  return {
    ...Object.fromEntries(own.map(([name, value]) => [name, value ?? ''])),
    SUT_GATEWAY: settings.gateway,
    SUT_PARTNER: settings.partner,
    SUT_MD5_KEY: settings.md5Key,
    SUT_SIGN_TYPE: rsa === undefined ? 'MD5' : 'RSA2',
    SUT_PRIVATE_KEY_FILE: rsa?.privateKeyFile ?? '',
    SUT_ALIPAY_PUBLIC_KEY_FILE: rsa?.alipayPublicKeyFile ?? '',
    SUT_PORT: String(settings.port),
    SUT_NOTIFY_PORT: String(settings.notifyPort),
    SUT_STATE_DIR: settings.stateDir,
    SUT_TIME_SCALE: String(settings.timeScale),
    // An answer of a busy machine may be late.
    SUT_ANSWER_TIMEOUT_MS: String(1_000 * settings.timeScale),
  }
}

async function answers(url: string): Promise<boolean> {
  return fetch(`${url}/capabilities`).then(
    ({ ok }) => ok,
    () => false,
  )
}
