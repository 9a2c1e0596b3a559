/**
 * What a case about a relay may say besides: who asks, calls made by hand with a mistake in them, how merchants hear, merchants
 * written down, and what the next hop does wrong. Source: docs/modes.md; docs/conformance.md ("Certify a relay").
 */
import { z } from 'zod'
import { closed } from '../../simulator/behaviour/problem.ts'
import { kitMerchantNames } from '../chain/kit-merchants.ts'
import { mistakes, receiverModes } from '../chain/words.ts'

export const merchantName = z.enum(kitMerchantNames)
const paymentName = z.string().default('sale')

const handCalls = [
  'pay',
  'get',
  'cancel',
  'refund',
  'get refund',
  'list',
  'events',
  'dead letters',
  'resend',
  'merchants',
  'stream',
] as const

export const chainSteps = [
  closed({
    ask: closed({
      by: merchantName.default('cafe'),
      call: z.enum(handCalls).default('get'),
      payment: paymentName.describe('By its name in the case, also where it was not asked for yet.'),
      mistake: z.enum(mistakes).exactOptional(),
      answer: z.int().default(200).describe('The status that it must get.'),
      holds: z.string().exactOptional().describe('What must stand in the answer.'),
      lacks: z.string().exactOptional().describe('What must not.'),
    }).prefault({}),
  }).describe('One call of a relay, by hand.'),
  closed({
    receiver: closed({
      by: merchantName.default('cafe'),
      payment: paymentName,
      is: z.enum(receiverModes),
    }),
  }).describe('How a merchant takes what is pushed to it about a payment, from now on.'),
  closed({
    hear: closed({
      payment: paymentName,
      status: z.string().exactOptional().describe('Of the payment.'),
      refund: z.string().exactOptional().describe('By its name: the result is about it.'),
      nth: z.int().min(1).default(1).describe('That it came so many times.'),
      acknowledged: z.boolean().default(false).describe('And was acknowledged.'),
    }).prefault({}),
  }).describe('Waits until the merchant has heard a result by the way that it chose.'),
  closed({ pass: closed({ ms: z.int().min(0) }) }).describe(
    'So much time passes for who pushes results: push_time_scale is divided in.',
  ),
  closed({ dead: closed({ payment: paymentName }).prefault({}) }).describe('Waits until a result is a dead letter.'),
  closed({ stream: closed({ is: z.enum(['open', 'closed']) }) }).describe(
    'The merchant that listens hangs up, or not.',
  ),
  closed({
    onboard: closed({
      who: merchantName,
      key: z.enum(['operator', 'none', 'merchant']).default('operator'),
      change: z.record(z.string(), z.unknown()).default({}).describe('What its document differs in; null: left out.'),
      new_key: z.boolean().default(false).describe('It gets another key, and calls with it from then on.'),
      answer: z.int().default(200),
    }),
  }).describe('A merchant is written down.'),
] as const

/** What the kit does to one call at the next hop, and to what is pushed back from there. */
const hopDeeds = [
  'never arrives',
  'answer lost',
  'answered late',
  'arrives late',
  'status 503',
  'status 503 though done',
  'garbage',
  'another payment',
  'another amount',
  'pushed five times',
  'push lost',
  'push late',
  'push forged',
] as const

export const nextHopSchema = z
  .array(
    closed({
      call: z.enum(['pay', 'get', 'cancel', 'refund', 'get refund', 'push']),
      does: z.enum(hopDeeds),
      times: z.int().min(1).default(1),
    }),
  )
  .default([])
  .describe('What goes wrong between an integrator and the acquirer, for each payment of the case, in this order.')

export type NextHopScript = z.output<typeof nextHopSchema>
