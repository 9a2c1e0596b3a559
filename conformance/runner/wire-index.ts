/**
 * Which order ids a payment code went out under, in the whole run: by the codes of the pay requests in the journal, masked
 * as they are there. It does not depend on what the SUT tells.
 */
import { maskIdentityCode } from '../../protocol/identity-code.ts'
import type { PartnerAdmin } from '../../simulator/admin/client/index.ts'

export type WireIndex = {
  refresh(): Promise<void>
  ordersOf(code: string): readonly string[]
  /** Masked codes. */
  codesOf(partnerTransId: string): ReadonlySet<string>
}

/** A request that was numbered earlier may be written down later. */
const lookBack = 200

export function wireIndex({ exchanges }: PartnerAdmin): WireIndex {
  const orders = new Map<string, Set<string>>()
  const codes = new Map<string, Set<string>>()
  const seen = new Set<number>()
  let last = 0
  let running: Promise<void> | undefined

  async function read(): Promise<void> {
    const pays = await exchanges.list({ service: 'pay', after: Math.max(0, last - lookBack), limit: 10_000 })
    const fresh = pays.filter(({ id }) => !seen.has(id))
    await Promise.all(
      fresh.map(async ({ id, partner_trans_id: order }) => {
        const { request } = await exchanges.get(id)
        const code = request.parameters.find(({ name }) => name === 'buyer_identity_code')?.value ?? ''
        add(orders, code, order)
        add(codes, order, code)
        seen.add(id)
        last = Math.max(last, id)
      }),
    )
  }
  return {
    // Whoever asks while it is being read again gets a reading that began later.
    refresh() {
      running = (running ?? Promise.resolve()).then(read)
      return running
    },
    ordersOf: (code) => [...(orders.get(maskIdentityCode(code)) ?? [])],
    codesOf: (order) => codes.get(order) ?? new Set(),
  }
}

function add(map: Map<string, Set<string>>, key: string, value: string): void {
  const values = map.get(key) ?? new Set()
  map.set(key, values.add(value))
}
