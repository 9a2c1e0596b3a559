/**
 * What gateway, network and buyer may do to a payment, as arbitraries: never more than a careful till gets through, so that
 * whoever loses money on the way is at fault. Source: scenarios/behaviours; flows.md §1; cancel.md §6; refund.md §7.
 */
import fc from 'fast-check'
import type { JourneyRule } from './journey.ts'
import { sometimes } from './sometimes.ts'

type Play = NonNullable<JourneyRule['play']>
type Fault = NonNullable<Play['fault']>
type Plan = NonNullable<Play['plan']>
type Service = 'pay' | 'query' | 'cancel' | 'refund'

const faults: readonly Fault[] = [
  { kind: 'no answer' },
  { kind: 'reset' },
  { kind: 'http status', status: 502 },
  { kind: 'http status', status: 503 },
  { kind: 'truncated' },
  { kind: 'garbage' },
  { kind: 'slow drip' },
  { kind: 'wrong key' },
  { kind: 'unsigned' },
  { kind: 'other order' },
  { kind: 'other charset' },
  { kind: 'external entity' },
  { kind: 'redirect' },
  { kind: 'extra fields' },
  { kind: 'empty' },
]

const fault = fc.constantFrom(...faults)
/** What a caller sees of a request that never arrived. */
const silence = fc.constantFrom<Fault>({ kind: 'no answer' }, { kind: 'reset' }, { kind: 'http status', status: 503 })

const systemError = (kind: 'refused' | 'misreported', level: 'gateway' | 'business'): Plan =>
  ({ kind, code: 'SYSTEM_ERROR', level }) as const

/** Errors that do not last, by service. */
const errors: Readonly<Record<Service, readonly Plan[]>> = {
  pay: [
    systemError('refused', 'gateway'),
    systemError('refused', 'business'),
    systemError('misreported', 'gateway'),
    systemError('misreported', 'business'),
    { kind: 'misreported', code: 'TRADE_HAS_SUCCESS', level: 'business' },
    { kind: 'refused', code: 'BUYER_BALANCE_NOT_ENOUGH', level: 'business' },
    { kind: 'refused', code: 'PAYMENT_FAIL', level: 'business' },
    { kind: 'refused', code: 'ILLEGAL_SIGN', level: 'gateway' },
  ],
  query: [
    systemError('refused', 'gateway'),
    systemError('refused', 'business'),
    { kind: 'refused', code: 'TRADE_NOT_EXIST', level: 'business' },
  ],
  cancel: [
    { kind: 'refused', code: 'SYSTEM_ERROR', level: 'business', retryFlag: 'Y' },
    { kind: 'misreported', code: 'SYSTEM_ERROR', level: 'business', retryFlag: 'Y' },
    { kind: 'refused', code: 'SELLER_BALANCE_NOT_ENOUGH', level: 'business', retryFlag: 'Y' },
  ],
  refund: [systemError('refused', 'business'), systemError('misreported', 'business')],
}

const delay = (most: number) =>
  fc.integer({ min: 1, max: most }).map((ms) => ({ kind: 'fixed', ms: ms * 1_000 }) as const)

/** One call that does not go as it should. */
function trouble(service: Service): fc.Arbitrary<Play> {
  return fc.oneof(
    { weight: 4, arbitrary: fault.map((one): Play => ({ fault: one })) },
    { weight: 3, arbitrary: fc.constantFrom(...errors[service]).map((plan): Play => ({ plan })) },
    { weight: 2, arbitrary: silence.map((one): Play => ({ plan: { kind: 'lost' }, fault: one })) },
    { weight: 1, arbitrary: delay(12).map((delayAfter): Play => ({ delayAfter })) },
    // The journal has the time of the execution, and a rule about pauses the time of the call.
    { weight: service === 'pay' ? 1 : 0, arbitrary: delay(4).map((delayBefore): Play => ({ delayBefore })) },
  )
}

const buyer = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 25 }).map((s) => ({ does: 'pays', afterMs: s * 1_000 }) as const) },
  { weight: 1, arbitrary: fc.constant({ does: 'pays', at: 'cancel' } as const) },
  { weight: 2, arbitrary: fc.constant({ does: 'nothing' } as const) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom('declines', 'wrong password', 'balance too low'), fc.integer({ min: 1, max: 20 }))
      .map(([does, s]) => ({ does, afterMs: s * 1_000 }) as const),
  },
)

const notifications = fc.constantFrom<NonNullable<JourneyRule['notifications']>>(
  { kind: 'none' },
  { kind: 'late', afterMs: 20_000 },
  { kind: 'repeated', sends: 3 },
  { kind: 'forged' },
  { kind: 'tampered amount' },
  { kind: 'another partner' },
  { kind: 'before the answer' },
)

/** The first pay: as it should, with a password, or with trouble. */
const payRule: fc.Arbitrary<readonly JourneyRule[]> = fc.oneof(
  { weight: 2, arbitrary: fc.constant([]) },
  {
    weight: 4,
    arbitrary: fc
      .record({ buyer, fault: sometimes(25, fault), notifications: sometimes(35, notifications) })
      .map((drawn): JourneyRule[] => [
        {
          match: { service: 'pay', nth: 1 },
          play: { plan: { kind: 'waiting' }, ...(drawn.fault !== null && { fault: drawn.fault }) },
          buyer: drawn.buyer,
          ...(drawn.notifications !== null && { notifications: drawn.notifications }),
        },
      ]),
  },
  {
    weight: 5,
    arbitrary: fc
      .tuple(trouble('pay'), sometimes(35, notifications))
      .map(([play, told]): JourneyRule[] => [
        { match: { service: 'pay', nth: 1 }, play, ...(told !== null && { notifications: told }) },
      ]),
  },
)

/** Troubled calls of a service: fewer than a careful till tries. */
function troubles(service: Service, { nthMost, most }: { nthMost: number; most: number }): fc.Arbitrary<JourneyRule[]> {
  return fc
    .uniqueArray(fc.tuple(fc.integer({ min: 1, max: nthMost }), trouble(service)), {
      selector: ([nth]) => nth,
      maxLength: most,
    })
    .map((drawn) => drawn.toSorted(([a], [b]) => a - b).map(([nth, play]) => ({ match: { service, nth }, play })))
}

/** As rules of a case: what a call of a service gets, by its number. */
export const weather: fc.Arbitrary<readonly JourneyRule[]> = fc
  .tuple(
    payRule,
    fc.oneof(
      { weight: 3, arbitrary: troubles('query', { nthMost: 10, most: 4 }) },
      // No query helps: what is left is the cancel.
      { weight: 1, arbitrary: trouble('query').map((play): JourneyRule[] => [{ match: { service: 'query' }, play }]) },
    ),
    troubles('cancel', { nthMost: 3, most: 3 }),
    troubles('refund', { nthMost: 3, most: 2 }),
  )
  .map((rules) => rules.flat())
