/**
 * A program spoken to in JSON lines on stdio. Source: terminal-api.md (JSON lines on stdio).
 */
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { type StdioOperation, terminalErrorCodes } from '../../reference/terminal-api/words.ts'
import { type Conversation, SutError, type SutErrorCode } from './system-under-test.ts'
import { readCapabilities, readPage, readPayment, readRefund, shown } from './words-schema.ts'

export type Stdio = { readonly stdin: Writable; readonly stdout: Readable }

export type ExecConversation = Conversation & {
  /** Says goodbye; the program should end by itself then. */
  bye(): Promise<void>
}

type Waiting = { readonly resolve: (said: unknown) => void; readonly reject: (error: SutError) => void }

/** @param stdio asked for at each call: after a restart it is another program's */
export function execConversation(stdio: () => Stdio, { timeoutMs }: { readonly timeoutMs: number }): ExecConversation {
  const lines = new WeakMap<Stdio, ReturnType<typeof openLines>>()
  let lastId = 0
  async function ask(op: StdioOperation, body: object = {}): Promise<unknown> {
    const program = stdio()
    const open = lines.get(program) ?? openLines(program)
    lines.set(program, open)
    lastId += 1
    return open.ask({ id: lastId, op, body }, timeoutMs)
  }
  return {
    capabilities: async () => readCapabilities(await ask('hello', { version: 1 }), 'hello'),
    pay: async (request) => readPayment(await ask('pay', request), 'pay'),
    get: async (id) => readPayment(await ask('get', { payment_id: id }), 'get'),
    cancel: async (id) => readPayment(await ask('cancel', { payment_id: id }), 'cancel'),
    refund: async (id, request) => readRefund(await ask('refund', { payment_id: id, ...request }), 'refund'),
    getRefund: async (id, refundId) =>
      readRefund(await ask('get_refund', { payment_id: id, refund_id: refundId }), 'get_refund'),
    async *list() {
      let cursor: string | null = null
      do {
        const page = readPage(await ask('list', cursor === null ? {} : { cursor }), 'list')
        yield* page.payments
        cursor = page.next
      } while (cursor !== null)
    },
    bye: async () => {
      await ask('bye')
    },
  }
}

function openLines({ stdin, stdout }: Stdio) {
  const waiting = new Map<number, Waiting>()
  let stray = ''
  let ended: SutError | undefined
  const endAll = (code: SutErrorCode, detail: string) => {
    ended ??= new SutError(code, { detail })
    for (const { reject } of waiting.values()) reject(ended)
    waiting.clear()
  }
  stdin.on('error', () => endAll('unreachable', 'The program no longer reads its standard input.'))
  const reader = createInterface({ input: stdout })
  reader.on('line', (line) => {
    const said = readLine(line)
    if (said === undefined)
      return endAll(
        'nonsense',
        `The program wrote a line that is no JSON object: ${shown(line)} Its log belongs on stderr.`,
      )
    const asked = waiting.get(said.id ?? Number.NaN)
    if (asked === undefined || said.id === undefined) {
      // Whoever waits for it in vain is told of it.
      stray = ` It wrote a line that answers nothing: ${shown(line)}`
      return
    }
    waiting.delete(said.id)
    if ('nonsense' in said)
      asked.reject(new SutError('nonsense', { detail: `The program wrote a line that is no answer: ${shown(line)}` }))
    else if ('ok' in said) asked.resolve(said.ok)
    else asked.reject(said.error)
  })
  reader.on('close', () => endAll('unreachable', 'The program has ended.'))
  return {
    ask({ id, op, body }: { id: number; op: string; body: object }, timeoutMs: number): Promise<unknown> {
      return new Promise((resolve, reject) => {
        if (ended !== undefined) return reject(ended)
        const timer = setTimeout(() => {
          waiting.delete(id)
          reject(new SutError('timeout', { detail: `${op} was not answered within ${timeoutMs} ms.${stray}` }))
        }, timeoutMs)
        const done =
          <T>(end: (value: T) => void) =>
          (value: T) => {
            clearTimeout(timer)
            end(value)
          }
        waiting.set(id, { resolve: done(resolve), reject: done(reject) })
        stdin.write(`${JSON.stringify({ id, op, body })}\n`)
      })
    },
  }
}

type Said = { readonly id: number | undefined } & (
  | { readonly ok: unknown }
  | { readonly error: SutError }
  | { readonly nonsense: true }
)

/** Undefined for what is no JSON object; an answer whose id is no number belongs to nobody. */
function readLine(line: string): Said | undefined {
  let said: unknown
  try {
    said = JSON.parse(line)
  } catch {
    return undefined
  }
  if (typeof said !== 'object' || said === null || Array.isArray(said)) return undefined
  const id = 'id' in said && typeof said.id === 'number' ? said.id : undefined
  if ('ok' in said) return { id, ok: said.ok }
  if (!('error' in said) || typeof said.error !== 'object' || said.error === null) return { id, nonsense: true }
  const { code, message } = said.error as { code?: unknown; message?: unknown }
  const known = terminalErrorCodes.find((candidate) => candidate === code) ?? 'nonsense'
  return { id, error: new SutError(known, { detail: shown(message ?? code) }) }
}
