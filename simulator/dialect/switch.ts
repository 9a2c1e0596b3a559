/**
 * The switches of a dialect and the values each may take: one for every contradiction and open doubt of the protocol pages.
 * The defaults, grades and reasons are data: scenarios/dialects/global.yaml. Source: sources.md §3, §4.
 */
export const switches = {
  answerSignatureCharset: ['request', 'declared'],
  cancelBlocksUnknownTrade: [true, false],
  cancelFailureWord: ['FAIL', 'FAILED'],
  cancelInputCharset: ['required', 'optional'],
  cancelTimestamp: ['required', 'optional'],
  cancelWindow: ['day end', 'day end and 15 minutes', '24 hours'],
  cnyFields: ['present', 'absent'],
  declaredCharset: ['GBK for query and refusals', 'request', 'GBK'],
  defaultCharset: ['GBK', 'UTF-8'],
  errorPrefix: ['', 'ACQ.'],
  identityCodeType: ['barcode or qrcode', 'barcode'],
  identityCodeUnknown: ['BUYER_NOT_EXIST', 'SOUNDWAVE_PARSER_FAIL'],
  lengthUnit: ['characters', 'bytes'],
  notifyAcknowledgement: ['success in any case', 'exactly success'],
  notifyFirstRepeat: ['4 minutes', '2 minutes'],
  notifyOnCancel: [false, true],
  payContextMismatch: ['CONTEXT_INCONSISTENT', 'INVALID_PARAMETER'],
  payExtendInfo: ['lenient', 'acquirer', 'strict', 'optional'],
  payFailureWord: ['FAILED', 'FAIL'],
  payNotifyUrl: ['optional', 'required'],
  payRepeatClosed: ['TRADE_HAS_CLOSE', 'TRADE_CLOSED'],
  payUnknownWord: ['UNKNOW', 'UNKNOWN'],
  paymentInst: ['absent', 'present'],
  queryFailureWord: ['FAIL', 'FAILED'],
  queryNotFound: ['TRADE_NOT_EXIST', 'TRANS_NOT_FOUND'],
  queryPartnerTransId: ['one of two', 'required'],
  refundAmountExceeds: ['RETURN_AMOUNT_EXCEED', 'REFUND_AMT_NOT_EQUAL_TOTAL'],
  refundBatch: ['23:00 to 05:00', '23:00'],
  refundCurrency: ['settlement', 'pricing'],
  refundDiscordant: ['DISCORDANT_REPEAT_REQUEST', 'REPEATED_REFUNDMENT_REQUEST'],
  refundFailureWord: ['FAILED', 'FAIL'],
  refundNotifyUrl: ['optional', 'required'],
  refundPeriod: ['365 days', '360 days', '90 days'],
  refundPeriodOver: ['REFUNDMENT_VALID_DATE_EXCEED', 'TRADE_HAS_FINISHED'],
  refundReasonName: ['both', 'refund_reason', 'refund_reson'],
  refundTradeClosed: ['TRADE_HAS_CLOSE', 'TRADE_STATUS_ERROR'],
  refundTradeNotFound: ['PURCHASE_TRADE_NOT_EXIST', 'TRADE_NOT_EXIST'],
  refusalSigned: [false, true],
  tradeFinished: [false, true],
  unpaidTradeCloses: ['3 minutes', '15 minutes'],
  wholeCurrencyDecimals: ['reject', 'accept'],
} as const satisfies Record<string, readonly (string | boolean)[]>

export type SwitchName = keyof typeof switches

/** One value for each switch. Code asks the dialect, never a version or a country. */
export type Dialect = { readonly [Name in SwitchName]: (typeof switches)[Name][number] }
