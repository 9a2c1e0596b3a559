import { describe, expect, it } from 'vitest'
import { TillStops } from '../clock.ts'
import { Overtaken, workbench } from './workbench.ts'

/** A bench whose debts are counted down by its steps. */
function bench(
  debts: Record<string, number>,
  step: (key: string, signal: AbortSignal) => void | Promise<void> = () => {},
) {
  const steps: string[] = []
  const troubles: unknown[] = []
  const made = workbench({
    owes: (key) => (debts[key] ?? 0) > 0,
    async step(key, signal) {
      steps.push(key)
      await step(key, signal)
      debts[key] = (debts[key] ?? 0) - 1
    },
    onTrouble: (_, error) => troubles.push(error),
  })
  return { ...made, steps, troubles, debts }
}

describe('the workbench', () => {
  it('works until nothing is owed', async () => {
    const { start, idle, steps } = bench({ A: 2, B: 0 })
    start('A')
    start('B')
    await idle()
    expect(steps).toEqual(['A', 'A'])
  })

  it('joins a second start to the work under way', async () => {
    const { start, idle, steps } = bench({ A: 1 })
    start('A')
    start('A')
    await idle()
    expect(steps).toEqual(['A'])
  })

  it('takes up a debt that is made the moment after the last one was paid', async () => {
    const made = bench({ A: 1 })
    made.start('A')
    while (made.debts.A === 1) await Promise.resolve()
    made.debts.A = 1
    made.start('A')
    await made.idle()
    expect(made.steps).toEqual(['A', 'A'])
  })

  it('looks at the debt again when a step was overtaken', async () => {
    let overtaken = true
    const { start, idle, steps, troubles } = bench({ A: 1 }, () => {
      if (!overtaken) return
      overtaken = false
      throw new Overtaken('once')
    })
    start('A')
    await idle()
    expect([steps, troubles]).toEqual([['A', 'A'], []])
  })

  it('ends with the till in silence, and tells all other trouble', async () => {
    const ends = bench({ A: 1, B: 1 }, (key) => {
      throw key === 'A' ? new TillStops('ends') : new Error('disk full')
    })
    ends.start('A')
    ends.start('B')
    await ends.idle()
    expect(ends.troubles).toEqual([new Error('disk full')])
    expect(ends.debts).toEqual({ A: 1, B: 1 })
  })

  it('hands the signal of a piece that is given up to its steps, also to one that was not begun', async () => {
    const aborted: boolean[] = []
    const { abort, idle } = bench({ A: 1 }, (_, signal) => void aborted.push(signal.aborted))
    abort('A')
    await idle()
    expect(aborted).toEqual([true])
  })
})
