/** Commands that need no gateway: help, keys, sign, verify, and what all of them say when they cannot run. */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { closeSync, existsSync, openSync } from 'node:fs'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { callProgram, type Ended, runCommand } from '../test/command-line.ts'
import { systemPiece } from '../test/system-piece.ts'
import { commandNames } from './command-names.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'command-line-'))
})
afterAll(() => rm(folder, { recursive: true }))

type Input = string | Buffer

const run = (words: readonly string[], input: Input = '', environment: Record<string, string> = {}) =>
  callProgram(words, { folder, environment, input })

/** As a process: slower, and the whole truth. */
const spawned = (words: readonly string[], input: Input = '', environment: Record<string, string> = {}) =>
  runCommand(words, { folder, environment, input })

/** One sentence that says what to do, and nothing else: the promise for whatever cannot run. */
function expectSentence({ code, stdout, stderr }: Ended, errorCode: string, ...told: string[]): void {
  expect(stderr).toMatch(new RegExp(`^alipay-sandbox: \\[${errorCode}\\] [^\\n]+\\.\\n$`))
  for (const words of told) expect(stderr).toContain(words)
  expect(stderr).not.toMatch(/\.ts:\d|^\s+at /m)
  expect(stdout).toBe('')
  expect(code).toBe(2)
}

const withFullDevice = systemPiece('/dev/full', () => existsSync('/dev/full'), 'run it on Linux')

withFullDevice('what is printed', () => {
  it('is no success when it cannot be written whole', () => {
    const full = openSync('/dev/full', 'w')
    const launcher = fileURLToPath(new URL('alipay-sandbox.ts', import.meta.url))
    const { status, stderr } = spawnSync(process.execPath, [launcher, '--help'], {
      stdio: ['ignore', full, 'pipe'],
      encoding: 'utf8',
    })
    closeSync(full)
    expectSentence({ code: status, stdout: '', stderr }, 'UNWRITABLE_FILE', 'ENOSPC')
  })
})

describe('help', () => {
  it('lists every command', async () => {
    const { code, stdout } = await run(['--help'])
    for (const name of commandNames) expect(stdout).toMatch(new RegExp(`^  ${name} `, 'm'))
    expect(code).toBe(0)
  })

  it.each(commandNames)(
    'of %s says who runs it and why, shows an example, and what the exit codes are',
    async (name) => {
      const { code, stdout } = await run([name, '--help'])
      expect(stdout).toContain(`Usage: alipay-sandbox ${name}`)
      expect(stdout).toMatch(/^For whoever /m)
      expect(stdout).toContain('Examples:\n  ')
      expect(stdout).toMatch(/^Exit code: 0 .+; 2 it could not run\.$/m)
      expect(code).toBe(0)
    },
  )

  it('shows what a flag is without being given', async () => {
    const { stdout } = await run(['help', 'serve'])
    expect(stdout.replace(/\s+/g, ' ')).toContain('the port to listen on; 0 takes a free one (default: 4100)')
  })

  it('is what a bare call gets, with the exit code of one that did nothing', async () => {
    const { code, stderr } = await spawned([])
    expect(stderr).toContain('Commands:')
    expect(code).toBe(2)
  })

  it('has the version', async () => {
    const { version } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'))
    expect(await spawned(['--version'])).toMatchObject({ code: 0, stdout: `${version}\n` })
  })
})

describe('bad usage ends in one sentence', () => {
  it.each([
    [['srve'], "Unknown command 'srve' (did you mean serve?)"],
    [['serve', '--prot', '1'], "Unknown option '--prot' (did you mean --port?)"],
    [['serve', '--port'], "Option '--port <port>' argument missing"],
    [['cancel'], "Missing required argument 'partner_trans_id'"],
    [['query'], 'A payment must be named'],
    [['pay', '--amount', 'much'], '--amount much: a decimal number'],
    [['pay', '--amount', '1.5', '--currency', 'JPY'], '--amount 1.5: a whole number for JPY'],
    [['pay', '--currency', 'XXX'], "--currency XXX is none of the product's"],
    [['keys', '--bits', '512'], '--bits 512: 1024 or 2048 or 4096'],
    [['pay', 'too', 'many'], 'Too many arguments'],
  ])('%j', async (words, told) => expectSentence(await run(words), 'BAD_USAGE', told))

  it.each([
    [['srve'], 'See alipay-sandbox --help.'],
    [['serve', '--prot', '1'], 'See alipay-sandbox serve --help.'],
    [['pay', '--amount', 'much'], 'See alipay-sandbox pay --help.'],
  ])('%j: which names the help that explains it', async (words, told) =>
    expectSentence(await run(words), 'BAD_USAGE', told),
  )

  it('as do settings that are wrong, wherever they stand', async () => {
    expectSentence(await run(['serve', '--port', 'many']), 'BAD_SETTING', '--port many')
    expectSentence(
      await run(['pay'], '', { ALIPAY_SANDBOX_GATEWAY: 'ftp://x' }),
      'BAD_SETTING',
      'ALIPAY_SANDBOX_GATEWAY=ftp://x',
    )
    await writeFile(join(folder, 'wrong.yaml'), 'prot: 1\n')
    expectSentence(await run(['serve', '--config', 'wrong.yaml']), 'UNKNOWN_SETTING', 'wrong.yaml:1', '"port"')
    expectSentence(await run(['serve', '--switch', 'queryNotFond=X']), 'UNKNOWN_SWITCH', 'queryNotFound')
    expectSentence(await run(['serve', '--dialect', 'uk']), 'UNKNOWN_DIALECT', '"hk"')
  })

  it('with the stack only when somebody asks for it', async () => {
    expectSentence(await spawned(['serve', '--dialect', 'nowhere.yaml']), 'UNKNOWN_DIALECT', 'nowhere.yaml')
    const { code, stderr } = await spawned(['serve', '--dialect', 'nowhere.yaml', '--debug'])
    expect(stderr).toMatch(/^alipay-sandbox: \[UNKNOWN_DIALECT\] .+\n(?:.*\n)*\s+at .+\.ts:\d+/)
    expect(stderr).toContain('Caused by: Error: ENOENT')
    expect(code).toBe(2)
  })
})

describe('keys', () => {
  const fingerprint = /SHA256:[A-Za-z0-9+/]{43}/

  it('makes a pair, the private half for its owner alone, and shows the same fingerprint for both', async () => {
    const { code, stdout } = await spawned(['keys', '--out', 'made/here', '--name', 'till'])
    expect(code).toBe(0)
    const privateFile = join(folder, 'made/here/till-private.pem')
    expect((await stat(privateFile)).mode & 0o777).toBe(0o600)
    expect(await readFile(privateFile, 'utf8')).toMatch(/^-----BEGIN PRIVATE KEY-----/)
    expect(await readFile(join(folder, 'made/here/till-public.pem'), 'utf8')).toMatch(/^-----BEGIN PUBLIC KEY-----/)
    const prints = stdout.match(new RegExp(fingerprint, 'g')) ?? []
    expect(prints).toHaveLength(2)
    expect(new Set(prints).size).toBe(1)
    expect(stdout).not.toContain('PRIVATE KEY-----')

    const shown = await run(['keys', 'made/here/till-public.pem', privateFile])
    expect(shown).toMatchObject({ code: 0 })
    expect(shown.stdout).toContain('public RSA key, 2048 bits')
    expect(shown.stdout).toContain('private RSA key, 2048 bits')
    expect(new Set(shown.stdout.match(new RegExp(fingerprint, 'g')))).toEqual(new Set(prints))
  })

  it('overwrites nothing, and leaves no half of a pair behind', async () => {
    await run(['keys', '--out', 'once'])
    const file = join(folder, 'once/partner-private.pem')
    const before = await readFile(file, 'utf8')
    expectSentence(await run(['keys', '--out', 'once']), 'FILE_EXISTS', 'once/partner-private.pem')
    expect(await readFile(file, 'utf8')).toBe(before)
    await rm(file)
    expectSentence(await run(['keys', '--out', 'once']), 'FILE_EXISTS', 'once/partner-public.pem')
    await expect(stat(file)).rejects.toThrow('ENOENT')
  })

  it('says which file is no key, and where it cannot write', async () => {
    await writeFile(join(folder, 'shopping.txt'), 'milk, bread')
    expectSentence(await run(['keys', 'shopping.txt']), 'UNUSABLE_KEY', 'shopping.txt')
    expectSentence(await run(['keys', 'nowhere.pem']), 'UNREADABLE_FILE', 'nowhere.pem cannot be read (ENOENT)')
    expectSentence(await run(['keys', '--out', 'shopping.txt']), 'UNWRITABLE_FILE', 'shopping.txt cannot be written')
  })
})

/** Published vectors. Source: signature.md §7. */
const key = '10000000000000000000000000000000'
const withKey = ['--md5-key', key]

describe('sign', () => {
  it.each([
    ['a string', 'partner=123&service=test', 'bbd13b52823b576291595f472ebcfbc2'],
    ['a notification', 'notify_id=1234&sign=old&sign_type=MD5', '22fc7e38e5acdfede396aa463870d111'],
    [
      'a URL',
      'https://mapi.alipay.com/gateway.do?service=alipay.acquire.overseas.query&_input_charset=utf-8&partner=1000000000000000&partner_trans_id=2010121000000002',
      '2a7f598bbb13d02f7de819ae689f80ba',
    ],
  ])('%s: the signature alone on standard output', async (_, message, signature) => {
    const { code, stdout, stderr } = await run(['sign', message, ...withKey])
    expect(stdout).toBe(`${signature}\n`)
    expect(stderr).toContain('MD5')
    expect(stderr).not.toContain(key)
    expect(code).toBe(0)
  })

  it('standard input and files alike', async () => {
    const signature = 'bbd13b52823b576291595f472ebcfbc2\n'
    expect(await spawned(['sign', '-', ...withKey], 'service=test&partner=123\n')).toMatchObject({ stdout: signature })
    await writeFile(join(folder, 'form.txt'), 'service=test&partner=123\n')
    expect(await run(['sign', '--file', 'form.txt', ...withKey])).toMatchObject({ stdout: signature })
    const exact = createHash('md5').update(`service=test&partner=123${key}`).digest('hex')
    const { stdout } = await run(['sign', '-', '--as', 'string', '--json', ...withKey], 'service=test&partner=123')
    expect(JSON.parse(stdout)).toEqual({
      kind: 'string',
      sign_type: 'MD5',
      charset: 'UTF-8',
      string: 'service=test&partner=123',
      sign: exact,
    })
  })

  it('in the charset that is asked for', async () => {
    const bytes = Buffer.from([0x61, 0x3d, 0xbf, 0xa7])
    const signature = createHash('md5').update(bytes).update(key).digest('hex')
    expect((await run(['sign', 'a=咖', '--charset', 'GBK', ...withKey])).stdout).toBe(`${signature}\n`)
    expect((await run(['sign', '-', '--charset', 'GBK', ...withKey], bytes)).stdout).toBe(`${signature}\n`)
  })

  it('needs a message, and the key of its sign type', async () => {
    expectSentence(await run(['sign']), 'UNREADABLE_INPUT', 'One message is needed')
    expectSentence(await run(['sign', 'a=1', '--file', 'form.txt']), 'UNREADABLE_INPUT')
    expectSentence(
      await run(['sign', '--file', 'nowhere.txt']),
      'UNREADABLE_INPUT',
      'nowhere.txt cannot be read (ENOENT)',
    )
    expectSentence(await run(['sign', 'a=1', '--sign-type', 'RSA2']), 'KEY_MISSING', '--private-key FILE')
    expectSentence(await run(['sign', 'a=%zz&service=x']), 'UNREADABLE_INPUT', 'broken percent-escape')
  })
})

describe('verify', () => {
  const recorded = (name: string) => fileURLToPath(new URL(`../test/recorded/${name}`, import.meta.url))

  it.each([
    ['02-answer-rsa2-2020-01.xml', 'alipay-sandbox-rsa2-2048.pem', 'answer, RSA2'],
    ['01-notification-usd-rsa-2016.txt', 'alipay-rsa-1024.pem', 'notification, RSA'],
  ])('%s, as it was recorded', async (message, publicKey, told) => {
    const words = ['verify', '--file', recorded(message), '--alipay-public-key', recorded(publicKey)]
    const { code, stdout } = await run(words)
    expect(stdout).toContain(`holds: ${told}, UTF-8\n`)
    expect(code).toBe(0)
  })

  it('a request that is rightly signed', async () => {
    const url =
      'https://mapi.alipay.com/gateway.do?service=alipay.acquire.overseas.query&_input_charset=utf-8&partner=1000000000000000&partner_trans_id=2010121000000002&sign_type=MD5&sign=2a7f598bbb13d02f7de819ae689f80ba'
    const { code, stdout } = await run(['verify', url, ...withKey])
    expect(stdout).toMatch(/^holds: request, MD5, UTF-8\n_input_charset=utf-8&partner=/)
    expect(code).toBe(0)
  })

  it('a request that is wrongly signed: names the mistake, shows the string and no key, exits with 1', async () => {
    const wrong = createHash('md5').update(`partner=123&service=test&key=${key}`).digest('hex')
    const { code, stdout } = await spawned([
      'verify',
      `partner=123&service=test&sign_type=MD5&sign=${wrong}`,
      ...withKey,
    ])
    expect(stdout).toMatch(/^does not hold: request, MD5, GBK\n/)
    expect(stdout).toContain('partner=123&service=test\n')
    expect(stdout).toContain('&key=')
    expect(stdout).not.toContain(key)
    expect(code).toBe(1)
    const { stdout: json } = await run([
      'verify',
      `partner=123&service=test&sign_type=MD5&sign=${wrong}`,
      '--json',
      ...withKey,
    ])
    expect(JSON.parse(json)).toMatchObject({ holds: false, diagnosis: { signature: { verdict: 'mistaken' } } })
  })

  it('a string in the wrong order', async () => {
    const words = ['service=test&partner=123', '--as', 'string', '--sign', 'bbd13b52823b576291595f472ebcfbc2']
    const { code, stdout } = await run(['verify', ...words, ...withKey])
    expect(stdout).toContain('not of this string, but of the same parameters')
    expect(code).toBe(1)
  })

  it('an RSA pair, there and back, with the right half of it', async () => {
    await run(['keys', '--out', 'rsa'])
    const request = 'partner=123&service=test&_input_charset=UTF-8'
    const { stdout } = await run(['sign', request, '--private-key', 'rsa/partner-private.pem'])
    const signed = `${request}&sign_type=RSA2&sign=${encodeURIComponent(stdout.trim())}`
    const publicKey = ['--partner-public-key', 'rsa/partner-public.pem']
    expect(await run(['verify', signed, ...publicKey])).toMatchObject({ code: 0 })
    expect(await run(['verify', signed.replace('test', 'tast'), ...publicKey])).toMatchObject({ code: 1 })
    expectSentence(await run(['verify', signed]), 'KEY_MISSING', '--partner-public-key FILE')
    const swapped = ['--partner-public-key', 'rsa/partner-private.pem']
    expectSentence(await run(['verify', signed, ...swapped]), 'UNUSABLE_KEY', 'This is a private key')
  })

  it('says what it cannot read, or that nothing is signed', async () => {
    expectSentence(await run(['verify', 'a=1&service=x']), 'UNREADABLE_INPUT', 'The request is not signed')
    expectSentence(await run(['verify', '-'], '<html/>'), 'UNREADABLE_INPUT', 'no gateway answer')
    expectSentence(
      await run(['verify', '--file', recorded('15-answer-refused.xml')]),
      'UNREADABLE_INPUT',
      'ILLEGAL_SIGN',
    )
  })
})
