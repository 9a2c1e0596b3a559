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
  const answered = (service: string, body: string, more: Partial<ExchangeView> = {}) =>
    heard(
      {
        service,
        status: 200,
        fault: null,
        took_ms: 10,
        answer: { status: 200, content_type: '', body },
        ...more,
      } as ExchangeView,
      500,
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
    expect(answered(service, body)).toEqual({ word, sure: true })
  })

  it('is not sure when it came late, broken, forged or never', () => {
    const body = alipay('<result_code>SUCCESS</result_code>')
    expect(answered('pay', body, { took_ms: 501 }).sure).toBe(false)
    expect(answered('pay', body, { fault: 'wrong key' }).sure).toBe(false)
    expect(answered('pay', body, { fault: 'extra fields' }).sure).toBe(true)
    expect(answered('pay', body, { status: null, answer: null })).toEqual({ word: 'unclear', sure: false })
  })
})
