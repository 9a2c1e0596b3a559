/**
 * Switches of the dialect that change how an answer is worded, written or signed. The table of all: dialect-turns.ts.
 */
import type { Turn } from './dialect-turn.ts'
import type { Shop } from './shop.ts'
import {
  cancelFields,
  type Fields,
  isGenuine,
  payFields,
  pid,
  queryFields,
  refundFields,
  type Told,
} from './signed-call.ts'

/** The field of the last answer. */
const saying =
  (name: string, ...calls: Fields[]) =>
  async (shop: Shop) => {
    let told: Told | undefined
    for (const fields of calls) told = await shop.ask(fields)
    return told?.fields[name] ?? 'absent'
  }

const declaredOf = (fields: Fields) => async (shop: Shop) =>
  (await shop.ask(fields)).answer.kind === 'unreadable'
    ? 'unreadable'
    : /encoding="([^"]+)"/.exec((await shop.ask(fields)).bytes.toString('latin1'))?.[1]

const signedIn = async (shop: Shop) => {
  // The extra fields of this payment code are the only ones of an answer that are not ASCII.
  const told = await shop.ask(payFields('T1', { buyer_identity_code: '280003191234567890' }))
  return (['UTF-8', 'GBK'] as const).filter((charset) => isGenuine(told, undefined, charset))
}

const waiting = { buyer_identity_code: '280001031234567890' }
const codes = async (shop: Shop) => {
  const results: (string | undefined)[] = []
  await shop.ask(payFields('T1'))
  await shop.ask(payFields('closed', waiting))
  await shop.ask(cancelFields('closed'))
  for (const fields of [
    payFields('T1', { trans_amount: '1.00' }),
    payFields('closed', waiting),
    queryFields('T9'),
    cancelFields('T1', { trade_no: '2024011522000000000000000000' }),
    refundFields('T9', 'R1'),
    refundFields('closed', 'R1'),
    refundFields('T1', 'R1', { refund_amount: '99.00' }),
  ])
    results.push((await shop.ask(fields)).fields.error)
  return results
}
const usualCodes = [
  ...['CONTEXT_INCONSISTENT', 'TRADE_HAS_CLOSE', 'TRADE_NOT_EXIST', 'TRADE_NOT_EXIST'],
  ...['PURCHASE_TRADE_NOT_EXIST', 'TRADE_HAS_CLOSE', 'RETURN_AMOUNT_EXCEED'],
]
const codesWith = (place: number, code: string) => usualCodes.with(place, code)

const discordant = saying(
  'error',
  payFields('T1'),
  refundFields('T1', 'R1'),
  refundFields('T1', 'R1', { refund_amount: '9.00' }),
)
const unknownCode = saying('error', payFields('T1'))
const refusal = async (shop: Shop) =>
  (await shop.ask(payFields('T1', { trans_amount: 'x' }))).bytes.toString().includes('<sign>') ? 'signed' : 'not signed'
const wallet = saying('payment_inst', payFields('T1'))

export const answerTurns: readonly Turn[] = [
  {
    name: 'answerSignatureCharset',
    value: 'declared',
    given: { declaredCharset: 'GBK' },
    story: signedIn,
    usual: ['UTF-8'],
    turned: ['GBK'],
  },
  {
    name: 'cancelFailureWord',
    value: 'FAILED',
    story: saying('result_code', cancelFields('T1', { trade_no: '2024011522000000000000000000' })),
    usual: 'FAIL',
    turned: 'FAILED',
  },
  {
    name: 'cnyFields',
    value: 'absent',
    story: async (shop) => {
      await shop.ask(payFields('T1'))
      const told = [await shop.ask(payFields('T1')), await shop.ask(refundFields('T1', 'R1'))]
      told.push(await shop.ask(queryFields('T1')))
      return told.map(({ fields }) =>
        ['exchange_rate', 'trans_amount_cny', 'refund_amount_cny'].map((name) => name in fields),
      )
    },
    usual: [
      [true, true, false],
      [true, false, true],
      [true, true, true],
    ],
    turned: [
      [false, false, false],
      [false, false, false],
      [false, false, false],
    ],
  },
  { name: 'declaredCharset', value: 'request', story: declaredOf(queryFields('T1')), usual: 'GBK', turned: 'UTF-8' },
  { name: 'declaredCharset', value: 'GBK', story: declaredOf(payFields('T1')), usual: 'UTF-8', turned: 'GBK' },
  {
    name: 'errorPrefix',
    value: 'ACQ.',
    story: codes,
    usual: usualCodes,
    turned: usualCodes.map((code) => `ACQ.${code}`),
  },
  {
    name: 'identityCodeUnknown',
    value: 'SOUNDWAVE_PARSER_FAIL',
    options: { strict: true, partners: [{ pid, md5Key: `1${'0'.repeat(31)}` }] },
    story: unknownCode,
    usual: 'BUYER_NOT_EXIST',
    turned: 'SOUNDWAVE_PARSER_FAIL',
  },
  {
    name: 'payContextMismatch',
    value: 'INVALID_PARAMETER',
    story: codes,
    usual: usualCodes,
    turned: codesWith(0, 'INVALID_PARAMETER'),
  },
  {
    name: 'payFailureWord',
    value: 'FAIL',
    story: saying('result_code', cancelFields('T1'), payFields('T1')),
    usual: 'FAILED',
    turned: 'FAIL',
  },
  {
    name: 'payRepeatClosed',
    value: 'TRADE_CLOSED',
    story: codes,
    usual: usualCodes,
    turned: codesWith(1, 'TRADE_CLOSED'),
  },
  {
    name: 'payUnknownWord',
    value: 'UNKNOWN',
    story: saying('result_code', payFields('T1', waiting)),
    usual: 'UNKNOW',
    turned: 'UNKNOWN',
  },
  { name: 'paymentInst', value: 'present', story: wallet, usual: 'absent', turned: 'ALIPAYCN' },
  {
    name: 'queryFailureWord',
    value: 'FAILED',
    story: saying('result_code', queryFields('T1')),
    usual: 'FAIL',
    turned: 'FAILED',
  },
  {
    name: 'queryNotFound',
    value: 'TRANS_NOT_FOUND',
    story: codes,
    usual: usualCodes,
    turned: codesWith(2, 'TRANS_NOT_FOUND'),
  },
  {
    name: 'refundAmountExceeds',
    value: 'REFUND_AMT_NOT_EQUAL_TOTAL',
    story: codes,
    usual: usualCodes,
    turned: codesWith(6, 'REFUND_AMT_NOT_EQUAL_TOTAL'),
  },
  {
    name: 'refundDiscordant',
    value: 'REPEATED_REFUNDMENT_REQUEST',
    story: discordant,
    usual: 'DISCORDANT_REPEAT_REQUEST',
    turned: 'REPEATED_REFUNDMENT_REQUEST',
  },
  {
    name: 'refundFailureWord',
    value: 'FAIL',
    story: saying('result_code', refundFields('T1', 'R1')),
    usual: 'FAILED',
    turned: 'FAIL',
  },
  {
    name: 'refundTradeClosed',
    value: 'TRADE_STATUS_ERROR',
    story: codes,
    usual: usualCodes,
    turned: codesWith(5, 'TRADE_STATUS_ERROR'),
  },
  {
    name: 'refundTradeNotFound',
    value: 'TRADE_NOT_EXIST',
    story: codes,
    usual: usualCodes,
    turned: codesWith(4, 'TRADE_NOT_EXIST'),
  },
  { name: 'refusalSigned', value: true, story: refusal, usual: 'not signed', turned: 'signed' },
]
