/**
 * The names under which the real gateways are reached. Source: gateway.md §1; signature.md §5 (`notify_verify`).
 */
export type GatewayHost = { readonly host: string; readonly use: 'production' | 'sandbox'; readonly note: string }

export const gatewayHosts: readonly GatewayHost[] = [
  { host: 'globalmapi.alipay.com', use: 'production', note: 'preferred' },
  { host: 'intlmapi.alipay.com', use: 'production', note: 'backup; the only one on the HK pages' },
  { host: 'mapi.alipay.com', use: 'production', note: 'older clients, and notify_verify' },
  { host: 'mapi.alipaydev.com', use: 'sandbox', note: 'in force' },
  { host: 'openapi.alipaydev.com', use: 'sandbox', note: 'older name, seen in demos' },
]

const names: ReadonlySet<string> = new Set(gatewayHosts.map(({ host }) => host))

/** Without a port; letters of either case. */
export function isGatewayHost(name: string): boolean {
  return names.has(name.toLowerCase())
}
