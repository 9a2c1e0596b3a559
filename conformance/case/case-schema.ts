/**
 * How a test case is written: one YAML file of scenarios/cases. Published as scenarios/cases/case.schema.json for editors.
 * Source: issue 5 (Cases); docs/conformance.md.
 */
import { z } from 'zod'
import { features, paymentStatuses, refundStatuses } from '../../reference/terminal-api/words.ts'
import { closed } from '../../simulator/behaviour/problem.ts'
import { ruleSchema } from '../../simulator/behaviour/rule-schema.ts'
import { chainSteps, merchantName, nextHopSchema } from './chain-schema.ts'

const sentence = z.string().min(10)
const amount = z.string().regex(/^\d{1,13}(?:\.\d{1,2})?$/, 'must be decimal text in quotes, like "12.30"')
const ms = z.int().min(0)
const name = z.string().regex(/^[a-z][a-z0-9-]{0,30}$/, 'must be a short name in lower case')
const refusal = z.enum(['bad_request', 'not_found', 'conflict'])
const service = z.enum(['pay', 'query', 'cancel', 'refund'])

/** What a payment differs in from 12.30 USD by a barcode of 18 digits. */
const payShape = {
  as: name.default('sale').describe('By what later steps and expect call it.'),
  amount: amount.exactOptional(),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .exactOptional(),
  subject: z.string().exactOptional(),
  store_id: z.string().exactOptional(),
  terminal_id: z.string().exactOptional(),
  code_length: z.int().min(16).max(24).exactOptional(),
  code_type: z.enum(['barcode', 'qrcode']).exactOptional(),
  by: merchantName.exactOptional().describe("Of a relay: which of the kit's merchants takes it."),
  same_id_as: name.exactOptional().describe("It has the payment_id of that one, which is another merchant's."),
  code: z.string().exactOptional().describe('Word for word, instead of one that is made; for codes that are none.'),
  refused: refusal.exactOptional().describe('The SUT must refuse it, with this error.'),
}

const paymentName = name.default('sale')

const simpleSteps = [
  closed({ pay: closed(payShape).prefault({}) }).describe('A payment is taken. Goes on at once; wait comes next.'),
  closed({
    wait: closed({
      payment: paymentName,
      until: z.enum(['settled', ...paymentStatuses, 'refund settled', 'sent', 'notified']).default('settled'),
      refund: name.default('refund'),
      service: service.default('pay').describe('With sent: which call must have reached the gateway.'),
      nth: z.int().min(1).default(1).describe('With sent and notified: how many.'),
      ms: ms.exactOptional().describe('Only this time, before time_scale.'),
    }).prefault({}),
  }).describe('settled: the SUT says anything but pending.'),
  closed({ cancel: closed({ payment: paymentName, refused: refusal.exactOptional() }).prefault({}) }),
  closed({
    refund: closed({
      payment: paymentName,
      as: name.default('refund'),
      amount: amount.exactOptional().describe('By default all of it.'),
      reason: z.string().exactOptional(),
      is_sync: z.boolean().exactOptional().describe('false: only asked for; its end comes by notification.'),
      refused: refusal.exactOptional(),
    }).prefault({}),
  }).describe('The same as: the same refund again.'),
  closed({
    repeat_pay: closed({
      payment: paymentName,
      change: closed({ amount: amount.exactOptional(), currency: z.string().exactOptional() }).exactOptional(),
      refused: refusal.exactOptional(),
    }).prefault({}),
  }).describe('The same payment_id again; with change: other data, which the SUT must refuse.'),
  closed({ kill: closed({}).prefault({}) }).describe('The power is cut. The case runs alone.'),
  closed({ restart: closed({}).prefault({}) }).describe('Started again with what it kept.'),
  closed({ advance: closed({ ms }) }).describe("The gateway's clock moves on. The case runs alone."),
  closed({ send_notification: closed({ payment: paymentName }).prefault({}) }).describe('The last one once more.'),
  ...chainSteps,
] as const

const many = closed({ many: closed({ count: z.int().min(2).max(200), ...payShape }) }).describe(
  'So many payments at once, named sale-1, sale-2 …',
)

const plainStep = z.union(simpleSteps)
const parallel = closed({ parallel: z.array(plainStep).min(2) }).describe('All of these at once.')

/** integrator, acquirer: those of a relay. */
export const profiles = ['merchant', 'ivalidate', 'integrator', 'acquirer'] as const
export type Profile = (typeof profiles)[number]

const told = z.array(z.enum(paymentStatuses)).min(1)
const count = z.int().min(0)

export const caseSchema = closed({
  id: z
    .string()
    .regex(/^[a-z][a-z0-9-]*\/[a-z0-9][a-z0-9-]*$/, 'must be family/name, as its folder and file')
    .describe('Never used again for another case.'),
  proves: sentence.describe('What holds when it passes: a sentence.'),
  source: z.array(z.string().regex(/^[a-z-]+\.md/, 'must be a page of the protocol, like "flows.md §1"')).min(1),
  level: z.enum(['must', 'should', 'may']).default('must'),
  needs: closed({
    features: z.array(z.enum(features)).default([]),
    currencies: z.array(z.string()).default([]),
    charsets: z.array(z.string()).default([]),
    sign_types: z.array(z.string()).default([]),
  }).prefault({}),
  tags: z.array(name).default([]),
  profiles: z.array(z.enum(profiles)).min(1).default(['merchant']),
  spot: z
    .string()
    .regex(/^SPOT-\d{3}$/)
    .exactOptional()
    .describe("The number of Alipay's own case, if it is one."),
  costs: sentence.describe('What a user loses when it fails.'),
  mend: sentence.describe('How to mend it.'),
  gateway: closed({
    behaviour: z
      .string()
      .regex(/^\d{4}$/, 'must be four digits in quotes: "0303"')
      .exactOptional(),
    notifications: z
      .literal('none')
      .exactOptional()
      .describe('With a behaviour: as it is, but nobody is notified, so that only a query can tell.'),
    rules: z.array(ruleSchema).default([]).describe('Only for this case: its payment codes are put into match.'),
  }).prefault({}),
  next_hop: nextHopSchema,
  steps: z
    .array(z.union([...simpleSteps, many, parallel]))
    .min(1)
    .default([
      { pay: { as: 'sale' } },
      { wait: { payment: 'sale', until: 'settled', refund: 'refund', service: 'pay', nth: 1 } },
    ]),
  expect: closed({
    told: told.exactOptional().describe('Any of these. By default what the behaviour says that a till ends in.'),
    told_of: z.record(name, told).default({}).describe('Of single payments, where they differ.'),
    refunds: z.record(name, z.array(z.enum(refundStatuses)).min(1)).default({}),
    ledger: closed({
      charged: count.exactOptional().describe('How many trades were ever paid.'),
      held: amount.exactOptional().describe('What the merchant has in the end, of all payments of the case.'),
      refunded: amount.exactOptional(),
      state: z.enum(['WAIT_BUYER_PAY', 'TRADE_SUCCESS', 'TRADE_FINISHED', 'TRADE_CLOSED']).exactOptional(),
    }).prefault({}),
    wire: z.array(z.string()).default([]).describe('Rules that must hold besides those that always do.'),
    without: z.array(z.string()).default([]).describe('Rules that make no sense here.'),
    notifications: z.enum(['acknowledged', 'not acknowledged']).exactOptional(),
    message: z.boolean().default(false).describe('There must be a sentence for the cashier.'),
  }).prefault({}),
})

export type Case = z.output<typeof caseSchema>
export type Step = Case['steps'][number]
export type PlainStep = z.output<typeof plainStep>
export type PayStep = {
  readonly [Key in keyof z.output<z.ZodObject<typeof payShape>>]: z.output<z.ZodObject<typeof payShape>>[Key]
}
