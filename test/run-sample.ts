/**
 * A whole run by hand, as reports get it: every outcome once, and a failed case with its calls, its ledger and its
 * notification. Whatever a system under test can say is the caller's to choose: hostile strings, or none.
 */
import { readCapabilities } from '../conformance/adapter/words-schema.ts'
import { type Case, caseSchema } from '../conformance/case/case-schema.ts'
import type { CaseResult, RunResult } from '../conformance/runner/result.ts'
import type { Call, Evidence, Sale } from '../conformance/verdict/evidence.ts'
import { judge, type Violation } from '../conformance/verdict/judge.ts'
import type { ExchangeView, NotificationView, TransactionView } from '../simulator/admin/client/index.ts'

const start = Date.UTC(2024, 0, 15, 4)
const moment = (at: number) => ({ iso: new Date(at).toISOString(), beijing: '2024-01-15 12:00:00' })

export const caseOf = (id: string, more: object = {}): Case =>
  caseSchema.parse({
    id,
    proves: 'A sale whose customer walks away is told as not paid.',
    source: ['flows.md §1'],
    costs: 'The goods are <handed> out & nobody paid.',
    mend: 'Read alipay_trans_status of a query, then cancel.',
    ...more,
  })

export type CallDraft = Partial<Omit<Call, 'exchange'>> & { readonly exchange?: Partial<ExchangeView> }

let ids = 0

/** One after the other, 5 s apart, all under the order T1, unless they say otherwise. */
export function callOf(service: string, afterMs: number, draft: CallDraft = {}): Call {
  ids += 1
  const at = start + afterMs
  const values = new Map([
    ['partner_trans_id', 'T1'],
    ...(service === 'pay' ? [['trans_amount', '12.30'] as const, ['currency', 'USD'] as const] : []),
  ])
  const { exchange, ...call } = draft
  const body = '<?xml version="1.0"?><alipay><is_success>T</is_success></alipay>'
  const made: Omit<Call, 'exchange'> = {
    id: ids,
    at,
    wallAt: at,
    endedAt: at + 50,
    service,
    partnerTransId: 'T1',
    outcome: 'SUCCESS',
    values,
    word: 'waiting',
    sure: true,
    possible: true,
    ...call,
  }
  return {
    ...made,
    exchange: {
      id: made.id,
      at: new Date(at).toISOString(),
      partner: '2088',
      service,
      partner_trans_id: 'T1',
      outcome: made.outcome,
      behaviour: { id: '0103', why: 'the payment code' },
      status: 200,
      fault: null,
      took_ms: 5,
      request: {
        method: 'POST',
        target: '/gateway.do?_input_charset=UTF-8',
        headers: { host: '127.0.0.1' },
        body: 'partner=2088',
        parameters: [...made.values].map(([name, value]) => ({ name, value })),
      },
      answer: { status: 200, content_type: 'text/xml', body },
      diagnosis: null,
      findings: [],
      ...exchange,
    },
  }
}

export function tradeOf(more: Partial<TransactionView> = {}): TransactionView {
  return {
    partner: '2088',
    partner_trans_id: 'T1',
    alipay_trans_id: 'A1',
    state: 'WAIT_BUYER_PAY',
    closed_by: null,
    trans_amount: { amount: '12.30', currency: 'USD' },
    refunds: [],
    created_at: moment(start),
    paid_at: null,
    closed_at: null,
    ...more,
  } as unknown as TransactionView
}

export function notificationOf(afterMs: number, said: string): NotificationView {
  return {
    notify_id: 'N1',
    partner_trans_id: 'T1',
    notify_action_type: 'payByBackend',
    state: 'waiting',
    plan: null,
    attempts: [{ at: moment(start + afterMs), status: 200, said, acknowledged: false }],
  } as unknown as NotificationView
}

const request = { payment_id: 'P1', code: '280001031234567800', amount: '12.30', currency: 'USD' }

export function saleOf(more: Partial<Sale> = {}): Sale {
  const said = { ...request, status: 'paid', message: 'Paid. Hand over the goods.' } as const
  return {
    name: 'sale',
    request,
    told: said,
    history: [{ ...request, status: 'pending' }, said],
    cancelAsked: false,
    refunds: [],
    calls: [callOf('pay', 0, { outcome: 'UNKNOW' }), callOf('query', 5_000)],
    codes: ['28000103********00'],
    trades: [tradeOf()],
    notifications: [],
    ...more,
  }
}

export function evidenceOf(sale: Sale, more: Partial<Evidence> = {}): Evidence {
  return {
    theCase: caseOf('password/never-entered'),
    capabilities: readCapabilities({ name: 'till', features: ['cancel'] }, 'sample'),
    till: { payment: ['cancelled'], refund: undefined },
    timeScale: 10,
    steps: [],
    sales: [sale],
    ...more,
  }
}

export function resultOf(id: string, more: Partial<CaseResult> = {}): CaseResult {
  return {
    theCase: caseOf(id),
    outcome: 'passed',
    violations: [],
    warnings: [],
    flaky: false,
    startedAt: start,
    tookMs: 500,
    ...more,
  }
}

/** A case that the rules themselves find broken: told paid, and nobody has paid. */
export function failedOf(id: string, sale: Sale = saleOf()): CaseResult {
  const theCase = caseOf(id)
  const evidence = evidenceOf(sale, { theCase })
  // The calls of the sample are short: what they lack is no part of the story.
  const violations = judge(evidence).filter(({ rule }) => /^(?:money|case)\//.test(rule))
  return resultOf(id, { theCase, outcome: 'failed', violations, evidence })
}

export function runOf(results: readonly CaseResult[], more: Partial<RunResult> = {}): RunResult {
  return {
    target: 'till',
    sutName: 'till 4.2',
    seed: '7f3a9c01',
    profile: 'merchant',
    timeScale: 10,
    capabilities: readCapabilities({ name: 'till 4.2', features: ['cancel'] }, 'sample'),
    strict: false,
    versions: { kit: '1.0.0', node: 'v26.0.0' },
    results,
    stale: [],
    startedAt: start,
    tookMs: 36_900,
    ...more,
  }
}

/** Each outcome once. */
export function mixedRun(): RunResult {
  const quiet = evidenceOf(saleOf(), { theCase: caseOf('plain/euro') })
  return runOf([
    failedOf('password/never-entered'),
    resultOf('plain/euro', { evidence: quiet }),
    resultOf('unknown/garbage', { outcome: 'errored', why: '[timeout] no answer\nIts last words:\nOut of memory' }),
    resultOf('refund/full', { outcome: 'not applicable', why: 'the SUT does not claim refund' }),
    { ...failedOf('password/declined'), outcome: 'failed as known' },
  ])
}

/** Everything that a system under test can put a string into says this. */
export function hostileRun(words: string): RunResult {
  const diagnosis = { code: words, sentence: words, next: words, parameter: words, rule: words, value: words }
  const exchange: Partial<ExchangeView> = {
    outcome: words,
    request: {
      method: 'POST',
      target: `/${words}`,
      headers: { [words]: words },
      body: words,
      parameters: [{ name: words, value: words }],
    },
    answer: { status: 200, content_type: words, body: words },
    diagnosis,
  }
  const values = new Map([
    ['trans_amount', words],
    ['currency', words],
  ])
  const calls = [callOf('pay', 0, { values, outcome: words, exchange }), callOf(words, 5_000, { exchange })]
  const said = { ...request, status: 'paid', message: words, partner_trans_id: words } as const
  const sale = saleOf({
    told: said,
    history: [said],
    calls,
    notifications: [notificationOf(9_000, words)],
    refunds: [
      {
        name: 'refund',
        request: { refund_id: words, amount: words },
        told: { refund_id: words, amount: words, status: 'unclear', message: words },
      },
    ],
  })
  const violation: Violation = {
    rule: 'wire/fields',
    sentence: 'Every field keeps its documented form.',
    clause: 'spot-pay.md §1',
    level: 'must',
    text: words,
    witness: 'wire',
    exchanges: [calls[0]?.id ?? 0],
  }
  const { evidence, ...judged } = failedOf('plain/hostile', sale)
  const answered = { at: words, operator: words, asked: words, answer: words, note: words, payment: null }
  const failed = { ...judged, ...(evidence && { evidence: { ...evidence, testimony: [answered] } }) }
  const capabilities = { ...evidenceOf(sale).capabilities, name: words, currencies: [words], charsets: [words] }
  return runOf(
    [
      { ...failed, violations: [violation, ...failed.violations], warnings: [violation] },
      { ...failed, theCase: caseOf('plain/known'), outcome: 'failed as known' },
      { ...failed, theCase: caseOf('plain/passed'), outcome: 'passed', violations: [], warnings: [violation] },
      resultOf('plain/errored', { outcome: 'errored', why: words }),
      resultOf('plain/other', { outcome: 'not applicable', why: words }),
    ],
    { sutName: words, target: words, seed: words, targetFile: words, capabilities },
  )
}
