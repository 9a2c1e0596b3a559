/** Partners: made, changed, reset and forgotten. Whatever happens to one, no other notices. */
import { z } from '@hono/zod-openapi'
import type { WrittenLatency } from '../../behaviour/latency.ts'
import { writtenLatencySchema } from '../../behaviour/latency-schema.ts'
import { closed } from '../../behaviour/problem.ts'
import { beginningOf, resetPartner } from '../../partner-reset.ts'
import type { AdminParts } from '../admin-parts.ts'
import { changePartner, makeFromDraft } from '../partner-making.ts'
import {
  type CreatedPartner,
  type PartnerChange,
  type PartnerDraft,
  type PartnerView,
  viewPartner,
} from '../partner-view.ts'
import { refuse } from '../problem-details.ts'
import { json, nothing, partnerRoute, type Route, route } from '../route.ts'
import { clockSchema, currencySchema, serviceSchema } from '../schemas.ts'
import { inTurn } from '../turns.ts'

const writtenLatency: z.ZodType<WrittenLatency> = writtenLatencySchema
const defaultLatency = z.union([z.string(), writtenLatency])

const partnerShape = {
  pid: z.string(),
  sign_types: z.array(z.enum(['MD5', 'RSA', 'RSA2'])),
  services: z.array(serviceSchema),
  currencies: z.array(currencySchema).nullable(),
  seed: z.string(),
  funded: z.boolean(),
  defaults: z.object({
    behaviour: z.string().nullable(),
    climate: z.string().nullable(),
    latency: defaultLatency.nullable(),
  }),
  clock: clockSchema,
}

const partnerSchema: z.ZodType<PartnerView> = z.object(partnerShape).openapi('Partner')
const createdSchema: z.ZodType<CreatedPartner> = z
  .object({ ...partnerShape, md5_key: z.string(), private_key: z.string().nullable() })
  .openapi('CreatedPartner')

const seed = z.string().min(1).max(200)
const publicKey = z.string().max(20_000).openapi({ description: 'RSA, PEM or bare Base64.' })

const defaultsSchema = closed({
  behaviour: z.string().nullable().optional().openapi({ description: 'By its number.', example: '0101' }),
  climate: z.string().nullable().optional().openapi({ description: 'By its name.', example: 'lively' }),
  latency: defaultLatency
    .nullable()
    .optional()
    .openapi({ description: 'A preset by its name, or a latency of every service.' }),
})

const draftSchema: z.ZodType<PartnerDraft> = closed({
  pid: z
    .string()
    .regex(/^2088\d{12}$/, 'must be 16 digits that begin with 2088')
    .optional(),
  md5_key: z
    .string()
    .regex(/^[\x21-\x7e]{1,64}$/, 'must be 1 to 64 printable ASCII characters without blanks')
    .optional(),
  public_key: publicKey.optional(),
  make_key_pair: z
    .boolean()
    .optional()
    .openapi({ description: 'Make an RSA pair; the private half is in this answer only.' }),
  seed: seed.optional(),
  services: z.array(serviceSchema).min(1).optional(),
  currencies: z.array(currencySchema).min(1).optional(),
  defaults: defaultsSchema.optional(),
})

const changeSchema: z.ZodType<PartnerChange> = closed({
  seed: seed.optional(),
  funded: z.boolean().optional().openapi({ description: 'Whether unsettled funds cover refunds.' }),
  public_key: publicKey.nullable().optional(),
  defaults: defaultsSchema.optional(),
})

const partnersSchema = z.object({ partners: z.array(partnerSchema) })

export const partnerRoutes: readonly Route[] = [
  route('partners.list', { answer: partnersSchema }, async (_, { parts }) =>
    json({ partners: parts.partners.all().map(viewPartner) }),
  ),
  route(
    'partners.create',
    { body: draftSchema, answer: createdSchema, status: 201, problems: ['PARTNER_EXISTS'] },
    async ({ body }, { parts }) => {
      const made = await makeFromDraft(parts, body)
      if (made.kind === 'problem') return made
      const { partner, privateKey } = made
      parts.beginnings.set(partner.pid, beginningOf(partner))
      return json({ ...viewPartner(partner), md5_key: partner.md5Key, private_key: privateKey })
    },
  ),
  partnerRoute('partners.get', { answer: partnerSchema }, async (partner) => json(viewPartner(partner))),
  partnerRoute(
    'partners.change',
    { body: changeSchema, answer: partnerSchema },
    async (partner, { body }, { parts }) => {
      const changed = await changePartner(parts, partner, body)
      return changed.kind === 'problem' ? changed : json(viewPartner(changed.partner))
    },
  ),
  partnerRoute('partners.delete', { problems: ['PARTNER_NEEDED'] }, async (partner, _, { parts }) => {
    const [first] = parts.partners.all()
    if (first?.pid === partner.pid)
      return refuse(
        'PARTNER_NEEDED',
        `${partner.pid} is the partner that the simulator was started with; reset it instead.`,
      )
    await reset(parts, partner.pid)
    partner.clock.freeze()
    parts.partners.delete(partner.pid)
    parts.beginnings.delete(partner.pid)
    return nothing
  }),
  partnerRoute('partners.reset', { answer: partnerSchema }, async (partner, _, { parts }) => {
    await reset(parts, partner.pid)
    return json(viewPartner(partner))
  }),
  route('simulator.reset', { answer: partnersSchema }, async (_, { parts }) => {
    await Promise.all(parts.partners.pids().map((pid) => reset(parts, pid)))
    // Requests of nobody known stand in a journal of their own.
    await parts.store.reset('')
    return json({ partners: parts.partners.all().map(viewPartner) })
  }),
]

async function reset(parts: AdminParts, pid: string): Promise<void> {
  const partner = parts.partners.get(pid)
  if (partner === undefined) return
  const beginning = parts.beginnings.get(pid) ?? beginningOf(partner)
  await inTurn(partner, () => resetPartner(parts, partner, beginning))
}
