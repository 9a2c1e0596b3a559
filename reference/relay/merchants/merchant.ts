/**
 * A merchant as a relay knows it: who it is to Alipay (the secondary merchant), where it sells, how it calls, how it wants to
 * be told, and as whom the relay hands its payments on. Source: spot-pay.md §2; introduction.md ("by the agreed method").
 */
import { z } from 'zod'
import type { ExtendInfo } from '../../client/index.ts'
import { given } from '../../client/trade-facts.ts'
import type { TerminalCredentials } from '../../terminal-api/terminal-client.ts'

const shopId = z.string().regex(/^[A-Za-z0-9_-]{1,32}$/, 'up to 32 letters, digits, - and _')
const line = z.string().regex(/^[^\p{Cc}\p{Cs}]{1,256}$/u, 'up to 256 characters on one line')
const secret = z.string().regex(/^[\x21-\x7e]{8,256}$/, '8 to 256 letters, digits and signs')
const address = z.string().regex(/^https?:\/\/[^\s/?#]\S*$/, 'an http or https address')

/** As it is written in a file of merchants, or sent by the operator. */
export const merchantSchema = z.strictObject({
  /** `secondary_merchant_id`. */
  merchant_id: shopId,
  /** `secondary_merchant_name`: shown on the buyer's statement. */
  name: line,
  /** `secondary_merchant_industry`: Alipay's merchant category code. */
  industry: z.string().regex(/^\d{4}$/, 'four digits'),
  /** The first is where a payment is made that names no store. */
  stores: z
    .array(z.strictObject({ store_id: shopId, name: line, terminals: z.array(shopId).default([]) }))
    .min(1)
    .refine((stores) => new Set(stores.map((store) => store.store_id)).size === stores.length, 'no store twice'),
  /** What it calls with: `Authorization: Bearer <api_key>`. */
  api_key: secret,
  /** What its calls and the pushes to it are signed with. */
  api_secret: secret.optional(),
  /** Whether a call that is not signed is refused. By default when there is a secret. */
  signed_requests: z.boolean().optional(),
  notify: z
    .discriminatedUnion('method', [
      z.strictObject({ method: z.literal('webhook'), url: address }),
      z.strictObject({ method: z.literal('polling') }),
      z.strictObject({ method: z.literal('stream') }),
    ])
    .default({ method: 'polling' }),
  /** As whom the next relay knows it; none when the next hop is the gateway. */
  next: z.strictObject({ api_key: secret, api_secret: secret.optional() }).optional(),
})

export type MerchantDocument = z.input<typeof merchantSchema>
export type Merchant = z.output<typeof merchantSchema>

export type ReadMerchant =
  | { readonly ok: true; readonly merchant: Merchant }
  | { readonly ok: false; readonly message: string }

export function readMerchant(document: unknown): ReadMerchant {
  const read = merchantSchema.safeParse(document)
  if (!read.success) {
    const { path, message } = read.error.issues[0] ?? { path: [], message: 'is none' }
    return { ok: false, message: `A merchant's ${path.join('.') || 'document'}: ${message}.` }
  }
  const merchant = read.data
  if (merchant.api_secret !== undefined) return { ok: true, merchant }
  if (merchant.signed_requests === true) return { ok: false, message: 'signed_requests needs an api_secret.' }
  if (merchant.notify.method === 'webhook')
    return { ok: false, message: 'A webhook needs an api_secret: nobody should believe what is not signed.' }
  return { ok: true, merchant }
}

export function mustSign({ api_secret, signed_requests = api_secret !== undefined }: Merchant): boolean {
  return signed_requests
}

export function nextCredentials({ next }: Merchant): TerminalCredentials | undefined {
  return next && { apiKey: next.api_key, ...given({ apiSecret: next.api_secret }) }
}

/** Whether the merchant has such a store, and the store such a terminal; the sentence that says what is wrong. */
export function shopProblem(
  { stores }: Merchant,
  { store_id: storeId, terminal_id: terminalId }: { readonly store_id?: string; readonly terminal_id?: string },
): string | undefined {
  const store = storeId === undefined ? stores[0] : stores.find((one) => one.store_id === storeId)
  if (store === undefined) return `store_id ${storeId} is not a store of yours.`
  if (terminalId === undefined || store.terminals.length === 0 || store.terminals.includes(terminalId)) return undefined
  return `terminal_id ${terminalId} does not stand in store ${store.store_id}.`
}

/** What Alipay is told about whoever sells. */
export function shopOf(merchant: Merchant, storeId: string | undefined): ExtendInfo {
  const store = merchant.stores.find((one) => one.store_id === storeId) ?? merchant.stores[0]
  return {
    secondaryMerchantId: merchant.merchant_id,
    secondaryMerchantName: merchant.name,
    secondaryMerchantIndustry: merchant.industry,
    ...given({ storeId: store?.store_id, storeName: store?.name }),
  }
}
