/** Commands against a gateway that `serve` runs, as somebody would use them: processes, sockets, a shell. */
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readAnswer } from '../protocol/answer-reader.ts'
import { valueNamed } from '../protocol/parameter.ts'
import { callProgram, type Ended, runCommand, type Served, startServe } from '../test/command-line.ts'

let folder = ''
let served: Served
let gateway = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gateway-commands-'))
  await runCommand(['keys', '--out', '.'], { folder })
  served = await startServe(['--partner-public-key', 'partner-public.pem', '--ready-file', 'ready/file.json'], {
    folder,
  })
  const ready = JSON.parse(await readFile(join(folder, 'ready/file.json'), 'utf8'))
  gateway = ready.gateway
  await writeFile(join(folder, 'alipay.pem'), ready.alipay_public_key)
})
afterAll(async () => {
  await served.end()
  await rm(folder, { recursive: true })
})

const run = (words: readonly string[]) => callProgram([...words, '--gateway', gateway], { folder })
const spawned = (words: readonly string[]) => runCommand([...words, '--gateway', gateway], { folder })
const bash = (script: string) => promisify(execFile)('bash', ['-c', script], { encoding: 'buffer' })

function expectSentence({ code, stderr }: Ended, errorCode: string, ...told: string[]): void {
  expect(stderr).toMatch(new RegExp(`^alipay-sandbox: \\[${errorCode}\\] [^\\n]+\\.\\n$`))
  for (const words of told) expect(stderr).toContain(words)
  expect(code).toBe(2)
}

/** The first command, with the lines that it goes on in. */
function curlIn(printed: string): string {
  const found = /^curl -sS (?:.*\\\n)*.*$/m.exec(printed)
  if (found === null) throw new Error(`no curl in ${printed}`)
  return found[0]
}

async function fieldsFrom(command: string): Promise<(name: string) => string | undefined> {
  const answer = readAnswer((await bash(command)).stdout)
  if (answer.kind !== 'accepted') throw new Error(`no accepted answer: ${JSON.stringify(answer)}`)
  return (name) => valueNamed(answer.response, name)
}

describe('serve', () => {
  it('prints the addresses, the demo partner, and where the journal is', async () => {
    const printed = served.printed()
    const { host } = new URL(gateway)
    for (const words of [
      gateway,
      `http://${host}/_admin`,
      '2088101122334455',
      'alipaysandboxkitdemomd5key000000',
      'seed',
    ])
      expect(printed).toContain(words)
    expect(printed).toContain(`curl -sS http://${host}/_admin/exchanges`)
  })

  it('prints a curl that pays as it stands; run again it pays nothing twice', async () => {
    const command = curlIn(served.printed())
    const first = await fieldsFrom(command)
    expect(first('result_code')).toBe('SUCCESS')
    expect(first('trans_amount')).toBe('39.25')
    const again = await fieldsFrom(command)
    expect(again('result_code')).toBe('SUCCESS')
    expect(again('alipay_trans_id')).toBe(first('alipay_trans_id'))
    expect(again('alipay_pay_time')).toBe(first('alipay_pay_time'))
    await served.prints(`${first('partner_trans_id')}  39.25 USD  SUCCESS`)
  })

  it('writes the ready file whole, for its owner, and nothing beside it', async () => {
    const file = join(folder, 'ready/file.json')
    const ready = JSON.parse(await readFile(file, 'utf8'))
    expect(ready).toEqual({
      gateway,
      admin: gateway.replace('/gateway.do', '/_admin'),
      partner: '2088101122334455',
      md5_key: 'alipaysandboxkitdemomd5key000000',
      alipay_public_key: expect.stringMatching(/^-----BEGIN PUBLIC KEY-----\n[^-]+-----END PUBLIC KEY-----\n$/),
    })
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect(await readdir(join(folder, 'ready'))).toEqual(['file.json'])
  })

  it('keeps its RSA pair: the next run has the same public key', async () => {
    await using other = await startServe(['--ready-file', 'other.json'], { folder })
    const ready = JSON.parse(await readFile(join(folder, 'other.json'), 'utf8'))
    expect(ready.alipay_public_key).toBe(await readFile(join(folder, 'alipay.pem'), 'utf8'))
    expect(await other.end('SIGINT')).toMatchObject({ code: 0 })
  })

  it('tells under a refused exchange what was wrong', async () => {
    await run(['query', 'TOLD-WHY', '--md5-key', '0'.repeat(32)])
    await served.prints('TOLD-WHY  ILLEGAL_SIGN')
    await served.prints('sign this _input_charset=UTF-8&partner=2088101122334455&partner_trans_id=TOLD-WHY')
  })

  it('ends with 0 when it is asked to, and a second time at once', async () => {
    await using asked = await startServe([], { folder })
    const { code, stderr } = await asked.end()
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })

    await using hurried = await startServe([], { folder })
    // A payment half sent keeps an answer under way.
    const held = await openRequest(hurried)
    hurried.child.kill('SIGTERM')
    await hurried.prints('Stopping')
    expect((await hurried.end('SIGTERM')).code).toBe(143)
    held.destroy()
  })

  it('as JSON lines: every line is one object, with neither key nor signature nor payment code', async () => {
    await using json = await startServe(['--log', 'json', '--seed', 'fixed'], { folder })
    await json.prints('"msg":"listening"')
    const [line = ''] = json.printed().split('\n')
    const { gateway: address } = JSON.parse(line)
    await callProgram(['pay', '--gateway', address, '--code', '287654321098765432'], { folder })
    await callProgram(['pay', '--gateway', address, '--code', '299999999999999999', '--md5-key', 'wrong'], { folder })
    await json.prints('ILLEGAL_SIGN')
    const { stdout, code } = await json.end()
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((text) => JSON.parse(text))
    expect(lines.map(({ msg }) => msg)).toEqual(['listening', 'exchange', 'exchange', 'stopping'])
    expect(lines[0]).toMatchObject({ seed: 'fixed', partner: '2088101122334455' })
    expect(lines[1]).toMatchObject({ service: 'pay', outcome: 'SUCCESS', amount: '39.25 USD' })
    expect(lines[2]).toMatchObject({ outcome: 'ILLEGAL_SIGN', diagnosis: { code: 'ILLEGAL_SIGN' } })
    for (const secret of [
      'alipaysandboxkitdemomd5key000000',
      '"sign":',
      '&sign=',
      '287654321098765432',
      '299999999999999999',
    ])
      expect(stdout).not.toContain(secret)
    expect(code).toBe(0)
  })

  it('plays what the settings say: a behaviour by its number, told in the line of the exchange', async () => {
    await using playing = await startServe(['--behaviour', '0206'], { folder })
    await playing.prints('exchanges')
    expect(playing.printed()).toMatch(/behaviour +0206/)
    const fields = await fieldsFrom(curlIn(playing.printed()))
    expect(fields('error')).toBe('BUYER_BALANCE_NOT_ENOUGH')
    await playing.prints('BUYER_BALANCE_NOT_ENOUGH')
    await playing.prints('0206 (')
    await playing.end()
    const unknown = await runCommand(['serve', '--port', '0', '--climate', 'stormy'], { folder })
    expectSentence(unknown, 'UNKNOWN_DEFAULT', 'stormy')
  })

  it("does not print a partner's own key", async () => {
    await using own = await startServe(['--md5-key', 'abcdefghijklmnopqrstuvwxyz012345'], { folder })
    await own.prints('exchanges')
    expect(await fieldsFrom(curlIn(own.printed()))).toBeTypeOf('function')
    expect((await own.end()).stdout).not.toContain('abcdefghijklmnopqrstuvwxyz012345')
  })
})

describe('serve that cannot run ends in one sentence', () => {
  let taken: Server
  let port = ''
  beforeAll(async () => {
    taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const address = taken.address()
    port = typeof address === 'object' && address !== null ? String(address.port) : ''
  })
  afterAll(() => taken.close())

  it.each([
    ['a busy port', () => ['--port', port], 'ADDRESS_IN_USE', '--port 0 takes a free one'],
    ['an address of another machine', () => ['--port', '0', '--host', '192.0.2.1'], 'UNUSABLE_ADDRESS', '--host'],
    [
      'a ready file that cannot be',
      () => ['--port', '0', '--ready-file', 'partner-public.pem/x'],
      'UNWRITABLE_FILE',
      'ready file',
    ],
    [
      'a state folder that cannot be',
      () => ['--port', '0', '--ready-file', 'r', '--state-dir', 'alipay.pem'],
      'UNWRITABLE_FILE',
      'state folder',
    ],
    [
      'a private key for a public one',
      () => ['--port', '0', '--partner-public-key', 'partner-private.pem'],
      'UNUSABLE_KEY',
      'private key',
    ],
    [
      'a key file that is not there',
      () => ['--port', '0', '--partner-public-key', 'none.pem'],
      'UNREADABLE_FILE',
      'none.pem',
    ],
  ])('%s', async (_, words, code, told) => {
    const ended = await runCommand(['serve', ...words()], { folder })
    expectSentence(ended, code, told)
    expect(ended.stderr).not.toMatch(/\.ts:\d|^\s+at /m)
  })
})

describe('pay, query, refund and cancel', () => {
  it('pay: made up as it is, it is paid; the outcome comes first, then the fields', async () => {
    const { code, stdout } = await spawned(['pay'])
    expect(stdout).toMatch(/^paid\n {2}alipay_buyer_login_id +\S+\n/)
    expect(stdout).toMatch(/^ {2}trans_amount +39\.25$/m)
    expect(code).toBe(0)
  })

  it('a life of one payment, for machines', async () => {
    const json = async (words: readonly string[]) => {
      const { code, stdout } = await run([...words, '--json'])
      return { code, ...JSON.parse(stdout) }
    }
    const paid = await json(['pay', '--id', 'LIFE', '--amount', '1200', '--currency', 'JPY', '--terminal-id', 'T1'])
    expect(paid).toMatchObject({
      code: 0,
      outcome: 'paid',
      fields: { trans_amount: '1200', currency: 'JPY', partner_trans_id: 'LIFE' },
      request: { extend_info: expect.stringContaining('"terminal_id":"T1"') },
    })
    expect(JSON.stringify(paid)).not.toContain('"sign"')
    expect(await json(['query', 'LIFE'])).toMatchObject({ code: 0, outcome: 'paid' })
    const { alipay_trans_id: id } = paid.fields
    expect(await json(['query', '--alipay-trans-id', id])).toMatchObject({ code: 0, fields: { alipay_trans_id: id } })
    const part = ['refund', 'LIFE', '--amount', '200', '--currency', 'JPY', '--refund-id', 'R1']
    expect(await json(part)).toMatchObject({ code: 0, outcome: 'refunded', fields: { refund_amount: '200' } })
    expect(await json(['cancel', 'LIFE'])).toMatchObject({ code: 1, outcome: 'refused' })
    const much = ['refund', 'LIFE', '--amount', '1001', '--currency', 'JPY']
    expect(await json(much)).toMatchObject({
      code: 1,
      outcome: 'refused',
      error: 'RETURN_AMOUNT_EXCEED',
      level: 'business',
    })
    expect(await json(['query', 'NOT-THERE'])).toMatchObject({ code: 1, outcome: 'notFound' })
  })

  it('cancel: the money goes back', async () => {
    await run(['pay', '--id', 'BACK'])
    expect(await run(['cancel', 'BACK'])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^cancelled: .*back\n/),
    })
    expect(await run(['query', 'BACK'])).toMatchObject({ code: 1, stdout: expect.stringMatching(/^closed/) })
  })

  it('in RSA2, verified with the key of the ready file; with another key the answer is not believed', async () => {
    const keys = ['--private-key', 'partner-private.pem', '--alipay-public-key']
    expect(await run(['pay', ...keys, 'alipay.pem'])).toMatchObject({ code: 0 })
    const { code, stdout } = await run(['pay', ...keys, 'partner-public.pem'])
    expect(stdout).toMatch(/^unknown: the answer is not believed \(wrongSignature\)/)
    expect(code).toBe(1)
  })

  it('--curl prints a command that does the same, in every charset', async () => {
    for (const charset of ['UTF-8', 'GBK']) {
      const { code, stdout } = await run(['pay', '--curl', '--charset', charset, '--name', "Joe's 咖啡"])
      expect(code).toBe(0)
      expect((await fieldsFrom(stdout))('result_code')).toBe('SUCCESS')
    }
  })

  it('--collect walks the whole loop, and tells its steps', async () => {
    const { code, stdout } = await spawned(['pay', '--collect', '--id', 'LOOP'])
    expect(stdout).toBe('pay 1  paid\npaid  LOOP: Paid. Hand over the goods.\n')
    expect(code).toBe(0)
    const refused = await run(['pay', '--collect', '--json', '--id', 'LOOP', '--amount', '1.00'])
    expect(JSON.parse(refused.stdout)).toMatchObject({ steps: [{ service: 'pay', outcome: 'refused' }] })
    expect(refused.code).toBe(1)
  })

  it('a key that the gateway refuses is no payment that failed: exit 2, and what to do', async () => {
    expectSentence(await spawned(['pay', '--md5-key', 'wrong']), 'KEY_REFUSED', 'ILLEGAL_SIGN', '--partner')
    expectSentence(await run(['query', 'X', '--partner', '2088000000000009']), 'KEY_REFUSED', 'ILLEGAL_PARTNER')
    expectSentence(await run(['pay', '--collect', '--md5-key', 'wrong']), 'KEY_REFUSED')
  })

  it.each([
    ['nobody there', ['--gateway', 'http://127.0.0.1:9/gateway.do'], 'UNREACHABLE_GATEWAY', 'ECONNREFUSED'],
    ['no such host', ['--gateway', 'http://nowhere.invalid/gateway.do'], 'UNREACHABLE_GATEWAY', 'nowhere.invalid'],
    ['half of the keys', ['--private-key', 'partner-private.pem'], 'KEY_MISSING', '--alipay-public-key FILE'],
    ['none of the keys', ['--sign-type', 'RSA2'], 'KEY_MISSING', '--private-key FILE'],
    [
      'the wrong half',
      ['--private-key', 'partner-public.pem', '--alipay-public-key', 'alipay.pem'],
      'UNUSABLE_KEY',
      'partner-public.pem',
    ],
  ])('%s: one sentence', async (_, words, code, told) => {
    for (const command of [['pay'], ['pay', '--collect'], ['query', 'X'], ['cancel', 'X'], ['refund', 'X']]) {
      const ended = await callProgram([...command, ...words], { folder })
      expectSentence(ended, code, told)
      expect(ended.stdout).toBe('')
    }
  })

  it('what answers but is no gateway leaves the payment unknown', async () => {
    const admin = gateway.replace('/gateway.do', '/_admin/health')
    const { code, stdout } = await callProgram(['pay', '--gateway', admin], { folder })
    expect(stdout).toMatch(/^unknown: .+\nIt may have been paid/)
    // Or nobody could ask: the id was made up for this call.
    expect(stdout).toMatch(/\n +partner_trans_id +SALE\d{20}\n/)
    expect(code).toBe(1)
  })
})

/** A connection that has begun a request and does not end it. */
async function openRequest(served: Served) {
  const { connect } = await import('node:net')
  const address = /gateway +http:\/\/127\.0\.0\.1:(\d+)/.exec(served.printed())?.[1] ?? ''
  const socket = connect(Number(address), '127.0.0.1')
  await once(socket, 'connect')
  socket.on('error', () => undefined)
  socket.write('POST /gateway.do HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 10\r\n\r\n')
  // Its "100 Continue" says that the server is at it.
  await once(socket, 'data')
  return socket
}
