/**
 * The measured process' own end: answers what child.ts asks, one question at a time.
 */

export type Question =
  /** The first: makes it ready. */
  | { readonly ask: 'start'; readonly settings: Readonly<Record<string, string>> }
  | { readonly ask: 'cpu' }
  | { readonly ask: 'work'; readonly count: number }

/** Microseconds of this process on any core, and whatever number belongs to the answer: a port, microseconds of a watch. */
export type Answer = { readonly cpuMicros: number; readonly value: number }

export type Door = {
  /** Gives the port that is listened on, or 0. */
  start(settings: Readonly<Record<string, string>>): Promise<number>
  /** Gives how long it took by a watch, in microseconds. */
  work?(count: number): number
}

export function answerParent({ start, work }: Door): void {
  process.on('message', async (question: Question) => {
    const value =
      question.ask === 'start' ? await start(question.settings) : question.ask === 'work' ? work?.(question.count) : 0
    const { user, system } = process.cpuUsage()
    process.send?.({ cpuMicros: user + system, value: value ?? 0 } satisfies Answer)
  })
  // Also when the parent died: nothing outlives the bench.
  process.on('disconnect', () => process.exit())
}
