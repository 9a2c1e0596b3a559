import { describe, expect, it } from 'vitest'
import type { Payment } from '../../reference/terminal-api/words.ts'
import type { ExchangeView, TransactionView } from '../../simulator/admin/client/index.ts'
import { readCapabilities } from '../adapter/words-schema.ts'
import { caseSchema } from '../case/case-schema.ts'
import type { Call, Evidence, Sale } from './evidence.ts'
import { heard } from './heard.ts'
import { judge } from './judge.ts'
import { rules } from './rules.ts'

const request = { payment_id: 'P1', code: '280000001234567890', amount: '12.30', currency: 'USD' }

const theCase = (more = {}) =>
  caseSchema.parse({
    id: 'plain/one',
    proves: 'Something holds, or does not.',
    source: ['flows.md §1'],
    costs: 'Money of the shop is lost.',
    mend: 'Mend it and try again.',
    ...more,
  })

const trade = (state: TransactionView['state'], paid: boolean): TransactionView =>
  ({
    state,
    closed_by: null,
    trans_amount: { amount: '12.30', currency: 'USD' },
    paid_at: paid ? { iso: '', beijing: '' } : null,
    refunds: [],
  }) as unknown as TransactionView

type Step = readonly [service: string, atMs: number, word: Call['word'], sure?: boolean]

/** The calls of one order, as if the gateway had answered them at once. */
const calls = (...steps: readonly Step[]): Call[] =>
  steps.map(([service, at, word, sure = true], index) => ({
    id: index + 1,
    at,
    wallAt: at,
    endedAt: at,
    service,
    partnerTransId: 'T1',
    outcome: '',
    values: new Map(),
    word,
    sure,
    possible: sure,
    exchange: { diagnosis: null, findings: [] } as unknown as ExchangeView,
  }))

const evidence = (sale: Partial<Sale>, more: Partial<Evidence> = {}): Evidence => ({
  theCase: theCase(),
  capabilities: readCapabilities({ features: ['cancel'] }, 'x'),
  till: undefined,
  timeScale: 1,
  steps: [],
  sales: [
    {
      name: 'sale',
      request,
      told: undefined,
      history: [],
      cancelAsked: false,
      refunds: [],
      calls: [],
      codes: ['one'],
      trades: [],
      notifications: [],
      ...sale,
    },
  ],
  ...more,
})

const told = (status: Payment['status']): Payment => ({ ...request, status })

/** Without the rules about the fields of a message, which these calls have none of. */
const about = (kind: RegExp, seen: Evidence) => judge(seen).flatMap(({ rule }) => (kind.test(rule) ? [rule] : []))

describe('money', () => {
  it.each<[Payment['status'], TransactionView[], string[]]>([
    ['paid', [trade('TRADE_SUCCESS', true)], []],
    ['paid', [], ['money/told-paid']],
    ['paid', [trade('WAIT_BUYER_PAY', false)], ['money/told-paid', 'money/nothing-waiting']],
    ['paid', [trade('TRADE_SUCCESS', true), trade('TRADE_SUCCESS', true)], ['money/charged-once']],
    ['not_paid', [], []],
    ['not_paid', [trade('TRADE_SUCCESS', true)], ['money/told-not-paid']],
    ['cancelled', [trade('TRADE_CLOSED', true)], []],
    ['unclear', [trade('TRADE_SUCCESS', true)], []],
    ['pending', [trade('TRADE_SUCCESS', true)], ['money/decided']],
  ])('told %s, and this is in the ledger', (status, trades, broken) => {
    expect(about(/^money/, evidence({ told: told(status), trades }))).toEqual(broken)
  })

  it('of a yen is not that of a cent', () => {
    const yen = { ...request, amount: '1230', currency: 'JPY' }
    const seen = evidence({ request: yen, told: told('paid'), trades: [trade('TRADE_SUCCESS', true)] })
    expect(about(/charged-as-asked/, seen)).toEqual(['money/charged-as-asked'])
  })
})

describe('a payment that is told as paid', () => {
  const exchange = (fault: string | null) =>
    ({ status: 200, fault, diagnosis: null, findings: [] }) as unknown as ExchangeView
  const heardBy = (fault: string | null, notified: readonly string[] = []) => {
    const notifications = notified.map((plan) => ({ plan, attempts: [{ said: 'success' }] }) as never)
    const seen = calls(['pay', 0, 'paid']).map((call) => ({ ...call, exchange: exchange(fault) }))
    return about(/paid-on-proof/, evidence({ told: told('paid'), calls: seen, notifications }))
  }

  it.each([
    ['in a genuine answer', heardBy(null), []],
    ['drop by drop', heardBy('slow drip'), []],
    ['about another order', heardBy('other order'), ['wire/paid-on-proof']],
    ['without a signature', heardBy('unsigned', ['forged']), ['wire/paid-on-proof']],
    ['in a notification', heardBy('wrong key', ['late']), []],
  ])('was said to be %s', (_, found, broken) => {
    expect(found).toEqual(broken)
  })
})

describe('the sum that is told as refunded', () => {
  const back = (amount: string) =>
    ({
      ...trade('TRADE_SUCCESS', true),
      refunds: [{ state: 'done', refund_amount: { amount, currency: 'USD' } }],
    }) as never
  const refund = (status: 'refunded' | 'unclear') => {
    const asked = { refund_id: 'R1', amount: '5.00' }
    return { name: 'refund', request: asked, told: { ...asked, status } }
  }

  it.each([
    ['that went back', '5.00', '5.00', refund('refunded'), []],
    ['that did not', '5.00', '0.00', refund('refunded'), ['money/refunded-sum-told']],
    ['without what is unclear', '0.00', '5.00', refund('unclear'), []],
    ['with what is unclear', '5.00', '5.00', refund('unclear'), []],
    ['with what is unclear and did not go back', '5.00', '0.00', refund('unclear'), ['money/refunded-sum-told']],
  ])('%s', (_, said, went, asked, broken) => {
    const seen = { told: { ...told('paid'), refunded: said }, refunds: [asked], trades: [back(went)] }
    expect(about(/refunded-sum-told/, evidence(seen))).toEqual(broken)
  })
})

describe('the order of calls', () => {
  const order = (...steps: readonly Step[]) =>
    about(/^wire\/(quer|cancel|silent|no-cancel)/, evidence({ told: told('cancelled'), calls: calls(...steps) }))
  const waiting = (at: number): Step => ['query', at, 'waiting']

  it.each<[string, Step[], string[]]>([
    ['a clear answer', [['pay', 0, 'paid']], []],
    [
      'a query after it',
      [
        ['pay', 0, 'paid'],
        ['query', 5_000, 'paid'],
      ],
      ['wire/silent-after-final'],
    ],
    [
      'one that was not heard',
      [
        ['pay', 0, 'paid', false],
        ['query', 5_000, 'paid'],
      ],
      [],
    ],
    [
      'a cancel after it',
      [
        ['pay', 0, 'paid'],
        ['cancel', 5_000, 'cancelled'],
      ],
      ['wire/no-cancel-after-end', 'wire/query-before-cancel'],
    ],
    [
      'no query at all',
      [
        ['pay', 0, 'waiting'],
        ['cancel', 5_000, 'cancelled'],
      ],
      ['wire/query-before-cancel'],
    ],
    ['nothing clear and no cancel', [['pay', 0, 'waiting'], waiting(5_000)], ['wire/cancel-after-unclear']],
    ['queries every 3 s', [['pay', 0, 'waiting'], waiting(5_000), waiting(8_000), ['cancel', 8_100, 'cancelled']], []],
    [
      'queries every second',
      [['pay', 0, 'waiting'], waiting(5_000), waiting(6_000), ['cancel', 7_000, 'cancelled']],
      ['wire/query-interval'],
    ],
    [
      'one query held up, and the next in time',
      [['pay', 0, 'waiting'], waiting(5_000), waiting(10_500), waiting(11_000), ['cancel', 14_000, 'cancelled']],
      [],
    ],
    [
      'queries that become hasty',
      [['pay', 0, 'waiting'], waiting(5_000), waiting(8_000), waiting(8_500), waiting(9_000), waiting(9_500)],
      ['wire/query-interval', 'wire/cancel-after-unclear'],
    ],
    [
      'one cancel, not clear',
      [['pay', 0, 'waiting'], waiting(5_000), ['cancel', 8_000, 'unclear']],
      ['wire/cancel-until-clear'],
    ],
    [
      'a cancel at once again',
      [['pay', 0, 'waiting'], waiting(5_000), ['cancel', 8_000, 'unclear'], ['cancel', 8_200, 'cancelled']],
      ['wire/cancel-interval'],
    ],
  ])('%s', (_, steps, broken) => {
    expect(order(...steps)).toEqual(broken)
  })

  it('has not ended by an answer that was out only when the next call was under way', () => {
    const [pay, first, second, third] = calls(
      ...([
        ['pay', 0, 'waiting'],
        ['query', 5_000, 'paid'],
        ['query', 8_000, 'paid'],
        ['query', 11_000, 'paid'],
      ] as const),
    )
    if (!pay || !first || !second || !third) throw new Error('four calls')
    const slow = { ...first, endedAt: 8_100 }
    const silent = (...seen: Call[]) => about(/silent/, evidence({ told: told('paid'), calls: seen }))
    expect(silent(pay, slow, second)).toEqual([])
    expect(silent(pay, first, second)).toEqual(['wire/silent-after-final'])
    expect(silent(pay, slow, second, third)).toEqual(['wire/silent-after-final'])
  })

  it('is looked at less closely when the machine stood still', () => {
    const hasty = calls(['pay', 0, 'waiting'], waiting(5_000), waiting(6_000), ['cancel', 9_000, 'cancelled'])
    const seen = { told: told('cancelled'), calls: hasty }
    const asked = { theCase: theCase({ expect: { wire: ['wire/no-cancel'] } }) }
    const broken = (stalledMs: number) => about(/interval|no-cancel$/, evidence(seen, { ...asked, stalledMs }))
    expect(broken(0)).toEqual(['wire/query-interval', 'wire/no-cancel'])
    expect(broken(2_600)).toEqual([])
  })

  it('may hold more than twenty queries, and is told', () => {
    const many = Array.from({ length: 21 }, (_, index) => waiting(5_000 + index * 3_000))
    expect(order(['pay', 0, 'waiting'], ...many, ['cancel', 70_000, 'cancelled'])).toEqual(['wire/queries-at-most'])
  })

  it('is looked at less closely after a power cut', () => {
    const seen = evidence(
      { told: told('cancelled'), calls: calls(['pay', 0, 'waiting'], ['cancel', 10, 'cancelled']) },
      { theCase: theCase({ steps: [{ pay: {} }, { kill: {} }, { restart: {} }] }) },
    )
    expect(about(/query-before-cancel/, seen)).toEqual([])
  })
})

it('a case may ask for more, and may leave out', () => {
  const seen = { told: told('paid'), trades: [trade('TRADE_SUCCESS', true)], calls: calls(['pay', 0, 'paid']) }
  const asked = theCase({ expect: { wire: ['wire/queried'], without: ['wire/code-unchanged'] } })
  const found = judge(evidence(seen, { theCase: asked })).map(({ rule }) => rule)
  expect(found).toContain('wire/queried')
  expect(found).not.toContain('wire/code-unchanged')
})

it('no id stands for two rules', () => {
  expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length)
})

describe('what an answer says', () => {
  const answered = (service: string, body: string, more: Partial<ExchangeView> = {}, stalledMs = 0) =>
    heard(
      {
        service,
        status: 200,
        fault: null,
        took_ms: 10,
        answer: { status: 200, content_type: '', body },
        ...more,
      } as ExchangeView,
      { listensMs: 500, stalledMs },
    )
  const alipay = (fields: string) =>
    `<alipay><is_success>T</is_success><response><alipay>${fields}</alipay></response></alipay>`
  const refused = (code: string) => `<alipay><is_success>F</is_success><error>${code}</error></alipay>`

  it.each<[string, string, Call['word']]>([
    ['pay', alipay('<result_code>SUCCESS</result_code>'), 'paid'],
    ['pay', alipay('<result_code>UNKNOW</result_code>'), 'waiting'],
    ['pay', refused('SYSTEM_ERROR'), 'unclear'],
    ['pay', refused('ILLEGAL_SIGN'), 'refused'],
    ['pay', refused('NOBODY_KNOWS_THIS'), 'unclear'],
    ['pay', '<html>502</html>', 'unclear'],
    [
      'query',
      alipay('<result_code>SUCCESS</result_code><alipay_trans_status>TRADE_CLOSED</alipay_trans_status>'),
      'closed',
    ],
    ['query', alipay('<result_code>SUCCESS</result_code>'), 'unclear'],
    ['cancel', alipay('<result_code>SUCCESS</result_code><retry_flag>N</retry_flag>'), 'cancelled'],
    ['cancel', alipay('<result_code>FAIL</result_code><retry_flag>Y</retry_flag>'), 'unclear'],
    ['cancel', alipay('<result_code>FAIL</result_code><retry_flag>N</retry_flag>'), 'not cancelled'],
    ['refund', alipay('<result_code>SUCCESS</result_code>'), 'refunded'],
  ])('%s %s', (service, body, word) => {
    expect(answered(service, body)).toEqual({ word, sure: true, possible: true })
  })

  it.each<[string, Partial<ExchangeView>, boolean, boolean]>([
    ['in good time', { took_ms: 370 }, true, true],
    ['near the end of it', { took_ms: 490 }, false, true],
    ['a little later', { took_ms: 700 }, false, true],
    ['much later', { took_ms: 800 }, false, false],
    ['forged', { fault: 'wrong key' }, false, false],
    ['with fields that nobody knows', { fault: 'extra fields' }, true, true],
    ['never', { status: null, answer: null }, false, false],
  ])('%s: whether it was heard', (_, more, sure, possible) => {
    const body = alipay('<result_code>SUCCESS</result_code>')
    expect(answered('pay', body, more)).toMatchObject({ sure, possible })
  })

  it('is less sure on a machine that stood still', () => {
    const body = alipay('<result_code>SUCCESS</result_code>')
    expect(answered('pay', body, { took_ms: 100 }, 300)).toMatchObject({ sure: false, possible: true })
    expect(answered('pay', body, { took_ms: 1_000 }, 300)).toMatchObject({ sure: false, possible: true })
  })
})
