/** `load` as somebody uses it: k6 really runs, against the reference till and the gateway, for a few seconds. */
import { execFileSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { mixes } from '../load/k6/lib/mixes.ts'
import { plans } from '../load/k6/lib/plans.ts'
import { variables } from '../load/k6/lib/variables.ts'
import type { LoadResult } from '../load/load-result.ts'
import { readJourneyLine } from '../load/run/journey-line.ts'
import { canonicalString } from '../protocol/canonical.ts'
import { readPublicKey } from '../protocol/key.ts'
import { decodeForm, toParameters, valueNamed } from '../protocol/parameter.ts'
import { verify } from '../protocol/signature.ts'
import { startSimulator } from '../simulator/simulator.ts'
import { callProgram, runCommand } from './command-line.ts'
import { recorded } from './recordings.ts'
import { call, md5Key, payFields, pid } from './signed-call.ts'
import { systemPiece } from './system-piece.ts'

const folder = mkdtempSync(join(tmpdir(), 'load-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const withK6 = systemPiece('k6', hasK6, 'https://grafana.com/docs/k6/latest/set-up/install-k6/')

function hasK6(): boolean {
  try {
    return execFileSync(process.env.K6_BIN ?? 'k6', ['version'], { encoding: 'utf8' }).startsWith('k6 v')
  } catch {
    return false
  }
}

let runs = 0
const patient = 'LOAD_VUS=60,LOAD_RESULT_P95_MS=60000,LOAD_RESULT_P99_MS=60000'

/** A few seconds of load, and what came of it. The limits of time are those of a machine that has others to serve, too. */
async function load(...words: string[]): Promise<{ code: number | null; said: string; result: LoadResult }> {
  runs += 1
  const json = join(folder, `${runs}.json`)
  const usual = ['--duration', '2s', '--time-scale', '10', '--late', '3600', '--seed', 'suite', '--json', json]
  const { code, stdout, stderr } = await runCommand(['load', ...usual, '--set', patient, ...words], { folder })
  return { code, said: stdout + stderr, result: JSON.parse(readFileSync(json, 'utf8')) }
}

withK6('load', () => {
  // Each waits more than it works: all at once.
  const limit = { timeout: 120_000, concurrent: true }

  it('of a good till loses no money, and ends well', limit, async ({ expect }) => {
    const { code, said, result } = await load('pos', '--rate', '10')
    expect(result.audit.discrepancies, said).toEqual([])
    expect(result.audit.reckonings.map(({ held }) => held)).toEqual([true, true])
    expect(result.audit.sales).toBeGreaterThan(10)
    expect(said).toContain('It held: 0 lost, 0 phantom, 0 charged twice, 0 refunded twice.')
    expect(code, said).toBe(0)
  })

  it('of a till that retries under a new order id names each double charge', limit, async ({ expect }) => {
    // A cancel takes back the first of the two, and the other is lost besides.
    const uncancelled = ['--set', `${patient},LOAD_CANCEL_SHARE=0`]
    const mistaken = ['--mix', '0000=60,0303=40', '--defect', 'new-id-after-timeout', ...uncancelled]
    const { code, said, result } = await load('pos', '--rate', '10', ...mistaken)
    const { discrepancies, trades, sales, gaps } = result.audit
    const twice = discrepancies.filter(({ kind }) => kind === 'chargedTwice')
    expect(twice.length).toBeGreaterThan(3)
    expect(twice, said).toHaveLength(discrepancies.length)
    expect(trades - sales).toBe(twice.length)
    for (const { orders, exchanges } of twice) {
      expect(orders[1]).toBe(`${orders[0]}_2`)
      expect(exchanges.filter(({ service }) => service === 'pay').map((one) => one.partner_trans_id)).toEqual(orders)
    }
    expect(gaps.reduce((sum, { count }) => sum + count, 0)).toBe(twice.length)
    expect(said.match(/^CHARGED TWICE /gm)).toHaveLength(Math.min(twice.length, 20))
    expect(code, said).toBe(1)
  })

  it('of the gateway counts its requests, and fails by a threshold alone', limit, async ({ expect }) => {
    const { code, said, result } = await load('gateway', '--rate', '40', '--sign-type', 'RSA2', '--keep', folder)
    const [, requests] = result.audit.reckonings
    expect(requests, said).toMatchObject({ held: true, k6: requests?.other })
    expect(code, said).toBe(0)
    const json = join(folder, 'crossed.json')
    const impossible = ['--set', 'LOAD_RESULT_P95_MS=0.001', '--rate', '10', '--duration', '1s', '--json', json]
    const crossed = await runCommand(['load', 'gateway', ...impossible], { folder })
    expect(crossed.stdout).toMatch(/^CROSSED +time_to_result\{call:pay\} p\(95\)<=0\.001, was /m)
    expect(crossed.stdout).toContain('It fell short: 1 of 9 thresholds were crossed.')
    expect(crossed.code).toBe(1)
  })

  it('of notifications that come again and again changes nothing', limit, async ({ expect }) => {
    const { code, said, result } = await load('notify', '--rate', '20')
    expect(result.measured?.figures.decided, said).toBeGreaterThan(20)
    expect(code, said).toBe(0)
  })

  it('certifies a good till in the midst of it, and names the cases', limit, async ({ expect }) => {
    const { code, said, result } = await load('pos', '--rate', '3', '--certify')
    const { passed = 0, failed, errored, cases = [] } = result.certification ?? {}
    expect({ failed, errored }, said).toEqual({ failed: 0, errored: 0 })
    expect(cases.filter(({ outcome }) => outcome === 'passed').map(({ id }) => id)).toHaveLength(passed)
    expect(cases).toContainEqual({ id: 'refund/full-in-three-parts', outcome: 'passed' })
    expect(said).toMatch(new RegExp(`^conform    ${passed} cases passed, 0 failed`, 'm'))
    expect(code, said).toBe(0)
  })

  it('certifies a till with a mistake that costs no money, and fails by that alone', limit, async ({ expect }) => {
    const { code, said, result } = await load('pos', '--rate', '3', '--certify', '--defect', 'time-in-utc')
    expect(result.audit.discrepancies, said).toEqual([])
    expect(result.certification?.failed, said).toBeGreaterThan(0)
    expect(said).toMatch(/^ {2}FAILED refund\/full-in-three-parts: wire\/time-gmt8: /m)
    expect(said).toMatch(/^It fell short: \d+ conformance cases? failed under load\.$/m)
    expect(code, said).toBe(1)
  })
})

withK6('several machines', () => {
  it('share the sales of a run, and make none of them twice', { timeout: 60_000 }, () => {
    const script = fileURLToPath(new URL('../load/k6/pos.ts', import.meta.url))
    const settings = {
      LOAD_RATE: '6',
      LOAD_DURATION_S: '1',
      LOAD_GIVE_UP_MS: '0',
      LOAD_VUS: '6',
      LOAD_RUN_ID: 'shared',
    }
    // Nobody listens there: whom a sale is asked of does not matter here.
    const env = {
      ...process.env,
      ...settings,
      LOAD_TERMINAL_URL: 'http://127.0.0.1:1',
      LOAD_SUMMARY_FILE: join(folder, 's.json'),
    }
    const machine = (segment: string) => {
      const words = ['run', '--quiet', '--no-usage-report', '--no-color', '--no-thresholds', '--log-format', 'raw']
      const part = ['--execution-segment', segment, '--execution-segment-sequence', '0,1/3,1']
      const out = join(folder, `${segment.replace(/\W/g, '-')}.log`)
      execFileSync(process.env.K6_BIN ?? 'k6', [...words, ...part, '--console-output', out, script], {
        env,
        stdio: 'pipe',
      })
      const lines = readFileSync(out, 'utf8').split('\n')
      return lines.flatMap((line) => readJourneyLine(line)?.id ?? [])
    }
    const [one, two] = [machine('0:1/3'), machine('1/3:1')]
    expect(Math.min(one.length, two.length)).toBeGreaterThan(0)
    expect(two.length).toBeGreaterThan(one.length)
    expect(new Set([...one, ...two]).size).toBe(one.length + two.length)
  })
})

withK6("the scripts' signatures", () => {
  it('are those of the recorded requests, and RSA2 ones hold', { timeout: 60_000 }, () => {
    const urls = recorded('20-requests-md5-known-key.txt').toString('latin1').trim().split('\n')
    const requests = urls.map(
      (url) => decodeForm(Buffer.from(url.slice(url.indexOf('?') + 1), 'latin1'), 'UTF-8').parameters,
    )
    const pair = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    })
    const chinese = {
      trans_name: '咖啡 & Kuchen',
      amount: '1.00',
      nothing: '',
      sign: 'x',
      sign_type: 'RSA2',
      _input_charset: 'UTF-8',
    }
    const samples = [
      ...requests.map((parameters) => ({
        fields: Object.fromEntries(parameters.map(({ name, value }) => [name, value])),
        key: md5Key,
      })),
      { fields: chinese, key: pair.privateKey },
    ]
    const file = join(folder, 'samples.json')
    writeFileSync(file, JSON.stringify(samples))
    const script = fileURLToPath(new URL('sign-by-k6.ts', import.meta.url))
    const words = [
      'run',
      '--quiet',
      '--no-usage-report',
      '--no-color',
      '--log-format',
      'raw',
      '--console-output',
      `${file}.out`,
    ]
    execFileSync(process.env.K6_BIN ?? 'k6', [...words, '-e', `LOAD_GOLDEN_FILE=${file}`, script], { stdio: 'pipe' })
    const told = readFileSync(`${file}.out`, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(told.slice(0, -1).map(({ signature }) => signature)).toEqual(requests.map((one) => valueNamed(one, 'sign')))
    expect(told.map(({ text }) => text)).toEqual(samples.map(({ fields }) => canonicalString(toParameters(fields))))
    const last = told.at(-1)
    expect(
      verify(last.text, last.signature, { signType: 'RSA2', publicKey: readPublicKey(pair.publicKey) }, 'UTF-8'),
    ).toBe(true)
  })
})

describe('load', () => {
  it('without k6 says how to get it', async () => {
    const ended = await callProgram(['load', 'pos'], { folder, environment: { K6_BIN: '/nowhere/k6' } })
    expect(ended).toMatchObject({ code: 2, stdout: '' })
    expect(ended.stderr).toMatch(/\[NO_K6\] K6_BIN names \/nowhere\/k6, .+ Get k6 from https:\/\//)
  })

  it('--help lists what can be run, every mix and every setting of the scripts', async () => {
    const { stdout } = await callProgram(['load', '--help'], { folder })
    const listed = new Set(stdout.split('\n').map((line) => /^ {2}(\w\S*)/.exec(line)?.[1]))
    for (const name of [plans, mixes, variables].flatMap((table) => Object.keys(table))) expect(listed).toContain(name)
    expect(stdout.split('\n').filter((line) => line.length > 130)).toEqual([])
  })

  it.each([
    [['load', 'peak'], /\[BAD_USAGE\] What to run is one of pos, gateway, .*spike, breakpoint, audit/],
    [['load', 'pos', '--mix', 'lunch'], /\[BAD_MIX\] "lunch" is no mix/],
    [['load', 'pos', '--set', 'LOAD_RAET=1'], /\[BAD_LOAD\] The scripts know no setting LOAD_RAET.*LOAD_RATE/],
    [['load', 'gateway', '--certify'], /\[BAD_USAGE\] --certify needs a backend/],
    [
      ['load', 'audit', '--admin', 'http://127.0.0.1:1/_admin', '--certify'],
      /\[BAD_USAGE\] --certify runs cases beside a load/,
    ],
    [['load', 'audit', '--book', 'x.csv'], /\[BAD_LOAD\] An audit needs the control API/],
  ])('refuses %j', async (words, why) => {
    const { code, stderr } = await callProgram(words, { folder })
    expect(stderr).toMatch(why)
    expect(code).toBe(2)
  })

  it('audit holds the export of a book against a simulator that runs', { timeout: 60_000 }, async () => {
    await using simulator = await startSimulator({ partners: [{ pid, md5Key }] })
    for (const id of ['T1', 'T2', 'T3']) await call(simulator.gateway, payFields(id))
    const audit = (lines: readonly string[]) => {
      writeFileSync(
        join(folder, 'book.csv'),
        ['payment_id,status,amount,currency,partner_trans_id', ...lines].join('\n'),
      )
      return callProgram(['load', 'audit', '--admin', simulator.admin, '--book', 'book.csv'], { folder })
    }
    const right = ['P1,paid,39.25,USD,T1', 'P2,paid,39.25,USD,T2', 'P3,paid,39.25,USD,T3']
    expect(await audit(right)).toMatchObject({ code: 0, stderr: '' })
    const wrong = await audit(['P1,paid,39.25,USD,T1', 'P2,not_paid,39.25,USD,T2', 'P4,paid,39.25,USD,T4'])
    expect(wrong.stdout).toContain('LOST P2: Alipay holds 39.25 USD; the book has not_paid.')
    expect(wrong.stdout).toContain('PHANTOM P4: The book has paid; Alipay knows no trade.')
    expect(wrong.stdout).toContain(
      'LOST no sale: Alipay holds 39.25 USD for T3; no sale and no line of the book is of it.',
    )
    expect(wrong.code).toBe(1)
    const told = { n: 0, id: 'P3', at: Date.now(), until: 0, told: 'cancelled', ms: 5, calls: 1 }
    writeFileSync(join(folder, 'told.log'), `[pod/pos-1] ${JSON.stringify(told)}\n[pod/pos-1] Request Failed\n`)
    writeFileSync(join(folder, 'book.csv'), ['payment_id,status,amount,currency,partner_trans_id', ...right].join('\n'))
    const words = ['--admin', simulator.admin, '--book', 'book.csv', '--told', 'told.log']
    const heard = await callProgram(['load', 'audit', ...words], { folder })
    expect(heard.stdout).toContain('LOST P3: Alipay holds 39.25 USD; the cashier has cancelled.')
    expect(heard.code).toBe(1)
  })
})
