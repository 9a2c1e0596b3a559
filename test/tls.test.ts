/**
 * The simulator under the names of the real gateways, as programs that nobody changed call it: by TLS, and by a proxy. The
 * clients are real ones of other hands.
 */
import { execFile, spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { Agent, get } from 'node:https'
import { createServer, connect as open, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { connect } from 'node:tls'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { gatewayHosts } from '../protocol/gateway-host.ts'
import { encodeForm } from '../protocol/parameter.ts'
import { startSimulator } from '../simulator/simulator.ts'
import type { Simulator } from '../simulator/simulator-options.ts'
import { openAuthority } from '../simulator/tls/certificate-authority.ts'
import { callProgram } from './command-line.ts'
import { md5Key, payFields, pid, signed } from './signed-call.ts'
import { systemPiece } from './system-piece.ts'

const run = promisify(execFile)
const has = (program: string) => spawnSync(program, ['--version']).status === 0

let folder: string
let simulator: Simulator & { readonly tls: NonNullable<Simulator['tls']> }

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tls-'))
  const started = await startSimulator({
    partners: [{ pid, md5Key }],
    seed: '7',
    tls: { folder: join(folder, 'ca'), proxy: true },
  })
  if (started.tls === undefined) throw new Error('no TLS was opened')
  simulator = { ...started, tls: started.tls }
})

afterAll(async () => {
  await simulator.stop()
  await rm(folder, { recursive: true })
})

/** A pay as one URL, for the host that is given. */
function payUrl(origin: string, partnerTransId: string, more: Readonly<Record<string, string>> = {}): string {
  return `${origin}/gateway.do?${encodeForm(signed(payFields(partnerTransId, more)), 'UTF-8')}`
}

describe('a client that trusts the authority', () => {
  it.each(gatewayHosts.map(({ host }) => host))('is shown a certificate for %s', async (servername) => {
    const { tls } = simulator
    const socket = connect({ host: '127.0.0.1', port: tls.port, servername, ca: tls.certificate })
    await new Promise((resolve, reject) => socket.once('secureConnect', resolve).once('error', reject))
    expect(socket.getPeerCertificate().subjectaltname).toBe(`DNS:${servername}`)
    socket.destroy()
  })

  it('pays by the address too', async () => {
    const { tls } = simulator
    const agent = new Agent({ ca: tls.certificate })
    const answer = await new Promise<string>((resolve, reject) => {
      get(payUrl(`https://127.0.0.1:${tls.port}`, 'TLS-1'), { agent }, (response) => resolve(text(response))).on(
        'error',
        reject,
      )
    })
    expect(answer).toContain('<result_code>SUCCESS</result_code>')
  })

  it('sees a reset connection where the behaviour cuts it after the commit, and not a TLS alert', async () => {
    const { tls } = simulator
    const agent = new Agent({ ca: tls.certificate })
    const code = { buyer_identity_code: '280003050000000001' }
    const error = await new Promise<NodeJS.ErrnoException>((resolve) => {
      get(payUrl(`https://127.0.0.1:${tls.port}`, 'TLS-2', code), { agent }, () => resolve(new Error('answered'))).on(
        'error',
        resolve,
      )
    })
    expect(error.code).toBe('ECONNRESET')
    expect(await simulator.store.trade(pid, { partnerTransId: 'TLS-2' })).toMatchObject({
      state: { name: 'TRADE_SUCCESS' },
    })
  })

  it('may be one of many that arrive at once', async () => {
    const { tls } = simulator
    const agent = new Agent({ ca: tls.certificate })
    const answers = await Promise.all(
      Array.from(
        { length: 50 },
        (_, nth) =>
          new Promise<string>((resolve, reject) => {
            get(payUrl(`https://127.0.0.1:${tls.port}`, `TLS-M${nth}`), { agent }, (response) =>
              resolve(text(response)),
            ).on('error', reject)
          }),
      ),
    )
    expect(answers.filter((answer) => answer.includes('SUCCESS'))).toHaveLength(50)
  })
})

describe('a client that does not trust it', () => {
  it('is refused by itself, and the simulator goes on', async () => {
    const socket = connect({ host: '127.0.0.1', port: simulator.tls.port, servername: 'mapi.alipay.com' })
    const error = await new Promise<NodeJS.ErrnoException>((resolve) => socket.once('error', resolve))
    expect(error.code).toMatch(/UNABLE_TO_VERIFY|SELF_SIGNED/)
    const plain = await fetch(payUrl(`http://127.0.0.1:${simulator.port}`, 'TLS-3'))
    expect(await plain.text()).toContain('SUCCESS')
  })

  it('that speaks no TLS at all is hung up on', async () => {
    const socket = open(simulator.tls.port, '127.0.0.1')
    socket.write('GET / HTTP/1.1\r\n\r\n')
    expect(await text(socket)).not.toContain('HTTP/1.1 200')
  })
})

describe('the authority', () => {
  it('is made once, and only its owner reads its key', async () => {
    const own = join(folder, 'once')
    const now = () => Date.UTC(2026, 0, 1)
    const all = await Promise.all(Array.from({ length: 5 }, () => openAuthority({ folder: own, now })))
    const { certificate } = await openAuthority({ folder: own, now })
    expect(all.map((one) => one.certificate)).toEqual(Array(5).fill(certificate))
    expect(await readdir(dirname(own))).toEqual(expect.not.arrayContaining([expect.stringContaining('once-')]))
    expect((await stat(join(own, 'ca-key.pem'))).mode & 0o777).toBe(0o600)
  })
})

const withCurl = systemPiece('curl', () => has('curl'), 'apt-get install curl')
const withPython = systemPiece('Python 3', () => has('python3'), 'apt-get install python3')

withCurl('curl with the address of a real gateway built in', () => {
  it.each(gatewayHosts.map(({ host }) => host))('pays at https://%s by the proxy', async (host) => {
    const { stdout } = await run('curl', [
      '-sS',
      '--max-time',
      '20',
      '--cacert',
      simulator.tls.certificateFile,
      '--proxy',
      `http://127.0.0.1:${simulator.port}`,
      payUrl(`https://${host}`, `CURL-${host}`),
    ])
    expect(stdout).toContain('<result_code>SUCCESS</result_code>')
  })

  it('does not open the control API to who comes in under a gateway name', async () => {
    const { stdout } = await run('curl', [
      '-sS',
      '--max-time',
      '20',
      '-o',
      '/dev/null',
      '-w',
      '%{http_code}',
      '--cacert',
      simulator.tls.certificateFile,
      '--proxy',
      `http://127.0.0.1:${simulator.port}`,
      'https://mapi.alipay.com/_admin/partners',
    ])
    expect(stdout).toBe('403')
  })

  it('pays at a plain http address by the proxy', async () => {
    const proxy = ['--proxy', `http://127.0.0.1:${simulator.port}`]
    const { stdout } = await run('curl', [
      '-sS',
      '--max-time',
      '20',
      ...proxy,
      payUrl('http://mapi.alipay.com', 'CURL-plain'),
    ])
    expect(stdout).toContain('<result_code>SUCCESS</result_code>')
  })
})

withPython('Python with HTTPS_PROXY and SSL_CERT_FILE', () => {
  it('pays at a real gateway with its code as it is', async () => {
    const program = 'import sys, urllib.request; print(urllib.request.urlopen(sys.argv[1], timeout=20).read().decode())'
    const environment = {
      PATH: process.env.PATH ?? '',
      HTTPS_PROXY: `http://127.0.0.1:${simulator.port}`,
      SSL_CERT_FILE: simulator.tls.certificateFile,
    }
    const url = payUrl('https://mapi.alipaydev.com', 'PY-1')
    const { stdout } = await run('python3', ['-c', program, url], { env: environment })
    expect(stdout).toContain('<result_code>SUCCESS</result_code>')
  })
})

describe('the proxy', () => {
  /** What a CONNECT is answered, and the socket. */
  async function tunnel(target: string): Promise<{ readonly status: string; readonly socket: Socket }> {
    const socket = open(simulator.port, '127.0.0.1')
    socket.write(`CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n\r\n`)
    const chunk = await new Promise<Buffer>((resolve) => socket.once('data', resolve))
    return { status: chunk.toString('latin1').split('\r\n')[0] ?? '', socket }
  }

  it('passes a connection to anybody else through untouched', async () => {
    const echo = createServer((socket) => socket.pipe(socket))
    await new Promise<void>((resolve) => echo.listen(0, '127.0.0.1', resolve))
    const address = echo.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const { status, socket } = await tunnel(`127.0.0.1:${port}`)
    expect(status).toBe('HTTP/1.1 200 Connection Established')
    socket.write('as it is')
    expect(String(await new Promise((resolve) => socket.once('data', resolve)))).toBe('as it is')
    socket.destroy()
    echo.close()
  })

  it.each([
    ['mapi.alipay.com', '400 Bad Request'],
    ['mapi.alipay.com:0', '400 Bad Request'],
    ['user@host:443', '400 Bad Request'],
    ['127.0.0.1:1', '502 Bad Gateway'],
  ])('answers CONNECT %s with %s', async (target, status) => {
    const tunnelled = await tunnel(target)
    expect(tunnelled.status).toBe(`HTTP/1.1 ${status}`)
    tunnelled.socket.destroy()
  })
})

it('has no more connections on the port of TLS than on the plain one', async () => {
  const tls = { folder: join(folder, 'ca') }
  await using own = await startSimulator({ partners: [{ pid, md5Key }], tls, connectionsMost: 1 })
  const first = connect({ host: '127.0.0.1', port: own.tls?.port ?? 0, ca: own.tls?.certificate })
  await new Promise((resolve, reject) => first.once('secureConnect', resolve).once('error', reject))
  const second = open(own.tls?.port ?? 0, '127.0.0.1').on('error', () => undefined)
  await new Promise((resolve) => second.once('close', resolve))
  expect(first.destroyed).toBe(false)
  first.destroy()
})

describe('a stop', () => {
  async function opened(): Promise<Simulator & { readonly tls: NonNullable<Simulator['tls']> }> {
    const started = await startSimulator({
      partners: [{ pid, md5Key }],
      tls: { folder: join(folder, 'ca'), proxy: true },
    })
    if (started.tls === undefined) throw new Error('no TLS was opened')
    return { ...started, tls: started.tls }
  }
  /** A pay whose answer takes hundreds of milliseconds, inside a connection that leads to the gateway. */
  async function slowPay({ tls, store }: Awaited<ReturnType<typeof opened>>, raw: Socket) {
    const socket = connect({ socket: raw, servername: 'mapi.alipay.com', ca: tls.certificate })
    const url = new URL(payUrl('https://mapi.alipay.com', 'SLOW', { buyer_identity_code: '280006030000000001' }))
    socket.write(`GET ${url.pathname}${url.search} HTTP/1.1\r\nHost: ${url.host}\r\n\r\n`)
    const answer = text(socket).catch(String)
    await expect.poll(() => store.trade(pid, { partnerTransId: 'SLOW' })).toBeDefined()
    return { answer }
  }

  it('lets an answer inside of TLS end', async () => {
    const own = await opened()
    const { answer } = await slowPay(own, open(own.tls.port, '127.0.0.1'))
    await own.stop()
    expect(await answer).toContain('<result_code>SUCCESS</result_code>')
  })

  it('lets an answer inside of a tunnel end, and cuts one that nobody answers in', async () => {
    const own = await opened()
    const raw = open(own.port, '127.0.0.1')
    raw.write('CONNECT mapi.alipay.com:443 HTTP/1.1\r\n\r\n')
    await new Promise((resolve) => raw.once('data', resolve))
    const elsewhere = open(own.port, '127.0.0.1').on('error', () => undefined)
    const over = new Promise((resolve) => elsewhere.once('close', resolve))
    elsewhere.write(`CONNECT 127.0.0.1:${simulator.port} HTTP/1.1\r\n\r\n`)
    await new Promise((resolve) => elsewhere.once('data', resolve))
    const { answer } = await slowPay(own, raw)
    await own.stop()
    await over
    expect(await answer).toContain('<result_code>SUCCESS</result_code>')
  })
})

describe('an authority that has lost a file', () => {
  const authorityIn = (own: string) => openAuthority({ folder: own, now: () => Date.UTC(2026, 0, 1) })

  it.each([
    ['ca.pem', 'ca-key.pem'],
    ['ca-key.pem', 'ca.pem'],
  ])('says that %s is missing, and keeps what is left', async (lost, left) => {
    const own = join(folder, `without-${lost}`)
    await authorityIn(own)
    await rm(join(own, lost))
    const detail = `The certificate authority in ${own} has its ${left}, but no ${lost}.`
    await expect(authorityIn(own)).rejects.toThrow(`[AUTHORITY_INCOMPLETE] ${detail} Bring back what is missing, or `)
    expect(await readdir(own)).toEqual([left])
  })

  it('says that both are, where there is something else', async () => {
    const own = join(folder, 'foreign')
    await mkdir(own)
    await writeFile(join(own, 'notes.txt'), '')
    await expect(authorityIn(own)).rejects.toMatchObject({
      code: 'AUTHORITY_INCOMPLETE',
      message: expect.stringContaining('neither ca.pem nor ca-key.pem'),
    })
  })

  it('is told by the command in the same words', async () => {
    const own = join(folder, 'state', 'ca')
    await authorityIn(own)
    await rm(join(own, 'ca-key.pem'))
    const { code, stderr } = await callProgram(['ca', '--state-dir', dirname(own)], { folder })
    expect(stderr).toContain(
      `[AUTHORITY_INCOMPLETE] The certificate authority in ${own} has its ca.pem, but no ca-key.pem.`,
    )
    expect(code).toBe(2)
  })
})

describe('a folder that holds no authority', () => {
  it('is told, and nothing listens', async () => {
    const file = join(folder, 'file')
    await writeFile(file, '')
    await expect(startSimulator({ tls: { folder: file } })).rejects.toMatchObject({ code: 'ENOTDIR' })
    expect(await readFile(file, 'utf8')).toBe('')
  })
})
