/** The stores of secondary merchants that a partner has registered: looked at, and decided on. */
import { z } from '@hono/zod-openapi'
import { merchantStatuses } from '../../../protocol/fields/secondary-merchant-status.ts'
import { closed } from '../../behaviour/problem.ts'
import { registerDocument } from '../../merchants/merchant-register.ts'
import { type MerchantDecision, type MerchantView, viewMerchant } from '../merchant-view.ts'
import { notFound } from '../problem-details.ts'
import { json, partnerRoute, type Route } from '../route.ts'
import { momentSchema } from '../schemas.ts'

const merchantSchema: z.ZodType<MerchantView> = z
  .object({
    secondary_merchant_id: z.string(),
    store_id: z.string(),
    status: z.enum(merchantStatuses),
    reject_reason: z.string().nullable(),
    registered_at: momentSchema,
    changed_at: momentSchema,
    fields: z.record(z.string(), z.string()),
  })
  .openapi('Merchant')

const decisionSchema: z.ZodType<MerchantDecision> = closed({
  status: z.enum(['SUCCESS', 'FAILED']),
  reject_reason: z.string().min(1).max(256).optional(),
})

const path = closed({ secondary_merchant_id: z.string(), store_id: z.string() })

export const merchantRoutes: readonly Route[] = [
  partnerRoute(
    'merchants.list',
    { answer: z.object({ merchants: z.array(merchantSchema) }) },
    async ({ merchants, clock }) =>
      json({ merchants: merchants.all().map((merchant) => viewMerchant(merchant, clock.now())) }),
  ),
  partnerRoute(
    'merchants.review',
    { path, body: decisionSchema, answer: merchantSchema },
    async ({ pid, merchants, clock }, { path: key, body: { status, reject_reason } }, { parts: { store } }) => {
      const { secondary_merchant_id: secondaryMerchantId, store_id: storeId } = key
      const reason = reject_reason ?? 'rejected by hand'
      const review = status === 'SUCCESS' ? ({ state: 'passed' } as const) : ({ state: 'rejected', reason } as const)
      const merchant = merchants.review({ secondaryMerchantId, storeId }, review)
      if (merchant === undefined) return notFound(`store ${storeId} of merchant ${secondaryMerchantId}`)
      await store.kept?.keep(pid, registerDocument, () => merchants.write())
      return json(viewMerchant(merchant, clock.now()))
    },
  ),
]
