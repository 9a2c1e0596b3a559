/** The phones of a partner's buyers: made, changed, asked for a code, looked into. */
import { z } from '@hono/zod-openapi'
import { type Money, parseAmount } from '../../../protocol/money.ts'
import { closed } from '../../behaviour/problem.ts'
import { type MessageKind, messageTexts } from '../../wallet/message-texts.ts'
import type { WalletBuyer, WalletBuyerDraft } from '../../wallet/wallet-buyer.ts'
import {
  type BuyerChange,
  type BuyerView,
  type CodeView,
  type MessageView,
  viewBuyer,
  viewCode,
  viewMessage,
} from '../buyer-view.ts'
import { notFound } from '../problem-details.ts'
import { json, partnerRoute, type Route } from '../route.ts'
import { momentSchema } from '../schemas.ts'

const yuan = z
  .string()
  .refine((text) => parseAmount(text, 'CNY').ok, 'must be an amount in CNY like "5000.00"')
  .openapi({ description: 'CNY, decimal text.', example: '5000.00' })

const shape = {
  login_id: z.string().max(20),
  name: z.string().max(100),
  language: z.enum(['zh', 'en']),
  payment_inst: z.enum(['ALIPAYCN', 'ALIPAYHK']),
  balance: yuan,
  password_above: yuan.nullable(),
  daily_limit: yuan.nullable(),
  monthly_limit: yuan.nullable(),
  blocked: z.boolean(),
  risky: z.boolean(),
}

const buyerSchema: z.ZodType<BuyerView> = z.object({ user_id: z.string(), ...shape }).openapi('Buyer')
const codeSchema: z.ZodType<CodeView> = z
  .object({ code: z.string(), user_id: z.string(), expires_at: momentSchema })
  .openapi('PaymentCode')
const messageSchema: z.ZodType<MessageView> = z
  .object({
    at: momentSchema,
    channel: z.enum(['app', 'sms']),
    kind: z.enum(Object.keys(messageTexts) as [MessageKind, ...MessageKind[]]),
    text: z.string(),
    alipay_trans_id: z.string().nullable(),
  })
  .openapi('Message')

const changeSchema = closed({
  login_id: shape.login_id.optional(),
  name: shape.name.optional(),
  language: shape.language.optional(),
  payment_inst: shape.payment_inst.optional(),
  balance: shape.balance.optional(),
  password_above: shape.password_above.optional(),
  daily_limit: shape.daily_limit.optional(),
  monthly_limit: shape.monthly_limit.optional(),
  blocked: shape.blocked.optional(),
  risky: shape.risky.optional(),
})

const path = closed({ user_id: z.string() })

export const buyerRoutes: readonly Route[] = [
  partnerRoute('buyers.list', { answer: z.object({ buyers: z.array(buyerSchema) }) }, async ({ wallet }) =>
    json({ buyers: wallet.buyers().map(viewBuyer) }),
  ),
  partnerRoute(
    'buyers.create',
    { body: changeSchema, answer: buyerSchema, status: 201 },
    async ({ wallet }, { body }) => json(viewBuyer(await wallet.add(draftOf(body)))),
  ),
  partnerRoute('buyers.get', { path, answer: buyerSchema }, async ({ wallet }, { path: { user_id: id } }) =>
    shown(wallet.buyer(id), id),
  ),
  partnerRoute(
    'buyers.change',
    { path, body: changeSchema, answer: buyerSchema },
    async ({ wallet }, { path: { user_id: id }, body }) => shown(wallet.change(id, draftOf(body)), id),
  ),
  partnerRoute('buyers.code', { path, answer: codeSchema }, async ({ wallet }, { path: { user_id: id } }) => {
    const issued = wallet.issueCode(id)
    return issued === undefined ? notFound(`buyer ${id}`) : json(viewCode(issued))
  }),
  partnerRoute(
    'buyers.inbox',
    { path, answer: z.object({ messages: z.array(messageSchema) }) },
    async ({ wallet }, { path: { user_id: id } }) =>
      wallet.buyer(id) === undefined ? notFound(`buyer ${id}`) : json({ messages: wallet.inbox(id).map(viewMessage) }),
  ),
]

function shown(buyer: WalletBuyer | undefined, id: string) {
  return buyer === undefined ? notFound(`buyer ${id}`) : json(viewBuyer(buyer))
}

function draftOf(change: BuyerChange): WalletBuyerDraft {
  const { login_id: loginId, name, language, payment_inst: paymentInst, blocked, risky } = change
  const limits = {
    balance: amountOf(change.balance),
    passwordAbove: amountOf(change.password_above),
    dailyLimit: amountOf(change.daily_limit),
    monthlyLimit: amountOf(change.monthly_limit),
  }
  return withoutGaps({ loginId, name, language, paymentInst, blocked, risky, ...limits })
}

/** null stays null: no limit. */
function amountOf(text: string | null | undefined): Money | null | undefined {
  if (text === undefined || text === null) return text
  const parsed = parseAmount(text, 'CNY')
  return parsed.ok ? parsed.money : undefined
}

function withoutGaps(members: Record<string, unknown>): WalletBuyerDraft {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined))
}
