/** Questions that the rules of a relay ask of what was seen around it. Pure. Source: spot-pay.md §2; docs/modes.md. */
import type { ChainSeen, HeardResult, SeenMerchant } from './chain-seen.ts'
import type { Evidence, Sale } from './evidence.ts'

export function heardOf(heard: readonly HeardResult[], { request, merchant }: Sale): readonly HeardResult[] {
  return heard.filter((one) => one.payment_id === request.payment_id && one.merchant === merchant)
}

/** A push that nobody took has not reached its merchant. */
export function isTaken({ via, answered }: HeardResult): boolean {
  return via !== 'push' || answered === 200
}

export function pushes(heard: readonly HeardResult[]): readonly HeardResult[] {
  return heard.filter(({ via }) => via === 'push')
}

export function meaning({
  merchant,
  payment_id: id,
  type,
  status,
  refund_id: refund,
  refund_status: was,
}: HeardResult): string {
  return type === 'refund' ? `${merchant}: refund ${refund} ${was}` : `${merchant}: ${id} ${status}`
}

export function leaks({ heard, answers }: ChainSeen, { sales }: Evidence): readonly string[] {
  const own = (merchant: string) => sales.filter((sale) => sale.merchant === merchant)
  const foreign = (merchant: string) => {
    const mine = new Set(own(merchant).map(({ request }) => request.payment_id))
    const others = sales.filter((sale) => sale.merchant !== undefined && sale.merchant !== merchant)
    return others.map(({ request }) => request.payment_id).filter((id) => !mine.has(id))
  }
  return [
    ...heard.flatMap(({ merchant, payment_id: id }) =>
      foreign(merchant).includes(id) ? [`${merchant} heard of ${id}, which is another's`] : [],
    ),
    ...answers.flatMap(({ merchant, call, status, body }) => {
      // An error may say again what was asked for.
      const id = status < 300 ? foreign(merchant).find((one) => body.includes(one)) : undefined
      return id === undefined ? [] : [`${merchant} was shown ${id} by ${call}, which is another's`]
    }),
  ]
}

/** What `extend_info` says of the shop, against what the merchant is. */
export function wrongShop(
  { calls, merchant, name, request }: Sale,
  merchants: readonly SeenMerchant[],
): readonly string[] {
  const shop = merchants.find((one) => one.name === merchant)
  if (shop === undefined) return []
  const store = shop.stores.find(({ store_id: id }) => id === request.store_id) ?? shop.stores[0]
  const wanted = {
    secondary_merchant_id: shop.id,
    secondary_merchant_name: shop.title,
    secondary_merchant_industry: shop.industry,
    store_id: store?.store_id,
    store_name: store?.name,
  }
  return calls
    .filter(({ service }) => service === 'pay')
    .flatMap(({ values }) => {
      const info = membersOf(values.get('extend_info') ?? '')
      const wrong = Object.entries(wanted).find(([field, value]) => value !== undefined && info[field] !== value)
      return wrong === undefined ? [] : [`${name}: ${wrong[0]} is ${String(info[wrong[0]])}, expected ${wrong[1]}`]
    })
}

function membersOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const read: unknown = JSON.parse(text)
    return typeof read === 'object' && read !== null ? (read as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

export function isMasked(masked: string | undefined, code: string): boolean {
  return masked !== undefined && masked === code
}
