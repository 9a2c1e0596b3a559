/** Mistakes in the fields of a request: rightly signed, wrongly filled. Source: spot-pay.md §1 to §4; cancel.md §1; refund.md §1. */
import { type Money, money, parseAmount } from '../../../protocol/money.ts'
import type { PayOrder } from '../../client/index.ts'
import type { PaymentRecord } from '../book/records.ts'
import type { Defect } from './defect.ts'
import { fieldMistake } from './rewrite-requests.ts'

/** Another order for the same line of the book. */
function orderMistake(bad: (order: PayOrder, payment: PaymentRecord) => Partial<PayOrder>): Defect['apply'] {
  return (parts) => ({
    ...parts,
    payOrder(payment, context) {
      const order = parts.payOrder(payment, context)
      return { ...order, ...bad(order, payment) }
    },
  })
}

const codeMistake = (bad: (code: string) => string) =>
  orderMistake(({ buyerIdentityCode }) => ({ buyerIdentityCode: bad(buyerIdentityCode) }))

function hundredfold({ amount, currency }: Money): Money {
  return money(amount * 100, currency)
}

const inCents = orderMistake(({ amount }) => ({ amount: hundredfold(amount) }))

const hourMs = 3_600_000

export const requestDefects: readonly Defect[] = [
  {
    name: 'yen-with-decimals',
    sentence: 'Amounts in JPY and KRW are sent with two decimals.',
    source: 'spot-pay.md §3',
    kills: 'wire/fields',
    apply: fieldMistake(['pay'], ({ trans_amount: amount = '', ...fields }) => ({
      ...fields,
      trans_amount: amount.includes('.') ? amount : `${amount}.00`,
    })),
  },
  {
    name: 'amount-in-cents',
    sentence: 'The amount is sent in cents.',
    source: 'spot-pay.md §3',
    kills: 'wire/amount-as-asked',
    apply: inCents,
  },
  {
    name: 'refund-in-cents-too',
    sentence: 'Payments and refunds are sent in cents: the sums of the till agree, and those of the customer do not.',
    source: 'refund.md §1',
    kills: 'money/refunded-at-most',
    apply: (parts) => ({
      ...inCents(parts),
      refundOrder(refund, payment, context) {
        const order = parts.refundOrder(refund, payment, context)
        return { ...order, amount: hundredfold(order.amount) }
      },
    }),
  },
  {
    name: 'amount-by-float',
    sentence: 'The amount is made cents by a float and cut off: 1.15 becomes 1.14.',
    source: 'spot-pay.md §3',
    kills: 'wire/amount-as-asked',
    apply: orderMistake((_, { amount, request }) => {
      const parsed = parseAmount(request.amount, amount.currency)
      const factor = parsed.ok && amount.currency !== 'JPY' && amount.currency !== 'KRW' ? 100 : 1
      return { amount: money(Math.trunc(Number(request.amount) * factor), amount.currency) }
    }),
  },
  {
    name: 'currency-in-lower-case',
    sentence: 'The currency is sent in lower case.',
    source: 'spot-pay.md §1',
    kills: 'wire/fields',
    apply: fieldMistake(['pay', 'refund'], ({ currency = '', ...fields }) => ({
      ...fields,
      currency: currency.toLowerCase(),
    })),
  },
  {
    name: 'currency-always-usd',
    sentence: 'The currency is a constant of the first country that the till was sold in.',
    source: 'spot-pay.md §1',
    kills: 'wire/amount-as-asked',
    apply: orderMistake((_, { amount }) => ({ amount: money(amount.amount, 'USD') })),
  },
  {
    name: 'time-in-utc',
    sentence: '`trans_create_time` is in UTC.',
    source: 'spot-pay.md §1',
    kills: 'wire/time-gmt8',
    apply: orderMistake((_, { createdAt }) => ({ transCreateTime: createdAt - 8 * hourMs })),
  },
  {
    name: 'time-with-dashes',
    sentence: '`trans_create_time` is written `2024-01-15 10:30:00`.',
    source: 'spot-pay.md §1',
    kills: 'wire/fields',
    apply: fieldMistake(['pay'], ({ trans_create_time: time = '', ...fields }) => ({
      ...fields,
      trans_create_time: time.replace(/(....)(..)(..)(..)(..)(..)/, '$1-$2-$3 $4:$5:$6'),
    })),
  },
  {
    name: 'code-cut-to-18-digits',
    sentence: 'The payment code is cut to the 18 digits that it used to have.',
    source: 'certification.md §1 (SPOT-002)',
    kills: 'wire/code-unchanged',
    apply: codeMistake((code) => code.slice(0, 18)),
  },
  {
    name: 'code-as-a-number',
    sentence: 'The payment code is kept as a number and loses its last digits.',
    source: 'certification.md §1 (SPOT-002)',
    kills: 'wire/code-unchanged',
    apply: codeMistake((code) => BigInt(Number(code)).toString()),
  },
  {
    name: 'code-prefix-stripped',
    sentence: 'The first two digits of the payment code are taken for a prefix of the scanner and dropped.',
    source: 'spot-pay.md §4',
    kills: 'wire/code-unchanged',
    apply: codeMistake((code) => code.slice(2)),
  },
  {
    name: 'extend-info-with-numbers',
    sentence: 'The merchant category code in `extend_info` is a JSON number.',
    source: 'spot-pay.md §2',
    kills: 'wire/extend-info',
    apply: fieldMistake(['pay'], ({ extend_info: info = '{}', ...fields }) => ({
      ...fields,
      extend_info: info.replace(/("secondary_merchant_industry":)"(\d+)"/, '$1$2'),
    })),
  },
  {
    name: 'extend-info-no-json',
    sentence: '`extend_info` is written like `goods_info`, with `^` and `|`.',
    source: 'spot-pay.md §2',
    kills: 'wire/extend-info',
    apply: fieldMistake(['pay'], (fields) => ({ ...fields, extend_info: 'store_id^ST01|store_name^Demo Cafe' })),
  },
  {
    name: 'no-notify-url',
    sentence: 'A payment does not say where its notification goes.',
    source: 'certification.md §2 (R3)',
    kills: 'wire/notify-url',
    apply: fieldMistake(['pay'], ({ notify_url: _, ...fields }) => fields),
  },
  {
    name: 'product-of-another-service',
    sentence: '`biz_product` is copied from the example of the QR product.',
    source: 'spot-pay.md §1',
    kills: 'wire/fields',
    apply: fieldMistake(['pay'], (fields) => ({ ...fields, biz_product: 'OVERSEAS_QR_PAY' })),
  },
  {
    name: 'no-code-type',
    sentence: '`identity_code_type` is left out.',
    source: 'spot-pay.md §1',
    kills: 'wire/fields',
    apply: fieldMistake(['pay'], ({ identity_code_type: _, ...fields }) => fields),
  },
  {
    name: 'cancel-by-the-other-name',
    sentence: 'A cancel names the payment `partner_trans_id`, as the other services do.',
    source: 'cancel.md §1',
    kills: 'wire/fields',
    apply: fieldMistake(['cancel'], ({ out_trade_no: id, ...fields }) => ({ ...fields, partner_trans_id: id })),
  },
  {
    name: 'cancel-timestamp-in-iso',
    sentence: "The `timestamp` of a cancel is the language's own text of a date.",
    source: 'cancel.md §1',
    kills: 'wire/fields',
    apply: fieldMistake(['cancel'], ({ timestamp = '0', ...fields }) => ({
      ...fields,
      timestamp: new Date(Number(timestamp)).toISOString(),
    })),
  },
  {
    name: 'refund-without-currency',
    sentence: 'A refund does not name its currency.',
    source: 'refund.md §1',
    kills: 'wire/fields',
    apply: fieldMistake(['refund'], ({ currency: _, ...fields }) => fields),
  },
]
