/**
 * The book of a backend with an API of its own, page by page: the `list` part of a mapping. Knows no backend.
 * Source: terminal-api.md (GET /payments).
 */
import type { Payment } from '../../reference/terminal-api/words.ts'
import { expression } from './expression.ts'
import { httpCall, refusalOf } from './http-call.ts'
import type { RestSettings } from './rest-mapping.ts'
import { SutError } from './system-under-test.ts'
import { filledPath } from './template.ts'
import { readPayment, shown } from './words-schema.ts'

/** A book that is not mapped is an empty one. @throws KitError BAD_EXPRESSION when an expression cannot be read */
export function restBook({ baseUrl, mapping, timeoutMs }: RestSettings): () => AsyncGenerator<Payment> {
  const { get, list } = mapping.calls
  const at = (place: string, text: string) => expression(text, `calls.list.${place}`)
  const items = list && at('items', list.items)
  const next = list?.next === undefined ? undefined : at('next', list.next)
  const answer = Object.entries({ ...get.answer, ...list?.answer })
  const fields = list ? answer.map(([field, text]) => [field, at(`answer.${field}`, text)] as const) : []

  async function* page(cursor: string): AsyncGenerator<Payment, string> {
    if (list === undefined || items === undefined) return ''
    const { method, path } = list
    const about = `${method} ${path}`
    const headers = { ...mapping.headers, ...list.headers }
    const heard = await httpCall({ method, url: baseUrl + filledPath(path, { cursor }), headers, timeoutMs })
    if (heard.status > 299) throw refusalOf(heard, about)
    const { status, body = null } = heard
    const found = items({ status, body })
    if (!Array.isArray(found))
      throw new SutError('nonsense', { detail: `The expression of items yields no list on ${about}: ${shown(body)}` })
    for (const item of found) {
      const said = fields.map(([field, value]) => [field, value({ status, body: item, asked: {} })] as const)
      yield readPayment(Object.fromEntries(said.filter(([, value]) => value !== null)), about)
    }
    return String(next?.({ status, body }) ?? '')
  }
  return async function* () {
    for (let cursor = list?.first ?? '', last: string | undefined; cursor !== last; ) {
      last = cursor
      cursor = yield* page(cursor)
      if (cursor === '') return
    }
  }
}
