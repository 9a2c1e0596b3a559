/** A partner's clock as the control API shows it. */
import type { ClockState } from '../partner-clock.ts'
import { type Moment, momentOf } from './moment.ts'

export type ClockView = {
  readonly mode: 'running' | 'frozen'
  readonly now: Moment
  /** How many of the partner's seconds pass in one while it runs. */
  readonly scale: number
}

export function viewClock({ mode, now, scale }: ClockState): ClockView {
  return { mode, now: momentOf(now), scale }
}
