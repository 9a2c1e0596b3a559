/**
 * What the loops have in common: steps that are counted, told to whoever keeps the book, and sent no sooner than due.
 * Knows no service and decides nothing.
 */
import type { AlipayClient } from './client.ts'
import type { Timings } from './timings.ts'

/** Told before a step is sent, and again with its outcome. */
export type StepEvent<Step extends string, Outcome> =
  | { readonly event: 'sending'; readonly step: Step; readonly attempt: number }
  | { readonly event: 'outcome'; readonly step: Step; readonly attempt: number; readonly outcome: Outcome }

export type OnStep<Step extends string, Outcome> = (event: StepEvent<Step, Outcome>) => void | Promise<void>

export type LoopOptions<Step extends string, Outcome> = {
  readonly timings?: Partial<Timings>
  /** The cashier gives up. */
  readonly signal?: AbortSignal
  /**
   * Awaited, so that a book can be written before anything is sent. What it throws ends the loop at once, undecided:
   * then nobody knows what became of the money until the loop is resumed.
   */
  readonly onStep?: OnStep<Step, Outcome>
}

export type Loop<Step extends string, Outcome> = {
  /** How often a step was sent. */
  count(step: Step): number
  gaveUp(): boolean
  /** Waits until `ms` after the last step was sent, and a little longer by chance; or until the cashier gives up. */
  pause(ms: number, options?: { untilGivenUp?: boolean }): Promise<void>
  /** Counts the step, tells it, sends it, tells its outcome. */
  perform<O extends Outcome>(step: Step, send: () => Promise<O>): Promise<O>
  readonly last: () => Step | undefined
}

export function openLoop<Step extends string, Outcome>(
  { clock, random }: Pick<AlipayClient, 'clock' | 'random'>,
  { timings, signal, onStep }: Omit<LoopOptions<Step, Outcome>, 'timings'> & { timings: Timings },
): Loop<Step, Outcome> {
  const counts = new Map<Step, number>()
  let last: Step | undefined
  let sentAt = Number.NEGATIVE_INFINITY
  return {
    count: (step) => counts.get(step) ?? 0,
    gaveUp: () => signal?.aborted === true,
    last: () => last,
    async pause(ms, { untilGivenUp = false } = {}) {
      // Never longer than asked for, even when somebody sets the machine's clock back.
      const left = Math.min(ms, sentAt + ms - clock.now())
      if (left <= 0) return
      await clock.sleep(left + random() * timings.jitterMs, untilGivenUp ? signal : undefined)
    },
    async perform(step, send) {
      const attempt = (counts.get(step) ?? 0) + 1
      counts.set(step, attempt)
      await onStep?.({ event: 'sending', step, attempt })
      last = step
      sentAt = clock.now()
      const outcome = await send()
      await onStep?.({ event: 'outcome', step, attempt, outcome })
      return outcome
    },
  }
}
