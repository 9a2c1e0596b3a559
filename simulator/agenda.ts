/**
 * Runs what falls due: notifications to send, buyers to act, refunds to settle. One timer a partner, on the partner's clock.
 * A task is the store's until it is done, so that a crash forgets none.
 */
import type { Instant } from '../protocol/beijing-time.ts'
import type { Cancel } from './clock.ts'
import type { Partner } from './partner.ts'
import type { Store, Task } from './store/store.ts'

export type TaskRunner = (partner: Partner, task: Task) => Promise<void>

export type Agenda = {
  /**
   * The partner may have new tasks: sets its timer anew.
   * @param put the new ones, where they are known: the store is not asked when the timer goes off before the first of them
   */
  watch(partner: Partner, put?: readonly Task[]): void
  /** Resolves when nothing that was due, of one partner or of all, is still being worked on. */
  settled(pid?: string): Promise<void>
  stop(): Promise<void>
}

const claimedAtOnce = 64
/** How long a task waits that could not be run: the store was away, most likely. */
const retryMs = 60_000

type Look = { again: boolean; done: Promise<void> }

export function agenda(store: Store, run: TaskRunner, onError: (error: unknown, task?: Task) => void): Agenda {
  const timers = new Map<string, { dueAt: Instant; cancel: Cancel }>()
  const running = new Map<Promise<void>, string>()
  const looks = new Map<string, Look>()
  let stopped = false

  const track = ({ pid }: Partner, started: Promise<void>) => {
    const work = started.catch((error: unknown) => onError(error)).finally(() => running.delete(work))
    running.set(work, pid)
  }

  const settled = async (pid?: string) => {
    for (;;) {
      const works = [...running].filter(([, of]) => pid === undefined || of === pid).map(([work]) => work)
      if (works.length === 0) return
      await Promise.all(works)
    }
  }

  const runOne = async (partner: Partner, task: Task) => {
    try {
      await run(partner, task)
    } catch (error) {
      onError(error, task)
      await putBack(partner, task)
    }
    await arm(partner)
  }

  /** It was handed out, and nobody else will ask for it: it is put back, for later, as soon as the store takes it. */
  const putBack = async (partner: Partner, task: Task): Promise<void> => {
    const dueAt = partner.clock.now() + retryMs
    try {
      await store.commit({ partner: partner.pid, tasks: [{ ...task, dueAt }] })
    } catch (error) {
      onError(error, task)
      if (!stopped)
        partner.clock.at(dueAt, () =>
          track(
            partner,
            putBack(partner, task).then(() => arm(partner)),
          ),
        )
    }
  }

  /** A slow receiver keeps nobody waiting: each task runs by itself, in the order in which they fell due. */
  const runDue = async (partner: Partner) => {
    for (;;) {
      const due = stopped ? [] : await store.claimDue(partner.pid, partner.clock.now(), claimedAtOnce)
      for (const task of due) track(partner, runOne(partner, task))
      if (due.length < claimedAtOnce) break
    }
    await arm(partner)
  }

  /**
   * One look at a time: what comes meanwhile is seen by one look more. Under load every payment brings a task, and a store on
   * the network would be asked once for each.
   */
  const arm = (partner: Partner): Promise<void> => {
    const look = looks.get(partner.pid)
    if (look !== undefined) {
      look.again = true
      return look.done
    }
    const fresh: Look = { again: false, done: Promise.resolve() }
    looks.set(partner.pid, fresh)
    fresh.done = lookUntilSeen(partner, fresh)
    return fresh.done
  }

  const lookUntilSeen = async (partner: Partner, look: Look) => {
    try {
      do {
        look.again = false
        await setTimer(partner)
      } while (look.again)
    } finally {
      looks.delete(partner.pid)
    }
  }

  const setTimer = async (partner: Partner) => {
    const dueAt = stopped ? undefined : await store.nextDue(partner.pid)
    const armed = timers.get(partner.pid)
    if (dueAt === undefined || (armed !== undefined && armed.dueAt <= dueAt)) return
    armed?.cancel()
    const cancel = partner.clock.at(dueAt, () => {
      timers.delete(partner.pid)
      track(partner, runDue(partner))
    })
    timers.set(partner.pid, { dueAt, cancel })
  }

  return {
    watch(partner, put) {
      const armed = put && timers.get(partner.pid)
      if (armed === undefined || put?.some(({ dueAt }) => dueAt < armed.dueAt)) track(partner, arm(partner))
    },
    settled,
    async stop() {
      stopped = true
      await settled()
      for (const { cancel } of timers.values()) cancel()
      timers.clear()
    },
  }
}
