import { describe, expect, it } from 'vitest'
import { operationNames, operations } from '../operations.ts'
import { type AdminClient, adminClient } from './admin-client.ts'
import { AdminError } from './admin-error.ts'

type Answering = (target: URL, init: RequestInit) => Response | Promise<Response>

const clientOf = (answer: Answering, options: { token?: string } = {}): AdminClient =>
  adminClient({
    url: 'http://127.0.0.1:4100/_admin/',
    ...options,
    fetch: async (target, init) => answer(new URL(String(target)), init ?? {}),
  })

/** Every function of an object and of the objects in it. */
function methodsOf(object: object): ((...all: unknown[]) => unknown)[] {
  return Object.values(object).flatMap((member) => {
    if (typeof member === 'function') return [member]
    return typeof member === 'object' ? methodsOf(member) : []
  })
}

const problem = (body: object, status: number) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/problem+json' } })

describe('the admin client', () => {
  it('has a method for every operation', async () => {
    const called = new Set<string>()
    const client = clientOf(({ pathname }, { method = '' }) => {
      called.add(`${method} ${pathname}`)
      return Response.json({ held: true })
    })
    const { call: _, partner, ...others } = client
    for (const method of [...methodsOf(others), ...methodsOf(partner('PID'))]) await method('A', 'B')
    const paths = operationNames.map((name) => {
      const { method, path } = operations[name]
      const filled = path
        .replace('{pid}', 'PID')
        .replace(/\{\w+\}/, 'A')
        .replace(/\{\w+\}/, 'B')
      return `${method.toUpperCase()} /_admin${filled}`
    })
    expect([...called].sort()).toEqual([...new Set(paths)].sort())
  })

  it('writes ids, filters and bodies so that they arrive as they are', async () => {
    const client = clientOf((target, { body, headers }) => Response.json({ target: target.href, body, headers }))
    const told = client.partner().transactions
    const base = 'http://127.0.0.1:4100/_admin/partners/default/transactions'
    expect(await told.get('A/B%?x 1')).toMatchObject({ target: `${base}/A%2FB%25%3Fx%201` })
    expect(await told.list({ partner_trans_id: 'a&b=c', limit: 5 })).toMatchObject({
      target: `${base}?partner_trans_id=a%26b%3Dc&limit=5`,
    })
    expect(await told.list({ limit: undefined })).toMatchObject({ target: base, headers: {} })
    expect(await told.force('T1', 'paid')).toEqual({
      target: `${base}/T1/force`,
      body: '{"to":"paid"}',
      headers: { 'content-type': 'application/json' },
    })
  })

  it('shows its token with every call', async () => {
    const client = clientOf((_, { headers }) => Response.json(headers), { token: 'open-sesame' })
    expect(await client.health()).toEqual({ authorization: 'Bearer open-sesame' })
  })

  it('rejects with what the simulator said, the field named', async () => {
    const details = { code: 'CLOCK_RUNS', detail: 'It runs.', errors: [{ in: 'body', field: 'ms', detail: 'no' }] }
    const error = await clientOf(() => problem(details, 409))
      .partner()
      .clock.advance({ ms: 1 })
      .catch((thrown) => thrown)
    expect(error).toBeInstanceOf(AdminError)
    expect(error).toMatchObject({ code: 'CLOCK_RUNS', message: '[CLOCK_RUNS] It runs.', problem: details })
  })

  it('takes a timeout for an answer, and no other problem', async () => {
    const late = clientOf(() => problem({ code: 'WAITED_IN_VAIN', detail: 'x.', count: 1, exchanges: [] }, 408))
    expect(await late.partner().exchanges.wait()).toEqual({ came: false, count: 1, exchanges: [] })
    const stopping = clientOf(() => problem({ code: 'STOPPING', detail: 'x.' }, 503))
    await expect(stopping.partner().exchanges.wait()).rejects.toMatchObject({ code: 'STOPPING' })
  })

  it('says whom it does not reach, and who is no simulator', async () => {
    const silent = adminClient({ url: 'http://127.0.0.1:1/_admin' })
    await expect(silent.health()).rejects.toMatchObject({
      code: 'UNREACHABLE',
      message: expect.stringMatching(/^\[UNREACHABLE\] http:\/\/127\.0\.0\.1:1\/_admin\/health does not answer: .+\.$/),
    })
    const other = clientOf(() => new Response('<h1>Hello</h1>', { status: 404 }))
    await expect(other.health()).rejects.toMatchObject({ code: 'NO_CONTROL_API' })
    const till = clientOf(() => problem({ code: 'not_found', detail: 'Not in the terminal API.' }, 404))
    await expect(till.health()).rejects.toMatchObject({ code: 'NO_CONTROL_API' })
  })
})
