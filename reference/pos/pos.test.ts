import { existsSync, rmSync } from 'node:fs'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { money } from '../../protocol/money.ts'
import { writeNotification } from '../../protocol/notification.ts'
import { toParameters } from '../../protocol/parameter.ts'
import { serviceNamed } from '../../protocol/service.ts'
import { systemClock } from '../client/index.ts'
import {
  answers,
  md5Signer,
  type Reply,
  type ScriptedGateway,
  sent,
  startScriptedGateway,
  testPartner,
} from '../client/testing/scripted-gateway.ts'
import { openSqliteBook } from './book/sqlite-book.ts'
import { derivedIds } from './ids.ts'
import { goodParts, type PosParts } from './parts.ts'
import { openTill, type TestTill, type TestTillOptions } from './testing/open-till.ts'
import { newPayment } from './till/new-record.ts'

const sale = { payment_id: 'A', code: '287654321098765432', amount: '12.30', currency: 'USD' }
const silence: Reply = () => undefined

let gateway: ScriptedGateway
beforeAll(async () => {
  gateway = await startScriptedGateway()
})
afterAll(() => gateway.close())
beforeEach(() => gateway.script(wellMeaning))

const till = (options: Partial<TestTillOptions> = {}): Promise<TestTill> =>
  openTill({ gateway: gateway.url, ...options })

/** What a gateway that always agrees says, but for the fields given. */
const says =
  (more: Readonly<Record<string, string>> = {}): Reply =>
  (response, received) => {
    const id = sent(received, 'partner_trans_id') ?? sent(received, 'out_trade_no') ?? ''
    const ids = { partner_trans_id: id, alipay_trans_id: '2024011522001436940500000001' }
    const all: Record<string, Record<string, string>> = {
      pay: { ...ids, result_code: 'SUCCESS', alipay_buyer_login_id: 'b***' },
      query: { ...ids, result_code: 'SUCCESS', alipay_trans_status: 'TRADE_SUCCESS' },
      cancel: { out_trade_no: id, result_code: 'SUCCESS', retry_flag: 'N', action: 'refund' },
      refund: { ...ids, result_code: 'SUCCESS', partner_refund_id: sent(received, 'partner_refund_id') ?? '' },
    }
    const service = serviceNamed(sent(received, 'service') ?? '') ?? 'query'
    answers({ ...all[service], ...more })(response, received)
  }
const wellMeaning = says()

/** One reply a service; the others are well meant. */
const scripted =
  (replies: Readonly<Record<string, Reply>>): Reply =>
  (response, received) => {
    const service = serviceNamed(sent(received, 'service') ?? '') ?? ''
    return (replies[service] ?? wellMeaning)(response, received)
  }

/** What was sent since the position, by service. */
const calls = (since: number) =>
  gateway.received.slice(since).map((received) => serviceNamed(sent(received, 'service') ?? ''))

describe('a till', () => {
  it('says what it can', async () => {
    await using pos = await till()
    const { status, body } = await pos.ask('/capabilities')
    expect(status).toBe(200)
    expect(body).toMatchObject({ version: 1, role: 'merchant', charsets: ['UTF-8'], timings: { time_scale: 100 } })
  })

  it('takes a payment, once, however often it is asked for', async () => {
    const since = gateway.received.length
    await using pos = await till()
    const answered = await Promise.all([pos.ask('/payments', sale), pos.ask('/payments', sale)])
    const again = await pos.ask('/payments', { ...sale, amount: '12.3', code_type: 'barcode' })
    const paid = { ...sale, status: 'paid', refunded: '0.00', partner_trans_id: 'A', buyer: 'b***' }
    for (const { status, body } of [...answered, again]) {
      expect(status).toBe(200)
      expect(body).toMatchObject(paid)
    }
    expect(calls(since)).toEqual(['pay'])
  })

  it('sends what it was asked for, and where its notifications go', async () => {
    const since = gateway.received.length
    await using pos = await till()
    const more = {
      code: `30${'1'.repeat(22)}`,
      code_type: 'qrcode',
      subject: '拿铁 & "Tea"',
      store_id: 'ST9',
      terminal_id: 'T1',
    }
    await pos.ask('/payments', { ...sale, ...more })
    const [pay] = gateway.received.slice(since)
    expect(sent(pay, 'buyer_identity_code')).toBe(more.code)
    expect(sent(pay, 'identity_code_type')).toBe('qrcode')
    expect(sent(pay, 'trans_name')).toBe(more.subject)
    expect(sent(pay, 'notify_url')).toBe(pos.notifyUrl)
    expect(JSON.parse(sent(pay, 'extend_info') ?? '')).toMatchObject({ store_id: 'ST9', terminal_id: 'T1' })
  })

  it('refuses what is malformed, unknown, or another payment, with problem details', async () => {
    await using pos = await till()
    await pos.ask('/payments', sale)
    const refusals: [path: string, body: unknown, status: number, code: string][] = [
      ['/payments', '{', 400, 'bad_request'],
      ['/payments', { ...sale, code: '1' }, 400, 'bad_request'],
      ['/payments', { ...sale, subject: 'x'.repeat(70_000) }, 400, 'bad_request'],
      ['/payments', { ...sale, amount: '12.31' }, 409, 'conflict'],
      ['/payments/B/cancel', {}, 404, 'not_found'],
      ['/payments/B/refunds', { refund_id: '1', amount: '1' }, 404, 'not_found'],
      ['/payments/A/refunds', { refund_id: '1', amount: '1.234' }, 400, 'bad_request'],
      ['/payments/A', undefined, 200, ''],
      ['/payments/B', undefined, 404, 'not_found'],
      ['/payments/A/refunds/1', undefined, 404, 'not_found'],
      ['/payments?limit=0', undefined, 400, 'bad_request'],
      ['/payments?cursor=x', undefined, 400, 'bad_request'],
      ['/tills', undefined, 404, 'not_found'],
    ]
    for (const [path, body, status, code] of refusals) {
      const answer = await pos.ask(path, body)
      expect([path, answer.status]).toEqual([path, status])
      if (status !== 200) expect(answer.body).toMatchObject({ status, code, title: expect.any(String) })
    }
  })

  it('pages through its book', async () => {
    await using pos = await till()
    for (const id of ['C', 'A', 'B']) await pos.ask('/payments', { ...sale, payment_id: id })
    const first = await pos.ask('/payments?limit=2')
    const second = await pos.ask(`/payments?limit=2&cursor=${first.body.next}`)
    expect(first.body.payments).toMatchObject([{ payment_id: 'C' }, { payment_id: 'A' }])
    expect(second.body).toMatchObject({ payments: [{ payment_id: 'B' }], next: null })
  })

  it('tells a refusal with its code, and calls the staff when the set-up is wrong', async () => {
    gateway.script(says({ result_code: 'FAILED', error: 'SELLER_BEEN_BLOCKED' }))
    await using pos = await till()
    const { body } = await pos.ask('/payments', sale)
    expect(body).toMatchObject({ status: 'not_paid', reason: 'SELLER_BEEN_BLOCKED', message: expect.any(String) })
    expect(pos.log).toContainEqual(expect.objectContaining({ level: 'alarm', detail: 'SELLER_BEEN_BLOCKED' }))
  })

  it('says pending while it does not know, and then what it found', async () => {
    const answer = Promise.withResolvers<void>()
    const query: Reply = (...given) => void answer.promise.then(() => wellMeaning(...given))
    gateway.script(scripted({ pay: silence, query }))
    await using pos = await till({
      settings: { timings: { timeScale: 100, answerTimeoutMs: 5_000, queryIntervalMs: 1_000_000 } },
    })
    expect((await pos.ask('/payments', sale)).body).toMatchObject({ status: 'pending' })
    answer.resolve()
    expect(await pos.settled('A')).toMatchObject({ status: 'paid' })
  })
})

describe('a cashier who cancels', () => {
  it('an open payment ends its polling, and the gateway is told', async () => {
    const since = gateway.received.length
    gateway.script(scripted({ pay: says({ result_code: 'UNKNOW' }) }))
    await using pos = await till({
      settings: { timings: { timeScale: 1, firstQueryMs: 3_600_000, answerTimeoutMs: 1_000 } },
    })
    expect((await pos.ask('/payments', sale)).body).toMatchObject({ status: 'pending' })
    await pos.ask('/payments/A/cancel', {})
    expect(await pos.settled('A')).toMatchObject({ status: 'cancelled' })
    expect(calls(since)).toEqual(['pay', 'cancel'])
  })

  it('a paid one gets the money back, once', async () => {
    const since = gateway.received.length
    await using pos = await till()
    await pos.ask('/payments', sale)
    expect((await pos.ask('/payments/A/cancel', {})).body).toMatchObject({ status: 'cancelled' })
    expect((await pos.ask('/payments/A/cancel', {})).body).toMatchObject({ status: 'cancelled' })
    expect(calls(since)).toEqual(['pay', 'cancel'])
  })

  it('in the moment before the pay goes out keeps it from going out', async () => {
    const since = gateway.received.length
    const late: { till?: TestTill['till'] } = {}
    const parts: PosParts = {
      ...goodParts,
      payOrder(...given) {
        void late.till?.cancel('A')
        return goodParts.payOrder(...given)
      },
    }
    await using pos = await till({ parts })
    late.till = pos.till
    expect((await pos.ask('/payments', sale)).body).toMatchObject({ status: 'not_paid', reason: 'NOT_SENT' })
    expect(calls(since)).toEqual([])
  })

  it('in the moment in which it is paid gets the money back', async () => {
    const since = gateway.received.length
    const late: { till?: TestTill['till'] } = {}
    const parts: PosParts = {
      ...goodParts,
      tellPayment(end) {
        if (end.end === 'paid') void late.till?.cancel('A')
        return goodParts.tellPayment(end)
      },
    }
    await using pos = await till({ parts })
    late.till = pos.till
    await pos.ask('/payments', sale)
    expect(await pos.settled('A')).toMatchObject({ status: 'cancelled' })
    expect(calls(since)).toEqual(['pay', 'cancel'])
  })

  it('one that was refused changes nothing', async () => {
    const since = gateway.received.length
    gateway.script(says({ result_code: 'FAILED', error: 'BUYER_BALANCE_NOT_ENOUGH' }))
    await using pos = await till()
    await pos.ask('/payments', sale)
    expect((await pos.ask('/payments/A/cancel', {})).body).toMatchObject({ status: 'not_paid' })
    expect(calls(since)).toEqual(['pay'])
  })

  it('one that stays unclear may try again, and a person is called each time', async () => {
    gateway.script(scripted({ pay: silence, query: silence, cancel: silence }))
    await using pos = await till({ settings: { timings: { timeScale: 1_000, answerTimeoutMs: 100_000 } } })
    await pos.ask('/payments', sale)
    expect(await pos.settled('A')).toMatchObject({ status: 'unclear', reason: 'cancelNotConfirmed' })
    expect(pos.log.at(-1)).toMatchObject({ level: 'alarm', paymentId: 'A' })
    gateway.script(wellMeaning)
    await pos.ask('/payments/A/cancel', {})
    const cancelled = await pos.settled('A')
    expect(cancelled).toMatchObject({ status: 'cancelled' })
    expect(cancelled).not.toHaveProperty('reason')
  })

  it('too late has it given back by a refund', async () => {
    gateway.script(
      scripted({ cancel: says({ result_code: 'FAIL', detail_error_code: 'TRADE_CANCEL_TIME_OUT', retry_flag: 'N' }) }),
    )
    await using pos = await till()
    await pos.ask('/payments', sale)
    expect((await pos.ask('/payments/A/cancel', {})).body).toMatchObject({ status: 'cancelled', refunded: '12.30' })
  })
})

describe('a refund', () => {
  const back = (refundId: string, amount: string, more: object = {}) => ({ refund_id: refundId, amount, ...more })

  it('is made once, under an id of its own, and counted', async () => {
    const since = gateway.received.length
    await using pos = await till()
    await pos.ask('/payments', sale)
    const [one, two] = await Promise.all([
      pos.ask('/payments/A/refunds', back('1', '2.30')),
      pos.ask('/payments/A/refunds', back('1', '2.30')),
    ])
    expect([one.body, two.body]).toMatchObject([{ status: 'refunded' }, { status: 'refunded' }])
    expect((await pos.ask('/payments/A/refunds', back('1', '2.31'))).status).toBe(409)
    expect((await pos.ask('/payments/A')).body).toMatchObject({ status: 'paid', refunded: '2.30' })
    expect(calls(since)).toEqual(['pay', 'refund'])
    expect(sent(gateway.received.at(-1), 'partner_refund_id')).not.toBe('A')
  })

  it('above what is left is told and not sent, also while the one before is open', async () => {
    const since = gateway.received.length
    const first = Promise.withResolvers<void>()
    gateway.script(scripted({ refund: (...given) => void first.promise.then(() => wellMeaning(...given)) }))
    await using pos = await till({ settings: { timings: { timeScale: 1, answerTimeoutMs: 60_000 } } })
    await pos.ask('/payments', sale)
    const open = pos.ask('/payments/A/refunds', back('1', '10.00'))
    while (pos.till.getRefund('A', '1').ok === false) await systemClock.sleep(1)
    expect((await pos.ask('/payments/A/refunds', back('2', '2.31'))).body).toMatchObject({ status: 'not_refunded' })
    first.resolve()
    expect((await open).body).toMatchObject({ status: 'refunded' })
    expect((await pos.ask('/payments/A/refunds', back('3', '2.30'))).body).toMatchObject({ status: 'refunded' })
    expect((await pos.ask('/payments/A/cancel', {})).status).toBe(409)
    expect(calls(since)).toEqual(['pay', 'refund', 'refund'])
  })

  it('of what is not paid is refused', async () => {
    gateway.script(says({ result_code: 'FAILED', error: 'BUYER_BALANCE_NOT_ENOUGH' }))
    await using pos = await till()
    await pos.ask('/payments', sale)
    expect((await pos.ask('/payments/A/refunds', back('1', '1.00'))).status).toBe(409)
  })

  it('that is never clear is repeated under its id, and then a person is called', async () => {
    const since = gateway.received.length
    gateway.script(scripted({ refund: silence }))
    await using pos = await till({ settings: { timings: { timeScale: 1_000, answerTimeoutMs: 300_000 } } })
    await pos.ask('/payments', sale)
    await pos.ask('/payments/A/refunds', back('1', '1.00'))
    expect(await pos.refundSettled('A', '1')).toMatchObject({ status: 'unclear' })
    const refunds = gateway.received.slice(since + 1)
    expect(refunds).toHaveLength(5)
    expect(new Set(refunds.map((received) => sent(received, 'partner_refund_id'))).size).toBe(1)
    expect(pos.log.at(-1)).toMatchObject({ level: 'alarm', refundId: '1' })
  })

  it('that is asynchronous is pending until its notification', async () => {
    await using pos = await till()
    await pos.ask('/payments', sale)
    const accepted = await pos.ask('/payments/A/refunds', back('1', '2.30', { is_sync: false }))
    expect(accepted.body).toMatchObject({ status: 'pending', message: expect.stringContaining('accepted') })
    const [refund] = gateway.received.slice(-1)
    expect(sent(refund, 'is_sync')).toBe('N')
    const told = { out_biz_no: sent(refund, 'partner_refund_id') ?? '', refund_fee: '2.30' }
    expect(await notify(pos, { ...told, refund_fee: '2.31', notify_id: 'other' })).not.toBe('success')
    expect(await notify(pos, told)).toBe('success')
    expect((await pos.ask('/payments/A/refunds/1')).body).toMatchObject({ status: 'refunded' })
  })
})

describe('a notification of a refund that comes before its answer', () => {
  it('is the end of it', async () => {
    await using pos = await till()
    await pos.ask('/payments', sale)
    gateway.script(async (response, received) => {
      const told = { out_biz_no: sent(received, 'partner_refund_id') ?? '', refund_fee: '2.30' }
      expect(await notify(pos, told)).toBe('success')
      wellMeaning(response, received)
    })
    const asked = { refund_id: '1', amount: '2.30', is_sync: false }
    expect((await pos.ask('/payments/A/refunds', asked)).body).toMatchObject({ status: 'refunded' })
    await pos.stop()
    await using again = await till({ stateDir: pos.stateDir })
    expect((await again.ask('/payments/A/refunds/1')).body).toMatchObject({ status: 'refunded' })
  })
})

/** What the till answers to a genuine notification of payment A, but for these fields. */
async function notify({ notifyUrl }: TestTill, more: Readonly<Record<string, string>> = {}, signer = md5Signer) {
  const fields = {
    ...{ notify_id: 'n1', notify_type: 'trade_status_sync', out_trade_no: 'A', trade_status: 'TRADE_SUCCESS' },
    ...{ total_fee: '12.30', currency: 'USD', seller_id: testPartner },
    ...more,
  }
  const body = writeNotification(toParameters(fields), signer, 'UTF-8')
  return (await fetch(notifyUrl, { method: 'POST', body })).text()
}

describe('the address for notifications', () => {
  it('acknowledges what is genuine, repeats too, and nothing else', async () => {
    await using pos = await till()
    await pos.ask('/payments', sale)
    expect(await notify(pos)).toBe('success')
    expect(await notify(pos, { notify_time: '2024-01-15 10:30:03' })).toBe('success')
    const others = [
      notify(pos, {}, { signType: 'MD5', key: 'x'.repeat(32) }),
      notify(pos, { notify_id: 'n2', total_fee: '1.23' }),
      notify(pos, { notify_id: 'n3', out_trade_no: 'B' }),
      notify(pos, { notify_id: 'n4', seller_id: '2088000000000002' }),
      notify(pos, { notify_id: 'n5', subject: 'x'.repeat(70_000) }),
      fetch(pos.notifyUrl).then((answer) => answer.text()),
    ]
    for (const other of await Promise.all(others)) expect(other).not.toContain('success')
    expect((await pos.ask('/payments/A')).body).toMatchObject({ status: 'paid' })
  })

  it('leaves a cancelled sale cancelled, and calls a person', async () => {
    await using pos = await till()
    await pos.ask('/payments', sale)
    await pos.ask('/payments/A/cancel', {})
    expect(await notify(pos)).toBe('success')
    expect((await pos.ask('/payments/A')).body).toMatchObject({ status: 'cancelled' })
    expect(pos.log.at(-1)).toMatchObject({ level: 'alarm', paymentId: 'A' })
  })
})

describe('a till that is stopped and started again', () => {
  /** Stops a till in the middle, and starts it on the same book. */
  async function restarted(before: (pos: TestTill) => Promise<void>, settings: TestTillOptions['settings'] = {}) {
    const first = await till({ settings: { timings: { timeScale: 1, firstQueryMs: 60_000, answerTimeoutMs: 300 } } })
    await before(first)
    await first.stop()
    return till({ stateDir: first.stateDir, settings })
  }

  it('goes on asking about an open payment, and pays it no second time', async () => {
    const since = gateway.received.length
    gateway.script(scripted({ pay: silence }))
    await using pos = await restarted(async (first) => void (await first.ask('/payments', sale)))
    expect(await pos.settled('A')).toMatchObject({ status: 'paid' })
    expect(calls(since)).toEqual(['pay', 'query'])
  })

  it('waits with its first query as long as it would have', async () => {
    const since = gateway.received.length
    gateway.script(scripted({ pay: silence }))
    const slow = { timings: { timeScale: 1, firstQueryMs: 3_600_000 } }
    await using pos = await restarted(async (first) => void (await first.ask('/payments', sale)), slow)
    await pos.ask('/payments/A/cancel', {})
    expect(calls(since)).toEqual(['pay', 'cancel'])
  })

  it('goes on with a cancel', async () => {
    const since = gateway.received.length
    gateway.script(scripted({ pay: silence, cancel: silence }))
    await using pos = await restarted(async (first) => {
      await first.ask('/payments', sale)
      await first.ask('/payments/A/cancel', {})
      gateway.script(wellMeaning)
    })
    expect(await pos.settled('A')).toMatchObject({ status: 'cancelled' })
    expect(calls(since)).toEqual(['pay', 'cancel', 'cancel'])
  })

  it('goes on with a refund under its id', async () => {
    const since = gateway.received.length
    gateway.script(scripted({ refund: silence }))
    await using pos = await restarted(async (first) => {
      await first.ask('/payments', sale)
      await first.ask('/payments/A/refunds', { refund_id: '1', amount: '1.00' })
      gateway.script(wellMeaning)
    })
    expect(await pos.refundSettled('A', '1')).toMatchObject({ status: 'refunded' })
    const ids = gateway.received.slice(since + 1).map((received) => sent(received, 'partner_refund_id'))
    expect([ids.length, new Set(ids).size]).toEqual([2, 1])
  })

  it('goes on with a cancel of its own', async () => {
    gateway.script(scripted({ pay: silence, query: says({ alipay_trans_status: 'WAIT_BUYER_PAY' }), cancel: silence }))
    const first = await till({ settings: { timings: { timeScale: 1_000, cancelIntervalMs: 3_600_000 } } })
    await first.ask('/payments', sale)
    while (!calls(0).slice(-1).includes('cancel')) await systemClock.sleep(1)
    await first.stop()
    gateway.script(wellMeaning)
    const since = gateway.received.length
    await using pos = await till({ stateDir: first.stateDir })
    expect(await pos.settled('A')).toMatchObject({ status: 'cancelled' })
    expect(calls(since)).toEqual(['cancel'])
  })

  it('does not take a contradiction for a no to a refund that it had sent', async () => {
    gateway.script(scripted({ refund: silence }))
    await using pos = await restarted(async (first) => {
      await first.ask('/payments', sale)
      await first.ask('/payments/A/refunds', { refund_id: '1', amount: '12.30' })
      gateway.script(says({ result_code: 'FAILED', error: 'TRADE_HAS_CLOSE' }))
    })
    expect(await pos.refundSettled('A', '1')).toMatchObject({ status: 'unclear' })
  })

  it('lets nobody wait when it stops', async () => {
    gateway.script(says({ result_code: 'UNKNOW' }))
    const hour = 3_600_000
    await using pos = await till({ settings: { timings: { timeScale: 1, answerTimeoutMs: hour, firstQueryMs: hour } } })
    const waiting = pos.ask('/payments', sale)
    while (calls(0).length === 0 || !pos.till.get('A').ok) await systemClock.sleep(1)
    await pos.stop()
    expect((await waiting).body).toMatchObject({ status: 'pending' })
  })

  it('never sends a payment that it had only written down', async () => {
    const since = gateway.received.length
    await using pos = await restarted(async (first) => {
      await first.stop()
      const book = openSqliteBook(`${first.stateDir}/orders.db`)
      const asked = { request: sale, amount: money(1230, 'USD') }
      await book.write((pages) => pages.putPayment(newPayment({ ids: derivedIds, clock: systemClock }, asked)))
      await book.close()
    })
    expect(await pos.settled('A')).toMatchObject({ status: 'not_paid', reason: 'NOT_SENT' })
    expect(calls(since)).toEqual([])
  })

  it('keeps its promises', async () => {
    await using pos = await restarted(async (first) => void (await first.ask('/payments', sale)))
    expect((await pos.ask('/payments/A')).body).toMatchObject({ status: 'paid', buyer: 'b***' })
  })
})

describe('a till that cannot start', () => {
  it('leaves nothing open', async () => {
    await using pos = await till()
    const port = Number(new URL(pos.url).port)
    await expect(till({ settings: { port } })).rejects.toThrow(/EADDRINUSE/)
    await expect(till({ stateDir: pos.stateDir })).rejects.toThrow(/locked/)
    const stateDir = `${pos.stateDir}/second`
    await expect(till({ stateDir, settings: { port } })).rejects.toThrow(/EADDRINUSE/)
    await using second = await till({ stateDir })
    expect((await second.ask('/capabilities')).status).toBe(200)
    expect(existsSync(stateDir)).toBe(true)
    rmSync(stateDir, { recursive: true })
  })
})
