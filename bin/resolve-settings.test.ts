import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CommandError } from './command-error.ts'
import type { CommandName } from './command-names.ts'
import { flagName, type OptionRow, readValue } from './option-row.ts'
import { resolveSettings, type SettingSources } from './resolve-settings.ts'
import { environmentName, type SettingName, settingNames, settings, settingsOf } from './settings.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'settings-'))
  await mkdir(join(folder, 'elsewhere'))
})
afterAll(() => rm(folder, { recursive: true }))

/** A working folder of its own for each case, with or without a sandbox.yaml. */
let cases = 0
async function workingFolder(sandboxYaml?: string): Promise<string> {
  cases += 1
  const made = join(folder, `case-${cases}`)
  await mkdir(made)
  if (sandboxYaml !== undefined) await writeFile(join(made, 'sandbox.yaml'), sandboxYaml)
  return made
}

type Given = Partial<Pick<SettingSources, 'flags' | 'environment'>> & { readonly yaml?: string }

async function resolved(given: Given, command: CommandName = 'serve') {
  const { flags = {}, environment = {}, yaml } = given
  return resolveSettings(command, { flags, environment, workingFolder: await workingFolder(yaml) })
}

async function refusal(given: Given, command: CommandName = 'serve'): Promise<CommandError> {
  const error = await resolved(given, command).then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (error instanceof CommandError) return error
  throw new Error(`no CommandError but ${String(error)}`)
}

describe('every setting', () => {
  /** A text that the row takes and that is not its default. */
  const samples: Readonly<Record<SettingName, string>> = {
    config: 'other.yaml',
    host: '0.0.0.0',
    port: '8080',
    gateway: 'https://example.test/gateway.do',
    partner: '2088000000000001',
    md5Key: '1'.repeat(32),
    signType: 'RSA',
    privateKey: './private.pem',
    partnerPublicKey: './public.pem',
    alipayPublicKey: './alipay.pem',
    evidenceKey: './evidence-private.pem',
    charset: 'GBK',
    timeoutMs: '500',
    state: './state/books.db',
    seed: 'abc',
    dialect: 'hk',
    switch: 'notifyOnCancel=true',
    behaviour: '0101',
    climate: 'storm',
    latency: 'hotel-wifi',
    behaviours: './own',
    rules: './rules.yaml',
    rateLimit: '50',
    connections: '7',
    adminToken: 'correct-horse',
    tls: 'true',
    tlsPort: '0',
    proxy: 'true',
    traces: 'true',
    upstream: 'https://mapi.alipaydev.com/gateway.do',
    upstreamLog: './other.jsonl',
    strict: 'true',
    notifyPrivate: 'true',
    timeScale: '10',
    stateDir: './state',
    journalSize: '7',
    journalDays: '30',
    log: 'json',
    readyFile: './ready.json',
  }

  const settable = settingNames.filter((name) => name !== 'config')

  it.each(settable)('%s is a flag, a variable and a key alike', async (name) => {
    const [command = 'serve'] = settings[name].commands
    const text = samples[name]
    const byFlag = (await resolved({ flags: { [name]: [text] } }, command))[name]
    expect(byFlag).toBeDefined()
    const rows = [{ environment: { [environmentName(name)]: text } }, { yaml: `${flagName(name)}: "${text}"\n` }]
    for (const given of rows) {
      const value = (await resolved(given, command))[name]
      // A path differs by the working folder of the case.
      if (settings[name].type === 'path') expect(value).toMatch(/\/case-\d+\/|^hk$/)
      else expect(value).toEqual(byFlag)
    }
  })

  it.each(settingNames)('%s has a default that its own row takes', (name) => {
    const row: OptionRow = settings[name]
    if (row.type === 'pairs' || row.default === undefined) expect(row.otherwise ?? row.type).not.toBe('')
    else expect(readValue(row, String(row.default))).toMatchObject({ ok: true })
  })

  it('has one name only', () => {
    for (const names of [settingNames.map(flagName), settingNames.map(environmentName)])
      expect(new Set(names).size).toBe(settingNames.length)
  })
})

describe('a setting is taken', () => {
  const flag = { flags: { port: ['1'] } }
  const environment = { environment: { ALIPAY_SANDBOX_PORT: '2' } }
  const yaml = { yaml: 'port: 3\n' }

  it.each([
    ['the flag over all', { ...flag, ...environment, ...yaml }, 1],
    ['the flag over the environment', { ...flag, ...environment }, 1],
    ['the flag over the file', { ...flag, ...yaml }, 1],
    ['the environment over the file', { ...environment, ...yaml }, 2],
    ['the file over the default', yaml, 3],
    ['the default', {}, 4100],
    ['the last of two flags', { flags: { port: ['1', '5'] } }, 5],
    ['an empty variable as none', { environment: { ALIPAY_SANDBOX_PORT: '' }, ...yaml }, 3],
  ])('%s', async (_, given, port) => expect((await resolved(given)).port).toBe(port))

  it('from the file that --config names, before the one of the working folder', async () => {
    const named = join(folder, 'elsewhere', 'named.yaml')
    await writeFile(named, 'port: 9\nstate-dir: ./state\ndialect: ./own.yaml\n')
    const settings = await resolved({ flags: { config: [named] }, yaml: 'port: 3\n' })
    expect(settings.port).toBe(9)
    expect((await resolved({ environment: { ALIPAY_SANDBOX_CONFIG: named } })).port).toBe(9)
    // Paths in it are relative to it.
    expect(settings.stateDir).toBe(join(folder, 'elsewhere', 'state'))
    expect(settings.dialect).toBe(join(folder, 'elsewhere', 'own.yaml'))
  })

  it('switch by switch: the stronger source wins, the others stay', async () => {
    const given = {
      flags: { switch: ['a=flag', 'b=flag', 'a=last'] },
      environment: { ALIPAY_SANDBOX_SWITCH: 'a=env,c=env, d = env' },
      yaml: 'switch:\n  a: file\n  c: file\n  e: 23:00\n',
    }
    expect((await resolved(given)).switch).toEqual({ a: 'last', b: 'flag', c: 'env', d: 'env', e: '23:00' })
    expect((await resolved({ yaml: 'switch: [x=1, y=2]\n' })).switch).toEqual({ x: '1', y: '2' })
  })

  it('only by the commands that use it', async () => {
    expect(Object.keys(await resolved({}, 'pay'))).not.toContain('port')
    expect(settingsOf('keys')).toEqual([])
    // What another command would refuse does not concern this one.
    expect(await resolved({ yaml: 'port: many\n' }, 'pay')).toMatchObject({ partner: '2088101122334455' })
  })
})

describe('a setting is refused', () => {
  it.each([
    ['flag', { flags: { port: ['70000'] } }, '--port 70000: a whole number from 0 to 65535 belongs there, for port.'],
    [
      'variable',
      { environment: { ALIPAY_SANDBOX_LOG: 'jsno' } },
      'ALIPAY_SANDBOX_LOG=jsno (did you mean "json"?): text or json',
    ],
    ['key', { yaml: '# mine\npartner: 12\n' }, 'sandbox.yaml:2: partner: 12: 16 digits that begin with 2088'],
    ['pair', { flags: { switch: ['queryNotFound'] } }, '--switch queryNotFound: name=value belongs there'],
  ])('with where the wrong %s stands', async (_, given, told) => {
    const error = await refusal(given)
    expect(error.code).toBe('BAD_SETTING')
    expect(error.message).toContain(told)
  })

  it('without showing a secret', async () => {
    const { message } = await refusal({ flags: { md5Key: ['my secret key'] } })
    expect(message).toContain('--md5-key ***')
    expect(message).not.toContain('secret')
  })

  it.each([
    [
      'port: 1\nmd5_key: x\n',
      'UNKNOWN_SETTING',
      'sandbox.yaml:2: there is no setting "md5_key" (did you mean "md5-key"?)',
    ],
    ['config: other.yaml\n', 'UNKNOWN_SETTING', 'sandbox.yaml:1: there is no setting "config"'],
    ['- port\n', 'UNREADABLE_CONFIG', 'sandbox.yaml:1: names with values belong here'],
    ['port: [1\n', 'UNREADABLE_CONFIG', 'sandbox.yaml:2: '],
    ['switch:\n  a:\n    b: c\n', 'UNREADABLE_CONFIG', 'sandbox.yaml:3: a plain value belongs here'],
  ])('in the file %j: %s', async (yaml, code, told) => {
    for (const command of ['serve', 'pay'] as const) {
      const error = await refusal({ yaml }, command)
      expect(error.code).toBe(code)
      expect(error.message).toContain(told)
    }
  })

  it('when the file that is named is not there', async () => {
    const error = await refusal({ flags: { config: ['nowhere.yaml'] } })
    expect(error.code).toBe('UNREADABLE_CONFIG')
    expect(error.message).toContain('nowhere.yaml cannot be read (ENOENT)')
  })

  it('never for a sandbox.yaml that is empty', async () => {
    expect((await resolved({ yaml: '' })).port).toBe(4100)
  })
})
