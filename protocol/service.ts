/**
 * The four services by our word and by their name on the wire, three more beside them, and the other names that callers are
 * known to send. Knows no parameters. Source: gateway.md §4, signature.md §4, sources.md §2.
 */
export const serviceNames = {
  pay: 'alipay.acquire.overseas.spot.pay',
  cancel: 'alipay.acquire.cancel',
  query: 'alipay.acquire.overseas.query',
  refund: 'alipay.acquire.overseas.spot.refund',
} as const

export type Service = keyof typeof serviceNames
export type ServiceName = (typeof serviceNames)[Service]

export const services: readonly Service[] = ['pay', 'cancel', 'query', 'refund']

/**
 * Services that a partner meets beside the four: they move no money, and no behaviour acts on them.
 * Source: gateway.md §4 (the product's list), flows.md §3.
 */
export const sideServiceNames = {
  refundQuery: 'alipay.acquire.refund.query',
  merchantMaintain: 'alipay.overseas.secmerchant.offline.maintain',
  merchantStatus: 'alipay.overseas.secmerchant.maintain.queryStatus',
} as const

export type SideService = keyof typeof sideServiceNames

export const sideServices: readonly SideService[] = ['refundQuery', 'merchantMaintain', 'merchantStatus']

/** Real names that are none of these: what they are for, so that a diagnosis can say more than "unknown". */
export const otherServices = {
  notify_verify: 'asks whether a notification is genuine; answers plain text and has its own path through the gateway',
  'alipay.overseas.secmerchant.online.maintain': 'registers the sites of an acquirer of the online products',
  'alipay.acquire.overseas.spot.cancel': 'an older cancel found only in a generated SDK',
  'alipay.acquire.overseas.spot.reverse': 'an older cancel found only in a generated SDK; files call its rows REVERSAL',
  'alipay.acquire.precreate': 'makes a QR code for the buyer to scan: the transaction QR product',
  'alipay.acquire.createandpay': 'the barcode payment of the domestic product',
  single_trade_query: 'looks up one trade of the online product',
  create_forex_trade: 'starts a payment of the cross-border online product',
  forex_refund: 'refunds a payment of the cross-border online product',
} as const satisfies Record<string, string>

export type OtherServiceName = keyof typeof otherServices

const byWireName: ReadonlyMap<string, Service> = new Map(services.map((service) => [serviceNames[service], service]))

const sideByWireName: ReadonlyMap<string, SideService> = new Map(
  sideServices.map((service) => [sideServiceNames[service], service]),
)

/** Which of the four a `service` value names, in exactly this spelling; undefined for every other text. */
export function serviceNamed(text: string): Service | undefined {
  return byWireName.get(text)
}

/** Which of the services beside the four; undefined for every other text. */
export function sideServiceNamed(text: string): SideService | undefined {
  return sideByWireName.get(text)
}

/** What another known service is for; undefined for one of the four and for a name nobody knows. */
export function purposeOfOtherService(text: string): string | undefined {
  return Object.hasOwn(otherServices, text) ? otherServices[text as OtherServiceName] : undefined
}
