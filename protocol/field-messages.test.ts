import { describe, expect, it } from 'vitest'
import type { FieldRow } from './field.ts'
import { commonAnswerFields, commonRequestFields, fieldTables, notificationFields } from './field-tables.ts'
import { options, parametersOf, requests } from './validate-fields.test-values.ts'
import { validateFields } from './validate-fields.ts'

describe('whole messages', () => {
  it.each(Object.keys(requests) as (keyof typeof requests)[])('the worked example of %s is accepted', (service) => {
    const parameters = parametersOf(`${requests[service]}&sign_type=MD5&sign=569c64815836f3abdae737e8d08ddfd9`)
    expect(validateFields([...commonRequestFields, ...fieldTables[service].request], parameters, options)).toEqual([])
  })

  it.each<[string, readonly FieldRow[], string]>([
    [
      'query, Hong Kong, paid (recorded 11)',
      fieldTables.query.answer,
      'alipay_buyer_login_id=132****0000&alipay_buyer_user_id=2088000000000000&alipay_pay_time=20201207152003&alipay_trans_id=2020120722001401701436761112&alipay_trans_status=TRADE_SUCCESS&currency=HKD&out_trade_no=201207152001584151024&partner_trans_id=201207152001584151024&payment_inst=ALIPAYCN&result_code=SUCCESS&trans_amount=3997.60',
    ],
    [
      'query, unpaid (recorded 12)',
      fieldTables.query.answer,
      'alipay_buyer_login_id=cnb*@alitest.*&alipay_buyer_user_id=2088622937243084&alipay_trans_id=2019112022001443081000035414&alipay_trans_status=WAIT_BUYER_PAY&currency=USD&exchange_rate=6.64640000&forex_total_fee=0.01&out_trade_no=99003911198989&partner_trans_id=99003911198989&result_code=SUCCESS&trans_amount=0.01&trans_amount_cny=0.07&trans_forex_rate=1',
    ],
    [
      'cancel (recorded 13)',
      fieldTables.cancel.answer,
      'out_trade_no=20140319113639839&result_code=SUCCESS&retry_flag=N',
    ],
    ['a refusal (recorded 15)', commonAnswerFields, 'is_success=F&error=ILLEGAL_SIGN'],
    [
      'a notification (recorded 01)',
      notificationFields,
      'currency=USD&notify_id=850fd05d0bd794784867a4df048ce5ehgu&notify_time=2016-05-13 09:19:50&notify_type=trade_status_sync&out_trade_no=1116051210000575&sign=cCBbPd9G&sign_type=RSA&total_fee=20.42&trade_no=2016051221001003190252818476&trade_status=TRADE_FINISHED',
    ],
  ])('the answer to %s is accepted', (_, rows, text) => {
    expect(validateFields(rows, parametersOf(text), options)).toEqual([])
  })

  it('several problems come in the order of the table, each with its rule and its value', () => {
    const parameters = parametersOf(requests.refund)
    parameters.set('partner_trans_id', 'SIMR20240115000001').set('refund_amount', '100.999').delete('currency')
    expect(validateFields(fieldTables.refund.request, parameters, options)).toEqual([
      {
        field: 'partner_refund_id',
        rule: 'printable ASCII characters without the quotation mark; at most 64 characters; another value than partner_trans_id',
        value: 'SIMR20240115000001',
        problem: 'not allowed',
      },
      {
        field: 'currency',
        rule: 'required; a currency of the product in three upper-case letters',
        value: undefined,
        problem: 'missing',
      },
    ])
  })
})
