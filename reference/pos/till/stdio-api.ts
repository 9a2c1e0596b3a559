/**
 * The terminal API as JSON lines: one object a line each way, answers in any order. Source: terminal-api.md ("JSON lines").
 */
import { type StdioOperation, stdioOperations, type TerminalErrorCode } from '../../terminal-api/words.ts'
import { messageOf, type PosLog } from '../log.ts'
import type { Till, TillAnswer } from './till.ts'

export type StdioParts = {
  readonly till: Till
  readonly log: PosLog
  /** One line each, without its end. */
  readonly lines: AsyncIterable<string>
  write(line: string): void
}

type Body = Readonly<Record<string, unknown>>

/** Resolves when the caller has said `bye` or nothing more comes, and every answer is written. */
export async function serveStdio({ till, log, lines, write }: StdioParts): Promise<void> {
  const answering = new Set<Promise<void>>()
  for await (const line of lines) {
    if (line.trim() === '') continue
    const { id, op, body } = readLine(line)
    if (op === 'bye') {
      await Promise.all(answering)
      write(JSON.stringify({ id, ok: {} }))
      return
    }
    const work = operate(till, op, body)
      .catch((error: unknown) => {
        log({ level: 'alarm', what: 'A call of the terminal API failed.', detail: messageOf(error) })
        return refused('internal', 'The log of the till has the reason.')
      })
      .then((answer) => {
        const { ok } = answer
        write(
          JSON.stringify(ok ? { id, ok: answer.value } : { id, error: { code: answer.code, message: answer.message } }),
        )
      })
      .finally(() => answering.delete(work))
    answering.add(work)
  }
  await Promise.all(answering)
}

async function operate(till: Till, op: StdioOperation | undefined, body: Body): Promise<TillAnswer<unknown>> {
  const paymentId = String(body.payment_id)
  switch (op) {
    case 'hello':
      return body.version === 1
        ? { ok: true, value: till.capabilities() }
        : refused('bad_request', 'This till speaks version 1.')
    case 'pay':
      return till.pay(body)
    case 'get':
      return till.get(paymentId)
    case 'cancel':
      return till.cancel(paymentId)
    case 'refund':
      return till.refund(paymentId, body)
    case 'get_refund':
      return till.getRefund(paymentId, String(body.refund_id))
    case 'list':
      return till.list({
        ...(body.cursor != null && { cursor: body.cursor }),
        ...(body.limit != null && { limit: body.limit }),
      })
    case 'bye':
    case undefined:
      return refused(
        'bad_request',
        `A line is {"id": …, "op": …, "body": {…}}, op one of ${stdioOperations.join(', ')}.`,
      )
  }
}

function readLine(line: string): { id: unknown; op: StdioOperation | undefined; body: Body } {
  const nothing = { id: null, op: undefined, body: {} }
  let read: unknown
  try {
    read = JSON.parse(line)
  } catch {
    return nothing
  }
  if (!isObject(read)) return nothing
  const op = stdioOperations.find((known) => known === read.op)
  return { id: read.id ?? null, op, body: isObject(read.body) ? read.body : {} }
}

function isObject(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function refused(code: TerminalErrorCode, message: string): TillAnswer<never> {
  return { ok: false, code, message }
}
