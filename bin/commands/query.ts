/** `query`: what became of a payment. */
import { callOptions } from '../call-options.ts'
import { defineCommand } from '../command.ts'
import { CommandError } from '../command-error.ts'
import { callGateway } from '../gateway-call.ts'

export const query = defineCommand({
  about: [
    'For whoever wants to know what the gateway holds of a payment: sends one signed query, verifies the answer and shows',
    'it. It only reads.',
  ].join(' '),
  operands: [{ name: 'partner_trans_id', required: false, meaning: 'the id of the payment' }],
  options: {
    alipayTransId: {
      type: 'text',
      placeholder: 'id',
      otherwise: 'none',
      meaning: "Alipay's trade number, in its place or besides it",
    },
    ...callOptions,
  },
  examples: [
    'alipay-sandbox query SALE20240115103000482913',
    'alipay-sandbox query --alipay-trans-id 2024011522001436940500000001 --json',
  ],
  exits: { held: 'it is paid', didNotHold: 'it is not paid, or that is not known' },
  run(run) {
    const [partnerTransId] = run.operands
    const { alipayTransId } = run.options
    if (partnerTransId !== undefined) {
      const order = { partnerTransId, ...(alipayTransId !== undefined && { alipayTransId }) }
      return callGateway(run, 'query', (client) => client.query(order))
    }
    if (alipayTransId !== undefined) return callGateway(run, 'query', (client) => client.query({ alipayTransId }))
    throw new CommandError('BAD_USAGE', {
      detail: 'A payment must be named: query PARTNER_TRANS_ID, or --alipay-trans-id.',
    })
  },
})
