import { once } from 'node:events'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { type ControlRoom, openControlRoom } from '../../test/control-room.ts'
import { refusalOf } from '../../test/refusal.ts'
import { accessCheck } from './access.ts'
import { adminClient } from './client/index.ts'
import { operationNames, operations } from './operations.ts'
import { problemTable } from './problem-details.ts'

/** A request that fetch would not send: any Host, any header. */
async function ask({ simulator: { port } }: ControlRoom, headers: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  socket.write(`GET /_admin/partners HTTP/1.1\r\nConnection: close\r\n${headers}\r\n\r\n`)
  return text(socket)
}

describe('the control API without a token', () => {
  it.each(['localhost:4100', 'LOCALHOST', '127.0.0.1:4100', '[::1]:4100', '[::1]'])(
    'answers to the name %s',
    async (host) => {
      await using room = await openControlRoom()
      expect(await ask(room, `Host: ${host}`)).toMatch(/^HTTP\/1.1 200 /)
    },
  )

  it.each([
    ['Host: evil.example', 'Host'],
    ['Host: localhost.evil.example:4100', 'Host'],
    ['Host: 127.0.0.1.evil.example', 'Host'],
    ['Host: 192.168.1.7:4100', 'Host'],
    ['Host: localhost:4100\r\nOrigin: https://evil.example', 'Origin'],
    ['Host: localhost:4100\r\nOrigin: null', 'Origin'],
  ])('refuses %j: a web page of somebody else may stand behind it', async (headers, field) => {
    await using room = await openControlRoom()
    const answer = await ask(room, headers)
    expect(answer).toMatch(/^HTTP\/1.1 403 /)
    expect(answer).toContain(`"field":"${field}"`)
  })

  it.each([
    ['127.0.0.1', undefined],
    ['127.8.8.8', undefined],
    ['::1', undefined],
    ['::ffff:127.0.0.1', undefined],
    ['192.168.1.7', 'NOT_LOCAL'],
    ['::ffff:10.0.0.1', 'NOT_LOCAL'],
    ['2001:db8::1', 'NOT_LOCAL'],
    [undefined, 'NOT_LOCAL'],
  ])('is there for a peer at %s or not: %s', (remoteAddress, code) => {
    const request = { headers: { host: 'localhost:4100' }, socket: { remoteAddress } }
    expect(accessCheck(undefined)(request as never)?.problem.code).toBe(code)
  })

  it('answers its own page in a browser', async () => {
    await using room = await openControlRoom()
    const { origin } = new URL(room.simulator.admin)
    expect((await room.raw('/partners', { headers: { origin } })).status).toBe(200)
  })
})

describe('the control API with a token', () => {
  const adminToken = 'open-sesame'

  it('wants it for every call but the probes, the page and its description included', async () => {
    await using room = await openControlRoom({ adminToken })
    for (const [path, method] of [
      ...operationNames
        .filter((name) => !['health.get', 'health.ready'].includes(name))
        .map((name) => [operations[name].path, operations[name].method] as const),
      ...['', '/', '/openapi.json', '/metrics', '/nowhere'].map((path) => [path, 'get'] as const),
    ]) {
      const answer = await room.raw(path, { method: method.toUpperCase() })
      expect([path, answer.status, answer.headers.get('www-authenticate')]).toEqual([path, 401, 'Bearer'])
      expect(await answer.json()).toMatchObject({
        code: 'TOKEN_NEEDED',
        errors: [{ in: 'header', field: 'Authorization' }],
      })
    }
  })

  it.each([
    '',
    'Bearer',
    'Bearer open',
    'Bearer open-sesame!',
    'Bearer OPEN-SESAME',
    'Basic open-sesame',
    'open-sesame',
  ])('refuses "%s"', async (authorization) => {
    await using room = await openControlRoom({ adminToken })
    expect((await room.raw('/partners', { headers: { authorization } })).status).toBe(401)
  })

  it('lets in who knows it, from anywhere and by any name', async () => {
    await using room = await openControlRoom({ adminToken })
    expect(await room.admin.health()).toMatchObject({ status: 'ok' })
    const stranger = adminClient({ url: room.simulator.admin, token: 'guess' })
    expect(await refusalOf(stranger.partners.list())).toMatchObject({ code: 'TOKEN_NEEDED', status: 401 })
    expect(await ask(room, 'Host: simulator:4100\r\nAuthorization: bearer open-sesame')).toMatch(/^HTTP\/1.1 200 /)
    const far = { headers: { authorization: 'Bearer open-sesame' }, socket: { remoteAddress: '192.168.1.7' } }
    expect(accessCheck(adminToken)(far as never)).toBeUndefined()
  })
})

describe('a request that the control API cannot read', () => {
  const json = { 'content-type': 'application/json' }
  const large = JSON.stringify({ seed: 'x'.repeat(1_100_000) })

  it.each([
    ['nowhere', '/nowhere', {}, 'NOT_FOUND'],
    ['an unknown partner', '/partners/2088/clock', {}, 'NOT_FOUND'],
    ['another method', '/partners/default/clock', { method: 'PUT' }, 'METHOD_NOT_ALLOWED'],
    ['no JSON', '/partners', { method: 'POST', headers: json, body: '{"pid":' }, 'UNREADABLE_BODY'],
    [
      'no UTF-8',
      '/partners',
      { method: 'POST', headers: json, body: new Uint8Array([0x22, 0xff, 0x22]) },
      'UNREADABLE_BODY',
    ],
    ['a form', '/partners', { method: 'POST', body: new URLSearchParams({ pid: '1' }) }, 'NO_JSON'],
    ['a list', '/partners', { method: 'POST', headers: json, body: '[]' }, 'INVALID_REQUEST'],
    ['too much', '/partners/default/seed', { method: 'PUT', headers: json, body: large }, 'BODY_TOO_LARGE'],
    ['a query', '/partners/default/clock?x=1', {}, 'INVALID_REQUEST'],
    ['a body', '/reset', { method: 'POST', headers: json, body: '{"pid":1}' }, 'INVALID_REQUEST'],
  ] as const)('because of %s is told so in problem details', async (_, path, init, code) => {
    await using room = await openControlRoom()
    const answer = await room.raw(path, init as RequestInit)
    const { status, title } = problemTable[code]
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    const type = `urn:alipay-sandbox-kit:problem:${code}`
    expect(await answer.json()).toMatchObject({ type, status, title, code, detail: expect.stringMatching(/\.$/) })
    expect(answer.status).toBe(status)
  })

  it('because of its method is told which the path knows', async () => {
    await using room = await openControlRoom()
    const answer = await room.raw('/partners/default/rules', { method: 'PATCH' })
    expect(answer.headers.get('allow')).toBe('GET, POST, PUT, DELETE')
  })

  it('outside of /_admin is told where the two doors are', async () => {
    await using room = await openControlRoom()
    const answer = await fetch(new URL('/', room.simulator.admin))
    expect(answer.status).toBe(404)
    expect(await answer.text()).toContain('/gateway.do')
  })
})

describe('health and readiness', () => {
  it('say that the process answers and that its store does', async () => {
    await using room = await openControlRoom()
    expect(await room.admin.health()).toEqual({ status: 'ok', version: expect.stringMatching(/^\d+\.\d+\.\d+/) })
    expect(await room.admin.ready()).toEqual({ status: 'ready' })
  })
})

describe('the probes of a container', () => {
  it.each(['/_admin/health', '/_admin/ready'])('%s answers to any name and without a token', async (path) => {
    await using room = await openControlRoom({ adminToken: 'correct-horse' })
    const socket = connect(room.simulator.port, '127.0.0.1')
    await once(socket, 'connect')
    socket.write(`GET ${path} HTTP/1.1\r\nConnection: close\r\nHost: 10.0.0.7:4100\r\n\r\n`)
    expect(await text(socket)).toMatch(/^HTTP\/1.1 200 /)
  })
})
