/**
 * How plans, faults and steps are written in files and rules. Loaded on first need: it brings zod along. Meaning: behaviour.ts.
 */
import { z } from 'zod'
import type { Fault, Plan, Step } from './behaviour.ts'
import type { WrittenLatency } from './latency.ts'
import { writtenLatencySchema } from './latency-schema.ts'
import { closed } from './problem.ts'

const ms = z.number().min(0)

/** Capitals as the protocol has them; any such text may be sent, documented or not. */
const errorCode = z.string().regex(/^[A-Z][A-Z0-9_.]{2,47}$/, 'must be capitals, digits and _, at most 48 of them')

const refusal = { code: errorCode, level: z.enum(['gateway', 'business']) }
const retryFlag = { retryFlag: z.enum(['Y', 'N']).exactOptional().describe('Cancel only.') }

const normal = closed({ kind: z.literal('normal') }).describe('The ledger decides; this is the default.')
const lost = closed({ kind: z.literal('lost') }).describe('Nothing is executed; the fault says what the caller sees.')
const waiting = closed({
  kind: z.literal('waiting'),
  closesAfterMs: ms.exactOptional().describe('When it closes unpaid; by default when the dialect says.'),
}).describe('The buyer has to confirm: WAIT_BUYER_PAY, answers UNKNOW.')
const asynchronous = closed({
  kind: z.literal('asynchronous'),
  doneAfterMs: z.union([z.literal('never'), ms], { error: 'must be milliseconds, or never' }),
}).describe('The refund is accepted, and done later or never.')

const refusals = <Shape extends z.ZodRawShape>(fields: Shape) =>
  [
    closed({ kind: z.literal('refused'), ...fields }).describe('An error, and nothing is committed.'),
    closed({ kind: z.literal('misreported'), ...fields }).describe('Executed and committed, answered as an error.'),
  ] as const

const plans = {
  pay: z.discriminatedUnion('kind', [normal, waiting, ...refusals(refusal), lost]),
  query: z.discriminatedUnion('kind', [normal, ...refusals(refusal), lost]),
  cancel: z.discriminatedUnion('kind', [normal, ...refusals({ ...refusal, ...retryFlag }), lost]),
  refund: z.discriminatedUnion('kind', [normal, ...refusals(refusal), asynchronous, lost]),
}

const anyPlan = z.discriminatedUnion('kind', [
  normal,
  waiting,
  ...refusals({ ...refusal, ...retryFlag }),
  asynchronous,
  lost,
])

const bare = <Kind extends string>(kind: Kind) => closed({ kind: z.literal(kind) })

export const faultSchema = z
  .discriminatedUnion('kind', [
    closed({ kind: z.literal('no answer'), holdMs: ms.default(60_000) }),
    bare('reset'),
    closed({ kind: z.literal('http status'), status: z.int().min(400).max(599).default(502) }),
    closed({ kind: z.literal('truncated'), keep: z.number().min(0).max(1).default(0.5) }),
    closed({ kind: z.literal('garbage'), bytes: z.int().min(1).max(1_000_000).default(512) }),
    closed({ kind: z.literal('slow drip'), overMs: ms.default(60_000) }),
    bare('wrong key'),
    bare('unsigned'),
    bare('other order'),
    bare('other charset'),
    closed({ kind: z.literal('xml bomb'), levels: z.int().min(1).max(12).default(9) }),
    closed({ kind: z.literal('external entity'), systemId: z.string().default('file:///etc/passwd') }),
    closed({ kind: z.literal('huge'), bytes: z.int().min(1).max(100_000_000).default(50_000_000) }),
    closed({
      kind: z.literal('redirect'),
      status: z.union([301, 302, 303, 307, 308].map((status) => z.literal(status))).default(302),
      to: z.string().startsWith('/', 'must be a path on the simulator itself').default('/moved'),
    }),
    closed({ kind: z.literal('extra fields'), count: z.int().min(1).max(100).default(3) }),
    bare('empty'),
  ])
  .meta({ id: 'fault' })

const around = {
  delayBefore: writtenLatencySchema.exactOptional().describe('Before it is executed.'),
  delayAfter: writtenLatencySchema.exactOptional().describe('After the commit, before the first byte.'),
  fault: faultSchema.exactOptional(),
}

const waitForCancel = {
  waitForCancel: ms
    .exactOptional()
    .describe('Held until a cancel of the same id was executed, at most this many milliseconds.'),
}

const times = {
  times: z
    .union([z.literal('always'), z.int().min(1)], { error: 'must be a whole number of at least 1, or always' })
    .default(1)
    .describe('For how many calls of this service on the trade.'),
}

/** Without a fault nobody could say what the caller of a lost request sees. */
const showsLoss = (step: { plan: Plan; fault?: Fault }) => step.plan.kind !== 'lost' || step.fault !== undefined
const lossRule = { error: 'is needed: a lost request has no answer of its own', path: ['fault'] }

const defaultPlan = { kind: 'normal' } as const

export const scriptSchemas = {
  pay: script(
    closed({ plan: plans.pay.default(defaultPlan), ...around, ...waitForCancel, ...times }).refine(showsLoss, lossRule),
  ),
  query: script(closed({ plan: plans.query.default(defaultPlan), ...around, ...times }).refine(showsLoss, lossRule)),
  cancel: script(closed({ plan: plans.cancel.default(defaultPlan), ...around, ...times }).refine(showsLoss, lossRule)),
  refund: script(closed({ plan: plans.refund.default(defaultPlan), ...around, ...times }).refine(showsLoss, lossRule)),
}

/** One step of any service, as a rule or a climate has it; which service allows which plan is checked with the rule. */
export const looseStepSchema = closed({
  plan: anyPlan.default(defaultPlan),
  ...around,
  ...waitForCancel,
}).refine(showsLoss, lossRule)

function script<S extends z.ZodType<Step<WrittenLatency>>>(step: S) {
  return z
    .array(step)
    .min(1)
    .refine((steps) => steps.every(({ times }, index) => times !== 'always' || index === steps.length - 1), {
      error: 'has a step behind one with times: always, which is never reached',
    })
}
