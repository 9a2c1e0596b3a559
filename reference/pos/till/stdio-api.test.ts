import { describe, expect, it } from 'vitest'
import { serveStdio } from './stdio-api.ts'
import type { Till } from './till.ts'

const refuse = () => ({ ok: false, code: 'not_found', message: 'No.' }) as const

async function* each(lines: readonly string[]) {
  yield* lines
}

/** What a till that knows nothing answers to these lines, and what it was asked. */
async function talk(lines: readonly unknown[], more: Partial<Till> = {}) {
  const asked: unknown[] = []
  const till: Till = {
    capabilities: () => ({ name: 'test' }) as never,
    pay: async (body) => {
      asked.push(body)
      return refuse()
    },
    get: refuse,
    cancel: async () => refuse(),
    refund: async () => refuse(),
    getRefund: refuse,
    list: (query) => ({ ok: true, value: { payments: [], next: JSON.stringify(query) } }),
    ...more,
  }
  const written: unknown[] = []
  const texts = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)))
  const log: unknown[] = []
  await serveStdio({
    till,
    lines: each(texts),
    write: (line) => written.push(JSON.parse(line)),
    log: (entry) => log.push(entry),
  })
  return { written, asked, log }
}

describe('JSON lines', () => {
  it('begin with a hello of version 1', async () => {
    const { written } = await talk([
      { id: 1, op: 'hello', body: { version: 1 } },
      { id: 2, op: 'hello', body: { version: 2 } },
    ])
    expect(written).toEqual([
      { id: 1, ok: { name: 'test' } },
      { id: 2, error: { code: 'bad_request', message: expect.any(String) } },
    ])
  })

  it('carry a call and its error', async () => {
    const { written, asked } = await talk([{ id: 'x', op: 'pay', body: { payment_id: 'A' } }])
    expect(written).toEqual([{ id: 'x', error: { code: 'not_found', message: 'No.' } }])
    expect(asked).toEqual([{ payment_id: 'A' }])
  })

  it('page with cursor and limit', async () => {
    const { written } = await talk([
      { id: 1, op: 'list' },
      { id: 2, op: 'list', body: { cursor: '5', limit: 2 } },
    ])
    expect(written).toEqual([
      { id: 1, ok: { payments: [], next: '{}' } },
      { id: 2, ok: { payments: [], next: '{"cursor":"5","limit":2}' } },
    ])
  })

  it('are answered in any order, and all before the goodbye', async () => {
    const late = Promise.withResolvers<void>()
    const { written } = await talk(
      [
        { id: 1, op: 'pay', body: {} },
        { id: 2, op: 'get', body: {} },
        { id: 3, op: 'bye' },
        { id: 4, op: 'get', body: {} },
      ],
      {
        pay: () => late.promise.then(refuse),
        get: () => {
          setImmediate(late.resolve)
          return refuse()
        },
      },
    )
    expect(written.map((line) => (line as { id: number }).id)).toEqual([2, 1, 3])
  })

  it.each(['', '{', '7', '{"id":9}', '{"id":9,"op":"fly"}'])('that make no sense are told so: %s', async (line) => {
    const { written } = await talk([line, { id: 1, op: 'bye' }])
    const expected = line === '' ? [] : [{ id: line.includes('9') ? 9 : null, error: { code: 'bad_request' } }]
    expect(written).toMatchObject([...expected, { id: 1, ok: {} }])
  })

  it('say internal, and log why, when a call throws', async () => {
    const { written, log } = await talk([{ id: 1, op: 'pay' }], { pay: () => Promise.reject(new Error('disk full')) })
    expect(written).toMatchObject([{ id: 1, error: { code: 'internal' } }])
    expect(log).toMatchObject([{ level: 'alarm', detail: 'disk full' }])
  })
})
