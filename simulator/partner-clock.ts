/**
 * A partner's own time: runs with the simulator's clock, faster, or stands still and is moved by hand, past everything that
 * falls due on the way. Touches nobody else's. Source: design.md "Time, chance, identity".
 */
import type { Instant } from '../protocol/beijing-time.ts'
import type { Cancel, Clock } from './clock.ts'
import { SimulatorError } from './simulator-error.ts'

export type ClockState = {
  readonly mode: 'running' | 'frozen'
  readonly now: Instant
  /** How many of the partner's seconds pass in one; what it will be again for a frozen clock. */
  readonly scale: number
}

export type PartnerClock = Clock & {
  state(): ClockState
  /** Stands still, at the instant given or at the present one. An instant in the past makes due what was due then only once. */
  freeze(at?: Instant): void
  /** Runs on from its present instant. */
  run(scale?: number): void
  /** How fast a frozen clock will run when it runs on. */
  setScale(scale: number): void
  /**
   * Moves a frozen clock to the instant, stopping at each timer on the way, in order; `settle` is awaited after each.
   * @throws SimulatorError CLOCK_RUNS, CLOCK_BACKWARDS
   */
  advanceTo(instant: Instant, settle: () => Promise<void>): Promise<void>
}

type Timer = { readonly instant: Instant; readonly run: () => void }

export function partnerClock(base: Clock): PartnerClock {
  let timers: Timer[] = []
  let scale = 1
  let frozenAt: Instant | undefined
  /** While running: the instant of the partner's clock when the base clock showed `baseAnchor`. */
  let anchor = base.now()
  let baseAnchor = anchor
  let disarm: Cancel | undefined

  const now = (): Instant => frozenAt ?? Math.floor(anchor + (base.now() - baseAnchor) * scale)

  const earliest = (limit: Instant): Timer | undefined => {
    let first: Timer | undefined
    for (const timer of timers)
      if (timer.instant <= limit && timer.instant < (first?.instant ?? Infinity)) first = timer
    return first
  }

  const fire = (timer: Timer) => {
    timers = timers.filter((other) => other !== timer)
    timer.run()
  }

  const arm = () => {
    disarm?.()
    disarm = undefined
    const next = frozenAt === undefined ? earliest(Infinity) : undefined
    if (next === undefined) return
    disarm = base.at(baseAnchor + Math.ceil((next.instant - anchor) / scale), () => {
      disarm = undefined
      for (let due = earliest(now()); due !== undefined; due = earliest(now())) fire(due)
      arm()
    })
  }

  return {
    now,
    at(instant, run) {
      const timer = { instant, run }
      timers.push(timer)
      // Only a timer that is now the first moves the alarm.
      if (earliest(instant) === timer) arm()
      return () => {
        timers = timers.filter((other) => other !== timer)
        if (timers.length === 0) arm()
      }
    },
    state: () => ({ mode: frozenAt === undefined ? 'running' : 'frozen', now: now(), scale }),
    freeze(at = now()) {
      frozenAt = at
      arm()
    },
    run(newScale = scale) {
      anchor = now()
      baseAnchor = base.now()
      scale = newScale
      frozenAt = undefined
      arm()
    },
    setScale(newScale) {
      scale = newScale
    },
    async advanceTo(instant, settle) {
      if (frozenAt === undefined)
        throw new SimulatorError('CLOCK_RUNS', { detail: 'The clock of the partner is running.' })
      if (instant < frozenAt)
        throw new SimulatorError('CLOCK_BACKWARDS', { detail: `It is later than ${instant} already.` })
      await settle()
      for (let due = earliest(instant); due !== undefined; due = earliest(instant)) {
        frozenAt = Math.max(frozenAt, due.instant)
        fire(due)
        await settle()
        // Somebody let it run meanwhile: then it is no longer ours to move.
        if (frozenAt === undefined) return
      }
      frozenAt = Math.max(frozenAt, instant)
    },
  }
}

/** A partner's clock as it is kept: where it was when the simulator's showed `base`. */
export type KeptClock = ClockState & { readonly base: Instant }

export function keptClock(clock: PartnerClock, base: Clock): KeptClock {
  return { ...clock.state(), base: base.now() }
}

/** A frozen clock stands where it stood; a running one has run on, in its own time. */
export function restoreClock(clock: PartnerClock, { mode, now, scale, base: keptAt }: KeptClock, base: Clock): void {
  const isFrozen = mode === 'frozen'
  const passed = isFrozen ? 0 : Math.max(0, base.now() - keptAt) * scale
  clock.freeze(Math.floor(now + passed))
  if (isFrozen) clock.setScale(scale)
  else clock.run(scale)
}

/** Whether both say the same. A clock that runs says another time whenever it is asked; rounding may make it a moment more or less. */
export function isSameClock(a: KeptClock, b: KeptClock): boolean {
  if (a.mode !== b.mode || a.scale !== b.scale) return false
  if (a.mode === 'frozen') return a.now === b.now
  const apart = b.now - a.now - (b.base - a.base) * a.scale
  return Math.abs(apart) <= 2 * Math.max(1, a.scale)
}
