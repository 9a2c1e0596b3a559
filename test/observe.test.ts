import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { observationText, orderText, rulesText } from '../conformance/observe/observation-text.ts'
import { type ObserveOptions, rulesFor } from '../conformance/observe/observe-options.ts'
import { ruleNeeds } from '../conformance/observe/rule-needs.ts'
import { type Watched, type Watching, watch } from '../conformance/observe/watch.ts'
import type { CaseResult } from '../conformance/runner/result.ts'
import { rules } from '../conformance/verdict/rules.ts'
import { compactTime } from '../protocol/beijing-time.ts'
import { realClock } from '../simulator/clock.ts'
import { callProgram, type Ended } from './command-line.ts'
import { type ControlRoom, openControlRoom, type Till } from './control-room.ts'
import { call, type Fields, md5Key, payFields, pid } from './signed-call.ts'

const options: ObserveOptions = {
  timeScale: 10,
  claims: ['cancel', 'refund'],
  answerTimeoutMs: 5_000,
  uniqueCodes: false,
  noHandCancels: false,
  without: [],
  strict: false,
}

const extendInfo = JSON.stringify({
  secondary_merchant_id: 'S001',
  secondary_merchant_name: 'Demo Cafe',
  secondary_merchant_industry: '5812',
  store_id: 'ST01',
  store_name: 'Demo Cafe Airport',
})
let codes = 0
/** What a good till sends, under a code of its own. */
function sale(behaviour = '0000', changes: Fields = {}): Fields {
  codes += 1
  return {
    trans_create_time: compactTime(Date.now()),
    extend_info: extendInfo,
    buyer_identity_code: `2800${behaviour}${String(codes).padStart(8, '0')}`,
    ...changes,
  }
}

const never = new Promise<void>(() => undefined)
function watching(room: ControlRoom, more: Partial<Watching> = {}): Promise<Watched> {
  return watch({
    ...{ client: room.admin, pid: 'default', since: {}, options, clock: realClock, patienceMs: 30_000, enough: never },
    ...{ onOrder: () => undefined, onFinding: () => undefined },
    ...more,
  })
}

const rulesOf = ({ results }: Watched): Record<string, readonly string[]> =>
  Object.fromEntries(
    results.map(({ theCase, violations }) => [theCase.id.slice('observed/'.length), violations.map((one) => one.rule)]),
  )

/** Pays, and asks every 3 s of the protocol until it is clear. */
async function payWell(till: Till, id: string, behaviour: string): Promise<void> {
  const { fields } = await till.pay(id, sale(behaviour))
  for (let status = fields.result_code; status !== 'SUCCESS' && status !== 'TRADE_SUCCESS'; ) {
    await new Promise((resolve) => setTimeout(resolve, 350))
    status = (await till.query(id)).fields.alipay_trans_status
  }
}

describe('the table of what a rule needs', () => {
  it('has every rule that is always on, and no other', () => {
    const always = rules.flatMap(({ id, on }) => (on === undefined ? [id] : []))
    expect(Object.keys(ruleNeeds).toSorted()).toEqual(always.toSorted())
  })

  it('decides by which rules is judged, and says what the others need', () => {
    const little = rulesFor(options, true)
    const much = rulesFor({ ...options, uniqueCodes: true, noHandCancels: true, claims: ['notifications'] }, true)
    const gained = much.judged.map(({ id }) => id).filter((id) => !little.judged.some((rule) => rule.id === id))
    expect(gained).toEqual(
      expect.arrayContaining(['money/charged-once', 'wire/query-before-cancel', 'wire/notify-url']),
    )
    expect(rulesFor(options, false).judged.map(({ id }) => id)).not.toContain('wire/query-interval')
    expect(rulesFor({ ...options, without: ['wire/fields'] }, true).judged.map(({ id }) => id)).not.toContain(
      'wire/fields',
    )
    expect(rulesText(little)).toMatch(/^money\/told-paid +what the till told$/m)
  })
})

describe('orders that were only observed', { timeout: 60_000 }, () => {
  let room: ControlRoom
  let seen: Watched
  beforeAll(async () => {
    room = await openControlRoom({ timeScale: 10 })
    const till = room.till()
    await Promise.all([
      payWell(till, 'GOOD', '0000'),
      payWell(till, 'GOOD-LATE', '0101'),
      till.pay('LEFT-OPEN', sale('0103')),
      // Nobody answers that pay.
      till
        .pay('CANCELLED-ONCE', sale('0411'))
        .catch(() => undefined)
        .then(() => till.cancel('CANCELLED-ONCE')),
      till
        .pay('HASTY', sale('0101'))
        .then(() => till.query('HASTY'))
        .then(() => till.query('HASTY')),
      till.pay('REFUND-ID', sale()).then(() => till.refund('REFUND-ID', 'REFUND-ID')),
      call(room.simulator.gateway, payFields('WRONG-KEY', sale()), {
        signer: { signType: 'MD5', key: 'x'.repeat(32) },
      }),
    ])
    const once = sale()
    await till.pay('TWICE-A', once)
    await till.pay('TWICE-B', { ...once })
    seen = await watching(room)
  }, 60_000)
  afterAll(() => room[Symbol.asyncDispose]())

  it('keep the rules when the till does', () => {
    expect(rulesOf(seen)).toMatchObject({ GOOD: [], 'GOOD-LATE': [] })
  })

  it('are told by the rule that they break', () => {
    expect(rulesOf(seen)).toMatchObject({
      'LEFT-OPEN': ['money/nothing-waiting', 'wire/cancel-after-unclear'],
      'CANCELLED-ONCE': expect.arrayContaining(['wire/cancel-until-clear']),
      HASTY: expect.arrayContaining(['wire/query-interval']),
      'REFUND-ID': expect.arrayContaining(['wire/refund-id-own']),
      'WRONG-KEY': ['wire/signature'],
    })
  })

  it('are one sale under one payment code only where somebody says so', async () => {
    expect(rulesOf(seen)).toMatchObject({ 'TWICE-A': [], 'TWICE-B': [] })
    const unique = rulesOf(await watching(room, { options: { ...options, uniqueCodes: true } }))
    expect(unique['TWICE-A']).toContain('wire/new-order-while-open')
    expect(unique).not.toHaveProperty('TWICE-B')
  })

  it('are told so that a person knows what to do', () => {
    const left = seen.results.find(({ theCase }) => theCase.id === 'observed/LEFT-OPEN')
    expect(orderText(left ?? expect.unreachable()).split('\n')).toEqual([
      'LEFT-OPEN  39.25 USD  1 pay  0 charged, 0.00 USD held  BROKE RULES',
      '  money/nothing-waiting: a trade is left in WAIT_BUYER_PAY  [flows.md §1]',
      expect.stringMatching(
        /^ {2}wire\/cancel-after-unclear: nothing was clear and no cancel was sent {2}journal #\d+/,
      ),
      '  costs The customer can still pay a sale that the shop believes to be over.',
      '  mend  Cancel what did not become clear, and repeat the cancel until its answer is clear.',
      '',
    ])
    const text = observationText(seen.results, rulesFor(options, true))
    expect(text).toMatch(/^Judged by \d+ of \d+ rules; .*\n9 orders: 4 kept the rules, 5 broke rules\n$/)
  })

  it('that began to move since are looked at, the others are not', async () => {
    const { last } = seen
    await room.till().query('LEFT-OPEN')
    const later = await watching(room, { since: { after: last } })
    expect(Object.keys(rulesOf(later))).toEqual(['LEFT-OPEN'])
    expect(later.results[0]?.evidence?.sales[0]?.calls).toHaveLength(2)
    const future = { at: Date.now() + 3_600_000 }
    await expect(watching(room, { since: future })).rejects.toMatchObject({ code: 'NOTHING_OBSERVED' })
  })
})

describe('watching live', { timeout: 60_000 }, () => {
  it('tells a finding before the order has come to rest, and the order when it has', async () => {
    await using room = await openControlRoom({ timeScale: 10 })
    const told: string[] = []
    const enough = Promise.withResolvers<void>()
    const watched = watching(room, {
      patienceMs: undefined,
      enough: enough.promise,
      onFinding: (order, { rule }) => void told.push(`${order} ${rule}`),
      onOrder: ({ theCase }: CaseResult) => {
        told.push(theCase.id)
        enough.resolve()
      },
    })
    await room.till().pay('LIVE', sale('0000', { trans_create_time: '20240115103000' }))
    const { results } = await watched
    expect(results).toMatchObject([{ outcome: 'failed' }])
    expect(told).toEqual(['LIVE wire/time-gmt8', 'observed/LIVE'])
  })

  it('says of what is still under way that nobody can judge it', async () => {
    await using room = await openControlRoom({ timeScale: 1 })
    await room.till().pay('FRESH', sale())
    const { results } = await watching(room, { options: { ...options, timeScale: 1 }, patienceMs: 0 })
    expect(results).toMatchObject([{ outcome: 'errored', why: expect.stringContaining('still under way') }])
  })
})

describe('what cannot be observed', () => {
  it.each([
    ['nobody there', { url: 'http://127.0.0.1:1/_admin' }, 'UNREACHABLE'],
    ['a partner that nobody knows', { pid: '2088999999999999' }, 'NOT_FOUND'],
  ])('%s', async (_, { pid: partner = 'default', url }: { pid?: string; url?: string }, code) => {
    await using room = await openControlRoom()
    const { adminClient } = await import('../simulator/admin/client/index.ts')
    const client = url === undefined ? room.admin : adminClient({ url })
    await expect(watching(room, { client, pid: partner })).rejects.toMatchObject({ code })
  })

  it('tests that name another partner', async () => {
    await using room = await openControlRoom()
    await room.till({ pid: '2088999999999999', md5_key: md5Key }).pay('A', sale())
    await expect(watching(room)).rejects.toMatchObject({
      code: 'NOTHING_OBSERVED',
      message: expect.stringContaining('No request of this partner was seen, and 1 that name no partner'),
    })
  })

  it('a journal that has lost what would be needed', async () => {
    await using room = await openControlRoom({ journalSize: 2 })
    for (const id of ['A', 'B', 'C', 'D']) await room.till().pay(id, sale())
    await expect(watching(room)).rejects.toMatchObject({
      code: 'JOURNAL_LOST',
      message: expect.stringContaining('the pay of "A" is gone'),
    })
  })
})

describe('alipay-sandbox observe', { timeout: 60_000 }, () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'observe-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  it('is a gate behind the tests: reports, exit codes, and since the last time', async () => {
    await using room = await openControlRoom({ timeScale: 100, partners: [{ pid, md5Key }] })
    const observe = (...words: readonly string[]): Promise<Ended> =>
      callProgram(['observe', '--admin', room.simulator.admin, '--time-scale', '100', ...words], { folder })
    expect(await observe('--since', 'last')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('NOTHING_OBSERVED'),
    })
    await room.till().pay('WELL', sale())
    expect(await observe('--since', 'last')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/\n1 order: 1 kept the rules\n$/),
    })
    await room.till().pay('OPEN', sale('0103'))
    const failed = await observe('--since', 'last', '--junit', 'wire.xml')
    expect(failed).toMatchObject({ code: 1, stdout: expect.stringMatching(/^OPEN .*BROKE RULES\n/) })
    expect(await readFile(join(folder, 'wire.xml'), 'utf8')).toContain('type="money/nothing-waiting"')
    expect(await observe('--since', 'last')).toMatchObject({ code: 2 })
  })

  it.each([
    [['--since', 'yesterday'], 'last belongs there'],
    [['--without', 'wire/field'], 'No rule is named "wire/field" (did you mean "wire/fields"?)'],
    [['--claims', 'cancels'], 'No feature is named "cancels"'],
    [['--admin', 'nowhere'], 'http://127.0.0.1:4100/_admin'],
  ])('refuses %j', async (words, said) => {
    expect(await callProgram(['observe', ...words], { folder })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(said),
    })
  })
})
