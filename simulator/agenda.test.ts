import { describe, expect, it } from 'vitest'
import { task } from '../test/store-samples.ts'
import { agenda, type TaskRunner } from './agenda.ts'
import { virtualClock } from './clock.ts'
import { makePartner, type Partner } from './partner.ts'
import { memoryStore } from './store/memory-store.ts'
import type { Store, Task } from './store/store.ts'

const pid = '2088000000000001'
const settings = { md5Key: 'k'.repeat(32) }

function open(run: (partner: Partner, task: Task, put: (task: Task) => Promise<void>) => Promise<void>) {
  const clock = virtualClock(0)
  const store = memoryStore()
  const partner = makePartner({ pid, ...settings }, { clock, seed: '7' })
  const other = makePartner({ pid: '2088000000000002', ...settings }, { clock, seed: '7' })
  const errors: unknown[] = []
  const put = async (to: Partner, ...tasks: Task[]) => {
    await store.commit({ partner: to.pid, tasks })
    runs.watch(to)
  }
  const runner: TaskRunner = (of, due) => run(of, due, (next) => put(of, next))
  const runs = agenda(store, runner, (error) => void errors.push(error))
  return {
    clock,
    store,
    partner,
    other,
    runs,
    put,
    errors,
    advanceTo: (to: number) => clock.advanceTo(to, () => runs.settled()),
  }
}

describe('an agenda', () => {
  it('runs each task when it falls due, by the clock of its partner', async () => {
    const ran: string[] = []
    const { put, partner, other, advanceTo } = open(async (of, { id }) => void ran.push(`${id} ${of.clock.now()}`))
    await put(partner, task('b', 20), task('a', 10))
    await put(other, task('x', 15))
    await put(partner, task('earlier', 5))
    await advanceTo(19)
    expect(ran).toEqual(['earlier 5', 'a 10', 'x 15'])
    await advanceTo(20)
    expect(ran.at(-1)).toBe('b 20')
  })

  it('runs a task again when it was put again', async () => {
    const ran: number[] = []
    const { put, partner, advanceTo } = open(async ({ clock }, due, again) => {
      ran.push(clock.now())
      if (ran.length < 4) await again({ ...due, dueAt: clock.now() + 10 })
    })
    await put(partner, task('a', 10))
    await advanceTo(1_000)
    expect(ran).toEqual([10, 20, 30, 40])
  })

  it('asks the store once for all tasks of a busy moment, and overlooks none', async () => {
    const ran: string[] = []
    const store = memoryStore()
    let asked = 0
    const slow: Store = {
      ...store,
      async nextDue(of) {
        asked++
        const dueAt = await store.nextDue(of)
        await new Promise((resolve) => setImmediate(resolve))
        return dueAt
      },
    }
    const clock = virtualClock(0)
    const partner = makePartner({ pid, ...settings }, { clock, seed: '7' })
    const runs = agenda(slow, async (_, { id }) => void ran.push(id), expect.fail)
    for (let i = 20; i > 0; i--) {
      await store.commit({ partner: pid, tasks: [task(`t${i}`, i * 10)] })
      runs.watch(partner)
    }
    await runs.settled()
    expect(asked).toBe(2)
    await clock.advanceTo(10, () => runs.settled())
    expect(ran).toEqual(['t1'])
  })

  it('asks no store about what falls due behind its timer, and does so about what comes before', async () => {
    const ran: string[] = []
    const store = memoryStore()
    let asked = 0
    const counting: Store = {
      ...store,
      nextDue(of) {
        asked++
        return store.nextDue(of)
      },
    }
    const clock = virtualClock(0)
    const partner = makePartner({ pid, ...settings }, { clock, seed: '7' })
    const runs = agenda(counting, async (_, { id }) => void ran.push(id), expect.fail)
    const put = async (...tasks: Task[]) => {
      await store.commit({ partner: pid, tasks })
      runs.watch(partner, tasks)
      await runs.settled()
      return asked
    }
    expect(await put(task('b', 20))).toBe(1)
    expect(await put(task('c', 30), task('d', 20))).toBe(1)
    expect(await put(task('e', 40), task('a', 10))).toBe(2)
    await clock.advanceTo(40, () => runs.settled())
    expect(ran).toEqual(['a', 'b', 'd', 'c', 'e'])
  })

  it('runs hundreds that fall due together, each once', async () => {
    const ran: string[] = []
    const { put, partner, advanceTo } = open(async (_, { id }) => void ran.push(id))
    await put(partner, ...Array.from({ length: 300 }, (_, i) => task(`t${i}`, 10)))
    await advanceTo(10)
    expect(ran).toEqual(Array.from({ length: 300 }, (_, i) => `t${i}`))
  })

  it('lets a slow task keep nobody waiting', async () => {
    const ran: string[] = []
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    const { put, partner, advanceTo } = open(async (_, { id }) => {
      if (id === 'slow') await held
      ran.push(id)
      if (id === 'quick') release()
    })
    await put(partner, task('slow', 10), task('quick', 10))
    await advanceTo(10)
    expect(ran).toEqual(['quick', 'slow'])
  })

  it('tells of a task that fails, and goes on with the others', async () => {
    const ran: string[] = []
    const { put, partner, advanceTo, errors } = open(async (_, { id }) => {
      if (id === 'bad') throw new Error('bad task')
      ran.push(id)
    })
    await put(partner, task('bad', 10), task('good', 10), task('later', 20))
    await advanceTo(20)
    expect(ran).toEqual(['good', 'later'])
    expect(errors).toEqual([new Error('bad task')])
  })

  it('forgets no task while the store is away', async () => {
    const ran: number[] = []
    const clock = virtualClock(0)
    const kept = memoryStore()
    let isAway = false
    const store: Store = {
      ...kept,
      commit: (change) => (isAway ? Promise.reject(new Error('away')) : kept.commit(change)),
    }
    const partner = makePartner({ pid, ...settings }, { clock, seed: '7' })
    const errors: unknown[] = []
    const runs = agenda(
      store,
      async ({ pid: of, clock: own }, { id }) => {
        await store.commit({ partner: of, done: [id] })
        ran.push(own.now())
      },
      (error) => void errors.push(error),
    )
    await store.commit({ partner: pid, tasks: [task('a', 10)] })
    runs.watch(partner)
    await runs.settled()
    isAway = true
    await clock.advanceTo(130_000, () => runs.settled())
    expect(ran).toEqual([])
    expect(errors).not.toEqual([])
    isAway = false
    await clock.advanceTo(400_000, () => runs.settled())
    expect(ran).toHaveLength(1)
    expect(await store.nextDue(pid)).toBeUndefined()
  })

  it('stops when what is running has ended, and runs nothing more', async () => {
    const ran: string[] = []
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    const { put, partner, clock, runs } = open(async (_, { id }) => {
      await held
      ran.push(id)
    })
    await put(partner, task('running', 10), task('later', 20))
    await clock.advanceTo(10, async () => {})
    const stopped = runs.stop().then(() => void ran.push('stopped'))
    release()
    await stopped
    await clock.advanceTo(100, () => runs.settled())
    expect(ran).toEqual(['running', 'stopped'])
  })
})
