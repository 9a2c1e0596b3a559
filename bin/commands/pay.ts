/**
 * `pay`: one signed payment to any gateway, or the whole loop of a good till.
 */
import type { PayOrder } from '../../reference/client/index.ts'
import { amountOptions, callOptions } from '../call-options.ts'
import { type CommandRun, defineCommand } from '../command.ts'
import { demoGoods, demoShop } from '../demo-shop.ts'
import { freshId, freshIdentityCode } from '../fresh-ids.ts'
import { callGateway, moneyGiven } from '../gateway-call.ts'

const options = {
  code: {
    type: 'text',
    placeholder: 'digits',
    otherwise: 'a fresh one beginning with 28',
    pattern: /^\S+$/,
    rule: 'the digits that were scanned',
    meaning: "the buyer's payment code, sent as it is",
  },
  ...amountOptions,
  id: {
    type: 'text',
    placeholder: 'id',
    otherwise: 'a fresh one',
    meaning: 'partner_trans_id; the same one again never pays twice',
  },
  name: { type: 'text', placeholder: 'text', default: demoGoods, meaning: 'what is sold' },
  storeId: { type: 'text', placeholder: 'id', default: 'ST01', meaning: 'store_id in extend_info' },
  terminalId: { type: 'text', placeholder: 'id', otherwise: 'none', meaning: 'terminal_id in extend_info' },
  notifyUrl: { type: 'text', placeholder: 'url', otherwise: 'none', meaning: 'where the notification goes' },
  collect: {
    type: 'flag',
    default: false,
    meaning: 'the whole loop: pay, ask until it is known, cancel what stays unclear; Ctrl-C gives the sale up',
  },
  timeScale: {
    type: 'number',
    placeholder: 'factor',
    default: 1,
    least: 1,
    most: 1_000,
    meaning: 'with --collect: divide all waiting times by this',
  },
  ...callOptions,
} as const

export type PayRun = CommandRun<typeof options>

export const pay = defineCommand({
  about: [
    'For whoever wants to see a payment without a till: sends one signed payment to a gateway, verifies the answer and',
    'shows it. What is not given is made up, so that it pays as it stands.',
  ].join(' '),
  options,
  examples: [
    'alipay-sandbox pay',
    'alipay-sandbox pay --amount 1200 --currency JPY --code 287654321098765432',
    'alipay-sandbox pay --collect --code 280001010000000001',
    'alipay-sandbox pay --gateway https://mapi.alipaydev.com/gateway.do --partner 2088... --md5-key ... --curl',
  ],
  exits: { held: 'paid', didNotHold: 'not paid, or not known' },
  async run(run) {
    const order = orderOf(run.options)
    if (!run.options.collect || run.options.curl) return callGateway(run, 'pay', (client) => client.pay(order))
    const { collect } = await import('../collect.ts')
    return collect(run, order)
  },
})

/** @throws CommandError BAD_USAGE */
function orderOf(given: PayRun['options']): PayOrder {
  const { code = freshIdentityCode(), id = freshId('SALE'), name, storeId, terminalId, notifyUrl } = given
  return {
    partnerTransId: id,
    transName: name,
    amount: moneyGiven(given),
    buyerIdentityCode: code,
    extendInfo: { ...demoShop, storeId, ...(terminalId !== undefined && { terminalId }) },
    ...(notifyUrl !== undefined && { notifyUrl }),
  }
}
