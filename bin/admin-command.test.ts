/** `admin` against a real control API: every call, what it prints, and what its exit code says. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type OperationName, operationNames } from '../simulator/admin/operations.ts'
import { callProgram } from '../test/command-line.ts'
import { type ControlRoom, openControlRoom } from '../test/control-room.ts'
import { openReceiver } from '../test/receiver.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'admin-command-'))
})
afterAll(() => rm(folder, { recursive: true }))

const run = ({ simulator: { gateway } }: ControlRoom, words: readonly string[], input = '', environment = {}) =>
  callProgram(['admin', ...words], {
    folder,
    input,
    environment: { ALIPAY_SANDBOX_GATEWAY: gateway, ...environment },
  })

/** The words behind each call, for a partner with a trade, a notification, a rule, a buyer and a store; a call without a row does not compile. */
const words: Readonly<Record<OperationName, readonly string[]>> = {
  'health.get': [],
  'health.ready': [],
  'keys.get': [],
  'simulator.reset': [],
  'partners.list': [],
  'partners.create': ['seed=7', 'currencies=["USD","HKD"]', 'defaults.climate=calm'],
  'partners.get': [],
  'partners.change': ['funded=false', 'defaults.latency=null'],
  'partners.delete': ['--pid', '2088000000000002'],
  'partners.reset': [],
  'rules.list': [],
  'rules.put': ['rules=[{"behaviour":"0206"}]'],
  'rules.replace': ['rules=[]'],
  'rules.clear': [],
  'rules.explain': ['service=query', 'nth=2'],
  'rules.delete': ['mine'],
  'behaviours.list': [],
  'behaviours.get': ['0303'],
  'transactions.list': ['state=TRADE_SUCCESS', 'limit=5'],
  'transactions.get': ['T1'],
  'transactions.force': ['T1', 'to=closed'],
  'buyers.list': [],
  'buyers.create': ['balance=100.00'],
  'buyers.get': ['BUYER'],
  'buyers.change': ['BUYER', 'blocked=true', 'daily_limit=null'],
  'buyers.code': ['BUYER'],
  'buyers.inbox': ['BUYER'],
  'notifications.list': ['state=pending'],
  'notifications.get': ['NOTIFICATION'],
  'notifications.resend': ['NOTIFICATION'],
  'notifications.hold': ['NOTIFICATION'],
  'notifications.release': ['NOTIFICATION'],
  'reconciliation.get': ['2024-01-15'],
  'merchants.list': [],
  'merchants.review': ['S001', 'ST01', 'status=FAILED', 'reject_reason=no photograph'],
  'exchanges.list': ['service=pay', 'limit=1'],
  'exchanges.wait': ['count=1', 'timeout_ms=0'],
  'exchanges.get': ['1'],
  'expectations.verify': ['match.service=pay', 'match.parameters.trans_amount=39.25', 'exactly=1'],
  'journal.list': ['format=jsonl'],
  'journal.get': ['1'],
  'clock.get': [],
  'clock.freeze': ['at=2024-01-15 12:00:00'],
  'clock.run': ['scale=60'],
  'clock.advance': ['ms=1000'],
  'seed.get': [],
  'seed.set': ['seed=8'],
}

describe('admin', () => {
  it.each(operationNames)('can do %s', async (name) => {
    await using receiver = await openReceiver()
    await using room = await openControlRoom()
    const partner = room.admin.partner()
    await room.admin.partners.create({ pid: '2088000000000002' })
    await partner.clock.freeze('2024-01-15 10:30:00')
    await partner.rules.put([{ id: 'mine', match: { service: 'refund' }, behaviour: '0206' }])
    await room.till().pay('T1', { notify_url: receiver.url })
    const [notification] = await partner.notifications.list()
    const buyer = await partner.buyers.create()
    const store = { secondaryMerchantId: 'S001', storeId: 'ST01', fields: { store_name: 'Demo Cafe' } }
    room.simulator.partner.merchants.register(store, 0)
    if (name === 'notifications.release') await partner.notifications.hold(notification?.notify_id ?? '')
    const ids = { BUYER: buyer.user_id, NOTIFICATION: notification?.notify_id ?? '' }
    const filled = words[name].map((word) => (word in ids ? ids[word as keyof typeof ids] : word))
    const ended = await run(room, [...name.split('.'), ...filled])
    expect(ended).toMatchObject({ code: 0, stderr: '' })
    expect(ended.stdout).not.toMatch(/undefined|\[object/)
  })

  it('without words lists every call, with a resource what each of its calls takes', async () => {
    await using room = await openControlRoom()
    const all = (await run(room, [])).stdout
    for (const name of operationNames) expect(all).toMatch(new RegExp(`^${name.replace('.', ' ')} `, 'm'))
    const { stdout, code } = await run(room, ['clock'])
    expect(stdout.match(/^\S.*$/gm)).toEqual([
      'clock get',
      'clock freeze [at=…]',
      'clock run [scale=…]',
      'clock advance [ms=…] [to=…]',
    ])
    expect(code).toBe(0)
  })

  it('prints lists as tables and one thing as names and values', async () => {
    await using room = await openControlRoom()
    const { clock } = room.admin.partner()
    await clock.freeze('2024-01-15 12:00:00')
    await room.till().pay('T1')
    await room.till().pay('T2', { buyer_identity_code: '280001030000000001' })
    const { stdout } = await run(room, ['transactions', 'list'])
    expect(stdout.replaceAll(/\d{28}/g, (id) => 'n'.repeat(id.length))).toBe(
      [
        'partner_trans_id  alipay_trans_id               state           trans_amount  behaviour  created_at',
        'T1                nnnnnnnnnnnnnnnnnnnnnnnnnnnn  TRADE_SUCCESS   39.25 USD     default    2024-01-15 12:00:00',
        'T2                nnnnnnnnnnnnnnnnnnnnnnnnnnnn  WAIT_BUYER_PAY  39.25 USD     0103       2024-01-15 12:00:00',
        '',
      ].join('\n'),
    )
    expect((await run(room, ['clock', 'get'])).stdout).toBe(
      '  mode   frozen\n  now    2024-01-15 12:00:00\n  scale  1\n',
    )
    expect((await run(room, ['rules', 'list'])).stdout).toBe('no rules\n')
    const failed = await run(room, ['expectations', 'verify', 'match.service=pay', 'match.partner_trans_id=T3'])
    expect(failed.stdout).toMatch(/^ {2}held {3}false\n {2}count {2}0\n {2}nearest\n.*first_difference\.was\n/)
    expect(failed.stdout).toMatch(/\n {4}2 .* partner_trans_id +T3 +T2\n/)
    expect(failed.code).toBe(1)
  })

  it('prints the answer as it came for machines', async () => {
    await using room = await openControlRoom()
    await room.till().pay('T1')
    const json = async (words: readonly string[]) => JSON.parse((await run(room, words)).stdout)
    expect(await json(['exchanges', 'list', '--json'])).toEqual({ exchanges: await room.admin.journal.list() })
    expect(await json(['exchanges', 'list', 'format=har'])).toEqual(await room.admin.journal.har())
    expect(await json(['clock', 'advance', 'ms=1', '--json'])).toMatchObject({ code: 'CLOCK_RUNS', status: 409 })
  })

  it('takes a value from a file or from standard input', async () => {
    await using room = await openControlRoom()
    const rules = JSON.stringify([{ id: 'from-file', match: { service: 'pay' }, behaviour: '0206' }])
    await writeFile(join(folder, 'rules.json'), rules)
    expect(await run(room, ['rules', 'put', 'rules=@rules.json'])).toMatchObject({ code: 0 })
    expect(await run(room, ['rules', 'put', 'rules=@-'], rules.replace('file', 'stdin'))).toMatchObject({ code: 0 })
    expect((await room.admin.partner().rules.list()).map(({ id }) => id)).toEqual(['from-file', 'from-stdin'])
  })

  it('asks as the partner that --pid names, and with the token of the settings', async () => {
    const adminToken = 'open-sesame'
    await using room = await openControlRoom({ adminToken })
    const { pid } = await room.admin.partners.create()
    expect(await run(room, ['seed', 'get'])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('[TOKEN_NEEDED]'),
    })
    const environment = { ALIPAY_SANDBOX_ADMIN_TOKEN: adminToken }
    expect((await run(room, ['partners', 'get', '--pid', pid], '', environment)).stdout).toContain(
      `  pid                 ${pid}\n`,
    )
  })

  it.each([
    [['exchange', 'list'], 'There is no "exchange list" (did you mean "exchanges list"?)'],
    [['clocks'], 'There is no "clocks" (did you mean "clock"?)'],
    [['clock', 'advance', 'm=5'], 'clock advance takes no "m" (did you mean "ms"?)'],
    [['clock', 'advance', '5'], '"5" is no name=value; the call is clock advance [ms=…] [to=…]'],
    [['transactions', 'force'], '<id> is needed: transactions force <id> to=…'],
    [['rules', 'put', 'rules=[{'], 'rules is no JSON'],
    [['partners', 'get', '--pid', 'me'], "a partner's number, or default for the first one, belongs there"],
  ])('says how it is written when %j is not', async (wrong, told) => {
    await using room = await openControlRoom()
    const { code, stdout, stderr } = await run(room, wrong)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/^alipay-sandbox: \[BAD_USAGE\] [^\n]+\.\n$/)
    expect(stderr).toContain(told)
  })

  it.each([
    [['rules', 'put', 'rules=@nowhere.json'], 2, '[UNREADABLE_FILE]'],
    [['clock', 'advance', 'ms=5'], 1, '[CLOCK_RUNS]'],
    [['clock', 'advance', 'ms=soon'], 1, '[INVALID_REQUEST] ms (body) must be'],
    [['transactions', 'get', 'T9'], 1, '[NOT_FOUND]'],
    [['exchanges', 'wait', 'timeout_ms=0'], 1, '[WAITED_IN_VAIN]'],
    [['health', 'get', '--gateway', 'http://127.0.0.1:1/gateway.do'], 2, '[UNREACHABLE_GATEWAY]'],
  ])('ends %j with %i', async (asked, code, told) => {
    await using room = await openControlRoom()
    const ended = await run(room, asked)
    expect(ended).toMatchObject({ code, stdout: '' })
    expect(ended.stderr).toContain(told)
  })
})
