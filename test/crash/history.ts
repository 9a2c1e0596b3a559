/**
 * What was asked of a simulator and what it said, while its process was killed again and again; and the judgement over it,
 * with what was found in the end. Pure: knows no process and no store.
 */

/** One attempt to pay, and what was heard of it. */
export type Attempt = {
  readonly partnerTransId: string
  /** `nothing`: the connection broke, nobody was there, or no answer came. */
  readonly heard:
    | { readonly kind: 'paid'; readonly alipayTransId: string }
    | { readonly kind: 'refused'; readonly code: string }
    | { readonly kind: 'nothing' }
}

export type FoundTrade = {
  readonly partnerTransId: string
  readonly alipayTransId: string
  readonly state: string
  readonly userId: string
  /** CNY minor units. */
  readonly totalCny: number
}

/** What was there in the end, when all that was due had had its time. */
export type Found = {
  readonly trades: readonly FoundTrade[]
  /** What reached the merchant: each post. */
  readonly told: readonly { readonly partnerTransId: string; readonly notifyId: string }[]
  readonly buyer: { readonly userId: string; readonly opening: number; readonly balance: number }
}

export type Rule =
  | 'every acknowledged payment is there'
  | 'no payment is there twice'
  | 'nothing is there that nobody asked for'
  | 'every notification due was delivered'
  | 'a buyer paid what was taken, once'

export type Breach = { readonly rule: Rule; readonly detail: string }

export function judge(attempts: readonly Attempt[], { trades, told, buyer }: Found): readonly Breach[] {
  const breaches: Breach[] = []
  const breach = (rule: Rule, detail: string) => void breaches.push({ rule, detail })
  const byId = Map.groupBy(trades, ({ partnerTransId }) => partnerTransId)
  const asked = new Set(attempts.map(({ partnerTransId }) => partnerTransId))

  for (const { partnerTransId: id, heard } of attempts) {
    if (heard.kind !== 'paid') continue
    const held = byId.get(id)?.[0]
    if (held === undefined) breach('every acknowledged payment is there', `${id} was told paid and is not known`)
    else if (held.state !== 'TRADE_SUCCESS') breach('every acknowledged payment is there', `${id} is ${held.state}`)
    else if (held.alipayTransId !== heard.alipayTransId)
      breach('no payment is there twice', `${id} was told as ${heard.alipayTransId} and is ${held.alipayTransId}`)
  }
  for (const [id, same] of byId) {
    if (same.length > 1) breach('no payment is there twice', `${id} is there ${same.length} times`)
    if (!asked.has(id)) breach('nothing is there that nobody asked for', id)
  }
  const toldOf = Map.groupBy(told, ({ partnerTransId }) => partnerTransId)
  for (const { partnerTransId: id, state } of trades) {
    const ids = new Set(toldOf.get(id)?.map(({ notifyId }) => notifyId))
    if (state === 'TRADE_SUCCESS' && ids.size === 0) breach('every notification due was delivered', `none of ${id}`)
    if (ids.size > 1) breach('no payment is there twice', `${id} was announced as ${ids.size} notifications`)
  }
  const taken = trades
    .filter(({ userId, state }) => userId === buyer.userId && state === 'TRADE_SUCCESS')
    .reduce((sum, { totalCny }) => sum + totalCny, 0)
  if (buyer.opening - taken !== buyer.balance)
    breach('a buyer paid what was taken, once', `${buyer.opening} less ${taken} is not ${buyer.balance}`)
  return breaches
}
