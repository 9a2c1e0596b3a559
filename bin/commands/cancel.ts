/** `cancel`: makes sure that no money of a payment is kept. */
import { callOptions } from '../call-options.ts'
import { defineCommand } from '../command.ts'
import { CommandError } from '../command-error.ts'
import { callGateway } from '../gateway-call.ts'

export const cancel = defineCommand({
  about: [
    'For whoever has a payment that is unclear or wrong, on the day it was made: sends one signed cancel, which closes what',
    'is unpaid and gives back what is paid, verifies the answer and shows it.',
  ].join(' '),
  operands: [{ name: 'partner_trans_id', required: true, meaning: 'the id of the payment (out_trade_no on the wire)' }],
  options: {
    alipayTransId: { type: 'text', placeholder: 'id', otherwise: 'none', meaning: "Alipay's trade number, besides it" },
    ...callOptions,
  },
  examples: ['alipay-sandbox cancel SALE20240115103000482913'],
  exits: { held: 'no money is held', didNotHold: 'refused, or not known: repeat it' },
  run(run) {
    const [partnerTransId] = run.operands
    if (partnerTransId === undefined) throw new CommandError('BAD_USAGE', { detail: 'A payment must be named.' })
    const { alipayTransId } = run.options
    const order = { partnerTransId, ...(alipayTransId !== undefined && { alipayTransId }) }
    return callGateway(run, 'cancel', (client) => client.cancel(order))
  },
})
