/** Orders of the client's tests, and what a well-meaning gateway answers to them. Not published. */
import { money } from '../../../protocol/money.ts'
import type { PayOrder } from '../pay.ts'
import type { RefundOrder } from '../refund.ts'

/** The worked example of spot-pay.md §8. */
export const coffee: PayOrder = {
  partnerTransId: 'SIM20240115000001',
  transName: 'Coffee',
  amount: money(3925, 'USD'),
  buyerIdentityCode: '287654321098765432',
  transCreateTime: Date.UTC(2024, 0, 15, 2, 30, 0),
  notifyUrl: 'https://merchant.example/alipay/notify',
  extendInfo: {
    secondaryMerchantId: 'S001',
    secondaryMerchantName: 'Demo Cafe',
    secondaryMerchantIndustry: '5812',
    storeId: 'ST01',
    storeName: 'Demo Cafe Airport',
  },
}

/** The worked example of refund.md §8. */
export const coffeeBack: RefundOrder = {
  partnerTransId: coffee.partnerTransId,
  partnerRefundId: 'SIMR20240115000001',
  amount: money(1000, 'USD'),
  refundReason: 'Refund the good',
  notifyUrl: 'https://merchant.example/alipay/notify',
}

export const tradeNo = '2024011522001436940500000001'

const ids = { partner_trans_id: coffee.partnerTransId, alipay_trans_id: tradeNo }
const price = { currency: 'USD', trans_amount: '39.25' }
const buyer = { alipay_buyer_login_id: 'cao***@example.com', alipay_buyer_user_id: '2088102105236945' }
const rate = { exchange_rate: '7.15630000', trans_amount_cny: '280.88' }

export const payPaid = {
  ...ids,
  ...price,
  ...buyer,
  ...rate,
  alipay_pay_time: '20240115103002',
  result_code: 'SUCCESS',
}
export const payWaiting = { ...ids, result_code: 'UNKNOW' }
export const payFailed = (error: string) => ({ error, result_code: 'FAILED' })

const queried = {
  ...ids,
  ...price,
  ...buyer,
  ...rate,
  out_trade_no: coffee.partnerTransId,
  forex_total_fee: '39.25',
  trans_forex_rate: '1',
  result_code: 'SUCCESS',
}
export const queryPaid = { ...queried, alipay_pay_time: '20240115103002', alipay_trans_status: 'TRADE_SUCCESS' }
export const queryWaiting = { ...queried, alipay_trans_status: 'WAIT_BUYER_PAY' }
export const queryClosed = { ...queried, alipay_trans_status: 'TRADE_CLOSED' }
export const queryGivenBack = { ...queryPaid, alipay_trans_status: 'TRADE_CLOSED', refund_amount_cny: '280.88' }
export const queryFinished = { ...queryPaid, alipay_trans_status: 'TRADE_FINISHED' }
export const queryFailed = (error: string) => ({ error, detail_error_code: error, result_code: 'FAIL' })

export const cancelDone = (action?: 'close' | 'refund') => ({
  out_trade_no: coffee.partnerTransId,
  result_code: 'SUCCESS',
  retry_flag: 'N',
  ...(action && { action, trade_no: tradeNo }),
})
export const cancelFailed = (error: string, retryFlag: 'Y' | 'N') => ({
  out_trade_no: coffee.partnerTransId,
  detail_error_code: error,
  result_code: 'FAIL',
  retry_flag: retryFlag,
})

export const refundDone = {
  ...ids,
  currency: 'USD',
  exchange_rate: '7.15630000',
  partner_refund_id: coffeeBack.partnerRefundId,
  refund_amount: '10.00',
  refund_amount_cny: '71.56',
  result_code: 'SUCCESS',
}
export const refundFailed = (error: string) => ({ error, result_code: 'FAILED' })
