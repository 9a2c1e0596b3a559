/**
 * A gateway that takes only so many calls a second: what is too much is answered SYSTEM_ERROR and nothing of it is executed.
 * Source: issue 4 (rate limiting); the answer is our choice, no page tells one.
 */
import type { Chosen } from './behaviour/behaviour.ts'
import { tokenBucket } from './behaviour/rate-limit.ts'
import type { Clock } from './clock.ts'
import type { Order } from './ledger/order.ts'
import type { Partner } from './partner.ts'

type Choose = (order: Order, partner: Partner) => Promise<Chosen>

/** @param perSecond undefined lets everything through */
export function throttled(choose: Choose, perSecond: number | undefined, clock: Clock): Choose {
  if (perSecond === undefined) return choose
  const bucket = tokenBucket(clock, { perSecond })
  const tooMuch: Chosen = {
    play: {
      behaviour: 'rate-limit',
      why: `more than ${perSecond} calls a second`,
      plan: { kind: 'refused', code: 'SYSTEM_ERROR', level: 'gateway' },
      delayBeforeMs: 0,
      delayAfterMs: 0,
    },
    explain: { chosenBy: 'nothing', nearMisses: [] },
  }
  return (order, partner) => (bucket.take().admitted ? choose(order, partner) : Promise.resolve(tooMuch))
}
