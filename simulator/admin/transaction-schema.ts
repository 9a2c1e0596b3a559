/** The schema of a trade in the control API; its type stands in transaction-view.ts. */
import { z } from '@hono/zod-openapi'
import { momentSchema, moneySchema } from './schemas.ts'
import type { TransactionView } from './transaction-view.ts'

export const tradeStateSchema = z.enum(['WAIT_BUYER_PAY', 'TRADE_SUCCESS', 'TRADE_FINISHED', 'TRADE_CLOSED'])

const moment = momentSchema.nullable()
const shopText = z.string().nullable()

const refundSchema = z
  .object({
    partner_refund_id: z.string(),
    refund_amount: moneySchema,
    refund_amount_cny: moneySchema,
    reason: z.string(),
    state: z.enum(['waiting', 'done', 'failed']),
    error: z.string().nullable(),
    requested_at: momentSchema,
    due_at: moment,
    done_at: moment,
    failed_at: moment,
  })
  .openapi('Refund')

export const transactionSchema: z.ZodType<TransactionView> = z
  .object({
    partner: z.string(),
    partner_trans_id: z.string(),
    alipay_trans_id: z.string(),
    state: tradeStateSchema,
    closed_by: z.enum(['expiry', 'cancel', 'refused', 'refund']).nullable(),
    version: z.int().openapi({ description: 'One more with each change.' }),
    trans_name: z.string(),
    trans_amount: moneySchema,
    forex_total_fee: moneySchema,
    trans_forex_rate: z.string(),
    exchange_rate: z.string(),
    trans_amount_cny: moneySchema,
    refund_amount_cny: moneySchema,
    refunds: z.array(refundSchema),
    buyer: z.object({
      alipay_buyer_user_id: z.string(),
      alipay_buyer_login_id: z.string(),
      payment_inst: z.string(),
    }),
    buyer_identity_code: z.string().openapi({ description: 'Masked.' }),
    shop: z.object({
      secondary_merchant_id: shopText,
      secondary_merchant_name: shopText,
      secondary_merchant_industry: shopText,
      store_id: shopText,
      store_name: shopText,
      terminal_id: shopText,
    }),
    notify_url: z.string().nullable(),
    behaviour: z.string(),
    buyer_plan: z.string().nullable(),
    created_at: momentSchema,
    expires_at: moment,
    paid_at: moment,
    closed_at: moment,
  })
  .openapi('Transaction')
