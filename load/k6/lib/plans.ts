/** What can be run: the journey, its shape, and how hard and how long by default. Plain data: read by k6 and by Node alike. */

export const journeys = ['pos', 'gateway', 'notify'] as const
export type Journey = (typeof journeys)[number]

export const shapes = ['steady', 'spike', 'breakpoint'] as const
/** How the rate goes: level; low, high, low again; rising until something gives. */
export type Shape = (typeof shapes)[number]

export type Plan = {
  readonly about: string
  readonly journey: Journey
  readonly shape: Shape
  readonly rate: number
  readonly durationS: number
}

export const plans = {
  pos: {
    about: "the cashier's day at the terminal API: pay, poll, sometimes cancel, later refund",
    ...{ journey: 'pos', shape: 'steady', rate: 20, durationS: 60 },
  },
  gateway: {
    about: 'signed calls to the gateway itself: how much does it take?',
    ...{ journey: 'gateway', shape: 'steady', rate: 200, durationS: 30 },
  },
  notify: {
    about: 'genuine notifications come again and again: does the receiver keep up, and do nothing twice?',
    ...{ journey: 'notify', shape: 'steady', rate: 50, durationS: 30 },
  },
  soak: {
    about: 'the same for hours: what leaks, what slows down?',
    ...{ journey: 'pos', shape: 'steady', rate: 20, durationS: 3_600 },
  },
  spike: {
    about: 'a quiet shop, a coach party, a quiet shop again: does it recover?',
    ...{ journey: 'pos', shape: 'spike', rate: 100, durationS: 120 },
  },
  breakpoint: {
    about: 'more and more until a threshold breaks: at what rate?',
    ...{ journey: 'pos', shape: 'breakpoint', rate: 500, durationS: 300 },
  },
} as const satisfies Readonly<Record<string, Plan>>

export type PlanName = keyof typeof plans

/** When a result is late enough to break a threshold, in milliseconds of the protocol: p95 and p99, with room for the mix. */
export const resultLimits = {
  // A password is asked for about in queries after 5 and 8 s; the rest of the second minute belongs to cancels.
  pos: { p95: 15_000, p99: 70_000 },
  gateway: { p95: 1_000, p99: 3_000 },
  notify: { p95: 2_000, p99: 5_000 },
} as const satisfies Readonly<Record<Journey, { readonly p95: number; readonly p99: number }>>
