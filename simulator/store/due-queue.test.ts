import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { task } from '../../test/store-samples.ts'
import { DueQueue } from './due-queue.ts'

const id = fc.constantFrom(...'abcdefghij')
const event = fc.oneof(
  { weight: 4, arbitrary: fc.record({ does: fc.constant('put' as const), id, dueAt: fc.nat(4) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('done' as const), id }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('claim' as const), until: fc.nat(4), limit: fc.nat(3) }) },
)

/** The same in a plain list: what is waiting, in the order in which it was put. */
function claimFrom(waiting: { id: string; dueAt: number }[], until: number, limit: number) {
  const inOrder = waiting.filter(({ dueAt }) => dueAt <= until).sort((a, b) => a.dueAt - b.dueAt)
  return inOrder.slice(0, limit)
}

describe('DueQueue', () => {
  it('hands out each task once, in the order in which it falls due, whatever is put, replaced, done and claimed', () => {
    const law = fc.property(fc.array(event, { maxLength: 60 }), (events) => {
      const queue = new DueQueue()
      let waiting: { id: string; dueAt: number }[] = []
      for (const happening of events) {
        if (happening.does === 'claim') {
          const { until, limit } = happening
          const expected = claimFrom(waiting, until, limit)
          expect(queue.claim(until, limit)).toEqual(expected.map((one) => task(one.id, one.dueAt)))
          waiting = waiting.filter((one) => !expected.includes(one))
        } else {
          waiting = waiting.filter((one) => one.id !== happening.id)
          if (happening.does === 'put') {
            queue.put(task(happening.id, happening.dueAt))
            waiting.push({ id: happening.id, dueAt: happening.dueAt })
          } else queue.done(happening.id)
        }
        expect(queue.nextDue()).toBe(claimFrom(waiting, Infinity, 1)[0]?.dueAt)
      }
    })
    fc.assert(law, { numRuns: 300 })
  })
})
