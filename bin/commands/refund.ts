/** `refund`: gives back all or part of a payment. */
import { amountOptions, callOptions } from '../call-options.ts'
import { defineCommand } from '../command.ts'
import { CommandError } from '../command-error.ts'
import { freshId } from '../fresh-ids.ts'
import { callGateway, moneyGiven } from '../gateway-call.ts'

export const refund = defineCommand({
  about: [
    'For whoever gives money back after a sale: sends one signed refund of all or part of a payment, verifies the answer',
    'and shows it.',
  ].join(' '),
  operands: [{ name: 'partner_trans_id', required: true, meaning: 'the id of the payment' }],
  options: {
    ...amountOptions,
    refundId: {
      type: 'text',
      placeholder: 'id',
      otherwise: 'a fresh one',
      meaning: 'partner_refund_id; the same one again never gives back twice',
    },
    reason: { type: 'text', placeholder: 'text', otherwise: 'none', meaning: 'why' },
    async: { type: 'flag', default: false, meaning: 'is_sync=N: accepted now, done later, told by notification' },
    notifyUrl: {
      type: 'text',
      placeholder: 'url',
      otherwise: 'none',
      meaning: 'where the notification goes, with --async',
    },
    ...callOptions,
  },
  examples: [
    'alipay-sandbox refund SALE20240115103000482913',
    'alipay-sandbox refund SALE20240115103000482913 --amount 10.00 --reason "one coffee cold"',
  ],
  exits: {
    held: 'given back, or accepted with --async',
    didNotHold: 'refused, or not known: repeat it with the same --refund-id',
  },
  run(run) {
    const [partnerTransId] = run.operands
    if (partnerTransId === undefined) throw new CommandError('BAD_USAGE', { detail: 'A payment must be named.' })
    const { refundId = freshId('REFUND'), reason, notifyUrl, async: later } = run.options
    const order = {
      partnerTransId,
      partnerRefundId: refundId,
      amount: moneyGiven(run.options),
      isSync: !later,
      ...(reason !== undefined && { refundReason: reason }),
      ...(notifyUrl !== undefined && { notifyUrl }),
    }
    return callGateway(run, 'refund', (client) => client.refund(order))
  },
})
