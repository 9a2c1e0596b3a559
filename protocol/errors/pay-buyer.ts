/**
 * Why a payment was refused on the buyer's side: the code, the wallet, the account, the money. All final for this try.
 * Source: spot-pay.md §6.
 */
import { cashierTexts } from './cashier.ts'
import type { ErrorTable } from './error-row.ts'

const anotherMeans = {
  kind: 'final',
  action: 'Tell the till that it is not paid; a new try needs another funding source or another means.',
  cashier: cashierTexts.otherMeans,
} as const

const anotherCode = {
  kind: 'final',
  action: 'Tell the till that it is not paid, and have a fresh code scanned.',
  cashier: cashierTexts.scanAgain,
} as const

const buyerMends = {
  kind: 'final',
  action: 'Tell the till that it is not paid; only the buyer can mend it, in the wallet or with Alipay.',
  cashier: cashierTexts.customerAsksAlipay,
} as const

const switchedOff = {
  ...buyerMends,
  meaning: 'The buyer switched a function off in the wallet.',
  cashier: 'Not paid. The customer has switched this way of paying off in the Alipay app; it can be switched on there.',
  grade: 'C',
} as const

export const payBuyerErrors = {
  BUYER_NOT_EXIST: {
    ...anotherCode,
    meaning: 'The identity code is not valid.',
    grade: 'A*',
  },
  SOUNDWAVE_PARSER_FAIL: {
    ...anotherCode,
    meaning: 'The code cannot be decoded: expired, spent or wrong.',
    grade: 'C',
  },
  PULL_MOBILE_CASHIER_FAIL: {
    ...anotherCode,
    meaning: "The cash desk on the buyer's phone could not be opened.",
    cashier: 'Not paid. Ask the customer to check that the phone is online and refresh the code, then scan it again.',
    grade: 'C',
  },
  PAYMENT_FAIL: {
    ...anotherCode,
    meaning: 'The payment failed.',
    grade: 'C',
  },
  BUYER_BALANCE_NOT_ENOUGH: {
    ...anotherMeans,
    meaning: 'The balance is too low.',
    cashier: 'Not paid. There is not enough money in the account; the customer can top up or pay with something else.',
    grade: 'A*',
  },
  BUYER_BANKCARD_BALANCE_NOT_ENOUGH: {
    ...anotherMeans,
    meaning: 'The balance of the bank card is too low.',
    cashier: 'Not paid. There is not enough money on the bank card; the customer can choose another card in the app.',
    grade: 'A*',
  },
  BUYER_NOT_MAINLAND_CERT: {
    ...anotherMeans,
    meaning: 'The user is not eligible for this product.',
    grade: 'A*',
  },
  BUYER_PAYMENT_AMOUNT_DAY_LIMIT_ERROR: {
    ...anotherMeans,
    meaning: 'The daily limit of the buyer is exceeded.',
    cashier: 'Not paid. The customer has reached the limit for today; please take another payment.',
    grade: 'A*',
  },
  BUYER_PAYMENT_AMOUNT_MONTH_LIMIT_ERROR: {
    ...anotherMeans,
    meaning: 'The monthly limit of the buyer is exceeded.',
    cashier: 'Not paid. The customer has reached the limit for this month; please take another payment.',
    grade: 'C',
  },
  BEYOND_PAY_RESTRICTION: {
    ...anotherMeans,
    meaning: 'The limit of payments from the balance is exceeded.',
    grade: 'A*',
  },
  BUYER_SELLER_EQUAL: {
    ...anotherMeans,
    meaning: 'The buyer is the seller.',
    cashier: "Not paid. This is the shop's own account; somebody else has to pay.",
    grade: 'C',
  },
  NOT_SUPPORT_PAYMENT_INST: {
    ...anotherMeans,
    meaning: 'This wallet is not accepted; probably the code that begins with N in the Hong Kong introduction.',
    cashier: 'Not paid. This wallet is not accepted here; please take another payment.',
    grade: 'C',
  },
  NO_PAYMENT_INSTRUMENTS_AVAILABLE: {
    ...anotherMeans,
    meaning: 'The buyer has no usable funding source.',
    grade: 'C',
  },
  PAYMENT_REQUEST_HAS_RISK: {
    ...anotherMeans,
    meaning: 'Risk control stopped the payment.',
    grade: 'C',
  },
  BUYER_ENABLE_STATUS_FORBID: {
    ...buyerMends,
    meaning: "The buyer's account is disabled.",
    grade: 'A*',
  },
  ERROR_BUYER_CERTIFY_LEVEL_LIMIT: {
    ...buyerMends,
    meaning: 'The buyer is not verified.',
    cashier: 'Not paid. The customer has to finish the verification in the Alipay app first.',
    grade: 'C',
  },
  CLIENT_VERSION_NOT_MATCH: {
    ...buyerMends,
    meaning: 'The wallet is too old.',
    cashier: 'Not paid. The customer has to update the Alipay app first.',
    grade: 'C',
  },
  ERROR_BALANCE_PAYMENT_DISABLE: switchedOff,
  MOBILE_PAYMENT_SWITCH_OFF: switchedOff,
} as const satisfies ErrorTable
