/**
 * Whether what a SUT says are words of the terminal API: what is not, is nonsense and cannot be judged.
 * Source: terminal-api.md.
 */
import { z } from 'zod'
import {
  type Capabilities,
  features,
  type Payment,
  type PaymentPage,
  paymentStatuses,
  type Refund,
  refundStatuses,
} from '../../reference/terminal-api/words.ts'
import { checked, fieldName } from '../../simulator/behaviour/problem.ts'
import { SutError } from './system-under-test.ts'

const id = z.string().min(1).max(500)
const amount = z.string().regex(/^\d{1,13}(?:\.\d{1,2})?$/, 'must be decimal text')
const words = z.string().max(10_000)

/** Nothing known may be left out or written as null, as the serializers of many languages do. */
const known = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => value ?? undefined, schema.exactOptional().or(z.undefined()))

const paymentSchema = z.looseObject({
  payment_id: id,
  code: words.default(''),
  amount: amount.default('0'),
  currency: words.default(''),
  status: z.enum(paymentStatuses),
  refunded: known(amount),
  partner_trans_id: known(words),
  alipay_trans_id: known(words),
  buyer: known(words),
  reason: known(words),
  message: known(words),
})

const refundSchema = z.looseObject({
  refund_id: id,
  amount: amount.default('0'),
  status: z.enum(refundStatuses),
  reason: known(words),
  message: known(words),
})

const pageSchema = z.object({ payments: z.array(paymentSchema), next: words.nullable().default(null) })

const ms = z.number().min(0)
const timingsSchema = z.looseObject({
  answer_timeout_ms: ms.default(5_000),
  first_query_ms: ms.default(5_000),
  query_interval_ms: ms.default(3_000),
  queries_max: z.int().min(0).default(10),
  cancel_interval_ms: ms.default(5_000),
  cancels_max: z.int().min(0).default(5),
  time_scale: z.number().gt(0).default(1),
})

/** Also the `capabilities` of a target.yaml. A feature nobody knows is refused: it would be certified by no case. */
export const capabilitiesSchema = z.looseObject({
  version: z.literal(1).default(1),
  name: words.default('unnamed'),
  role: z.enum(['merchant', 'integrator', 'acquirer']).default('merchant'),
  features: z.array(z.enum(features)).default([]),
  currencies: z.array(z.string()).default(['USD']),
  sign_types: z.array(z.string()).default(['MD5']),
  charsets: z.array(z.string()).default(['UTF-8']),
  timings: timingsSchema.prefault({}),
})

type Reader<Value> = (said: unknown, about: string) => Value

export const readPayment = reader(paymentSchema) as Reader<Payment>
export const readRefund = reader(refundSchema) as Reader<Refund>
export const readPage = reader(pageSchema) as Reader<PaymentPage>
export const readCapabilities = reader(capabilitiesSchema) as Reader<Capabilities>

/** @throws SutError nonsense */
function reader<Value>(schema: z.ZodType<Value>): Reader<Value> {
  return (said, about) => {
    const result = checked(schema, said)
    if (result.ok) return result.value
    const [first] = result.problems
    const where = fieldName(first?.path ?? []) || 'the whole'
    const detail = `The answer to ${about} is no answer of the terminal API: ${where} ${first?.message}. It said ${shown(said)}`
    throw new SutError('nonsense', { detail })
  }
}

/** At most 300 characters of what somebody said. */
export function shown(said: unknown): string {
  const text = typeof said === 'string' ? said : (JSON.stringify(said) ?? String(said))
  return text.length > 300 ? `${text.slice(0, 300)}…` : text
}
