import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { environmentOf, fill, type RunFacts } from './run-facts.ts'
import { loadTarget } from './target.ts'
import { type TargetAnswers, targetYaml } from './target-questions.ts'

const folders: string[] = []
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true })
})

async function written(text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'target-'))
  folders.push(folder)
  await writeFile(join(folder, 'target.yaml'), text)
  return join(folder, 'target.yaml')
}

const answers: TargetAnswers = {
  ...{ name: 'x', adapter: 'http', command: '', time_scale: '' },
  ...{ partner: '', md5_key: '', host: '', port: '', features: '' },
}

const facts: RunFacts = {
  gateway: 'http://127.0.0.1:1/gateway.do',
  partner: '2088000000000001',
  md5_key: 'k',
  sign_type: 'MD5',
  private_key_file: '',
  alipay_public_key_file: '/a.pem',
  port: '8001',
  notify_port: '8002',
  state_dir: '/s',
  time_scale: '10',
}

describe('target.yaml', () => {
  it.each([
    [
      'adapter: htpp',
      'name: a\nadapter: htpp\nstart: { command: [x] }',
      /target\.yaml:2:10: adapter must be one of.*did you mean "http"/,
    ],
    [
      'an unknown key',
      'name: a\nadapter: http\nstart: { comand: [x] }',
      /:3:\d+: unknown key "comand" \(did you mean "command"\?\)/,
    ],
    [
      'rest without a mapping',
      'name: a\nadapter: rest\nstart: { command: [x] }',
      /rest goes with adapter: rest, and is needed there/,
    ],
    ['nothing to start and nothing set up', 'name: a\nadapter: http', /start or gateway is needed/],
    ['no YAML', 'name: [', /target\.yaml:1:/],
  ])('%s: is told with its place', async (_, text, message) => {
    await expect(loadTarget(await written(text))).rejects.toMatchObject({
      code: 'BAD_TARGET',
      message: expect.stringMatching(message),
    })
  })

  it('tells an expression that cannot be read before anything starts', async () => {
    const call = '{ path: /a, answer: { status: "a b c" } }'
    const text = `name: a\nadapter: rest\nstart: { command: [x] }\ncapabilities: {}\nrest: { calls: { pay: ${call}, get: ${call} } }`
    await expect(loadTarget(await written(text))).rejects.toMatchObject({ code: 'BAD_EXPRESSION' })
  })

  it('as init writes it keeps what stands in quotes together', async () => {
    const command = `"my node" 'a server.js' --fast`
    const text = targetYaml({ ...answers, name: 'mine', adapter: 'http', command, time_scale: '1' })
    const { start } = await loadTarget(await written(text))
    expect(start?.command).toEqual(['my node', 'a server.js', '--fast'])
  })

  it.each(['http', 'rest', 'exec'])('as init writes it can be read: %s', async (adapter) => {
    const text = targetYaml({ ...answers, name: 'mine: "a"', adapter, command: 'node  server.js', time_scale: '10' })
    const target = await loadTarget(await written(text))
    expect(target).toMatchObject({
      name: 'mine: "a"',
      adapter,
      start: { command: ['node', 'server.js'] },
      time_scale: 10,
    })
  })

  it('as init writes it for a person at a till can be read, and starts nothing', async () => {
    const given = {
      host: '0.0.0.0',
      port: '4100',
      partner: '2088101122334455',
      md5_key: '0123',
      features: 'cancel, refund',
    }
    const target = await loadTarget(
      await written(targetYaml({ ...answers, ...given, name: 'shop', adapter: 'manual' })),
    )
    expect(target).toMatchObject({
      adapter: 'manual',
      gateway: { host: '0.0.0.0', port: 4100, partner: '2088101122334455', md5_key: '0123' },
      capabilities: { features: ['cancel', 'refund'] },
    })
    expect(target.start).toBeUndefined()
    const none = targetYaml({ ...answers, ...given, adapter: 'manual', features: 'none' })
    expect(await loadTarget(await written(none))).toMatchObject({ capabilities: { features: [] } })
  })
})

describe('what a started SUT is told', () => {
  it('stands in SUT_ variables, and under the names that it knows', () => {
    const environment = environmentOf(facts, { ALIPAY_URL: '{{gateway}}', BOTH: '{{port}}/{{notify_port}}' })
    expect(environment).toMatchObject({
      SUT_PORT: '8001',
      SUT_TIME_SCALE: '10',
      ALIPAY_URL: facts.gateway,
      BOTH: '8001/8002',
    })
    expect(Object.keys(environment).filter((name) => name.startsWith('SUT_'))).toHaveLength(10)
  })

  it('leaves a name that nobody knows as it is', () => {
    expect(fill('{{gatway}} {{partner}}', facts)).toBe('{{gatway}} 2088000000000001')
  })
})
