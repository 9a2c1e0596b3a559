/**
 * A backend's own REST API, mapped in YAML onto the words of the terminal API: method, path, headers, body template, and
 * JMESPath expressions that turn its answers into ours. Knows no backend. Source: terminal-api.md.
 */
import { KitError } from '../kit-error.ts'
import { type Expression, expression } from './expression.ts'
import { type HttpAnswer, httpCall, refusalOf } from './http-call.ts'
import { restBook } from './rest-book.ts'
import type { RestCall, RestMapping, RestSettings } from './rest-mapping.ts'
import { type Conversation, SutError, type SutErrorCode } from './system-under-test.ts'
import { type Asked, filled, filledPath } from './template.ts'
import { readCapabilities, readPayment, readRefund, shown } from './words-schema.ts'

type CallName = Exclude<keyof RestMapping['calls'], 'list'>

function mappedCalls({ calls: { list: _, ...calls } }: RestMapping): readonly (readonly [CallName, RestCall])[] {
  return Object.entries(calls) as [CallName, RestCall][]
}

/** @throws KitError BAD_EXPRESSION when an expression cannot be read */
export function restConversation(settings: RestSettings): Conversation {
  const { baseUrl, mapping, capabilities, timeoutMs } = settings
  const compiled = Object.fromEntries(mappedCalls(mapping).map(([name, call]) => [name, ready(name, call)]))

  async function ask(name: CallName, asked: Asked): Promise<unknown> {
    const call = compiled[name]
    if (call === undefined) throw new SutError('bad_request', { detail: `the target maps no call "${name}".` })
    const body = call.body === undefined ? undefined : filled(call.body, asked)
    const answer = await httpCall({
      method: call.method,
      url: `${baseUrl}${filledPath(call.path, asked)}`,
      headers: {
        ...mapping.headers,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...call.headers,
      },
      timeoutMs,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const about = `${call.method} ${call.path}`
    const error = errorOf(answer, call)
    if (error !== undefined)
      throw new SutError(error, { detail: `${about} was answered ${answer.status}: ${shown(answer.text)}` })
    if (answer.status > 299 && call.errors.length === 0) throw refusalOf(answer, about)
    return saidOf(answer, call, { about, asked })
  }
  return {
    capabilities: async () => readCapabilities(capabilities, 'capabilities of the target file'),
    pay: async (request) => readPayment(await ask('pay', request), 'pay'),
    get: async (id) => readPayment(await ask('get', { payment_id: id }), 'get'),
    cancel: async (id) => readPayment(await ask('cancel', { payment_id: id }), 'cancel'),
    refund: async (id, request) => readRefund(await ask('refund', { payment_id: id, ...request }), 'refund'),
    getRefund: async (id, refundId) =>
      readRefund(await ask('get_refund', { payment_id: id, refund_id: refundId }), 'get_refund'),
    list: restBook(settings),
  }
}

type ReadyCall = Omit<RestCall, 'errors' | 'answer'> & {
  readonly errors: readonly { readonly when: Expression; readonly code: SutErrorCode }[]
  readonly answer: readonly (readonly [field: string, value: Expression])[]
}

function ready(name: string, { errors = {}, answer, ...call }: RestCall): ReadyCall {
  return {
    ...call,
    errors: Object.entries(errors).map(([code, when]) => ({
      code: code as SutErrorCode,
      when: expression(when, `calls.${name}.errors.${code}`),
    })),
    answer: Object.entries(answer).map(([field, text]) => [field, expression(text, `calls.${name}.answer.${field}`)]),
  }
}

function errorOf({ status, body }: HttpAnswer, { errors }: ReadyCall): SutErrorCode | undefined {
  return errors.find(({ when }) => when({ status, body: body ?? null }) === true)?.code
}

/** An expression that yields nothing leaves its field out; a status that is left out is nonsense, and told as such. */
function saidOf(
  { status, body }: HttpAnswer,
  { answer }: ReadyCall,
  { about, asked }: { about: string; asked: Asked },
) {
  const said = answer.map(([field, value]) => [field, value({ status, body: body ?? null, asked })] as const)
  const nothing = said.find(([field, value]) => field === 'status' && (value === null || value === undefined))
  if (nothing !== undefined)
    throw new SutError('nonsense', {
      detail: `The expression of ${nothing[0]} yields nothing on the answer to ${about}: ${status} ${shown(body)}`,
    })
  const ids = { payment_id: asked.payment_id, refund_id: asked.refund_id, amount: asked.amount }
  return { ...ids, ...Object.fromEntries(said.filter(([, value]) => value !== null && value !== undefined)) }
}

/** For a mapping that is checked before anything is started. @throws KitError BAD_EXPRESSION */
export function checkMapping(mapping: RestMapping): void {
  for (const [name, call] of mappedCalls(mapping)) ready(name, call)
  restBook({ baseUrl: '', mapping, capabilities: undefined, timeoutMs: 0 })
  if (mapping.calls.pay === undefined || mapping.calls.get === undefined)
    throw new KitError('BAD_TARGET', { detail: 'rest.calls needs pay and get at least.' })
}
