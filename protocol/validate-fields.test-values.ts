/** The worked examples of the protocol pages as messages to validate, whole or changed, for the tests of validate-fields.ts. */
import { fieldTables } from './field-tables.ts'
import { type ValidationOptions, validateFields } from './validate-fields.ts'

export const options: ValidationOptions = { lengthUnit: 'characters' }

/** The worked examples of spot-pay.md §8, query.md §6, cancel.md §7 and refund.md §8. */
export const requests = {
  pay: `_input_charset=UTF-8&alipay_seller_id=2088000000000001&biz_product=OVERSEAS_MBARCODE_PAY&buyer_identity_code=287654321098765432&currency=USD&extend_info={"secondary_merchant_id":"S001","secondary_merchant_name":"Demo Cafe","secondary_merchant_industry":"5812","store_id":"ST01","store_name":"Demo Cafe Airport"}&identity_code_type=barcode&notify_url=https://merchant.example/alipay/notify&partner=2088000000000001&partner_trans_id=SIM20240115000001&service=alipay.acquire.overseas.spot.pay&trans_amount=39.25&trans_create_time=20240115103000&trans_name=Coffee`,
  query: `_input_charset=UTF-8&partner=2088000000000001&partner_trans_id=SIM20240115000001&service=alipay.acquire.overseas.query`,
  cancel: `_input_charset=UTF-8&out_trade_no=SIM20240115000001&partner=2088000000000001&service=alipay.acquire.cancel&timestamp=1705286400000`,
  refund: `_input_charset=UTF-8&currency=USD&is_sync=Y&notify_url=https://merchant.example/alipay/notify&partner=2088000000000001&partner_refund_id=SIMR20240115000001&partner_trans_id=SIM20240115000001&refund_amount=10.00&refund_reason=Refund the good&service=alipay.acquire.overseas.spot.refund`,
} as const

export function parametersOf(text: string): Map<string, string> {
  return new Map(
    text.split('&').map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)] as const),
  )
}

/** What validation says to the worked example with these changes: `field problem`, in order. */
export function problemsWith(
  service: keyof typeof requests,
  changes: Readonly<Record<string, string>>,
  more: Partial<ValidationOptions> = {},
): string[] {
  const parameters = parametersOf(requests[service])
  for (const [name, value] of Object.entries(changes)) parameters.set(name, value)
  const found = validateFields(fieldTables[service].request, parameters, { ...options, ...more })
  return found.map(({ field, problem }) => `${field} ${problem}`)
}
