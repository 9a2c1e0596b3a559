/**
 * What arrives for one partner within one turn of the event loop goes to Redis as one script: fewer round trips, and each change
 * is still taken or refused by itself. Answers that went out ride along.
 */
import type { Instant } from '../../../protocol/beijing-time.ts'
import type { Change, CommitResult } from '../store.ts'
import { openByteWriter } from './byte-writer.ts'
import { type ClosedExchange, writeChange, writeClosed } from './change-bytes.ts'
import type { Commands } from './connection.ts'
import type { Keys } from './keys.ts'

export type Lanes = {
  commit(change: Change): Promise<CommitResult>
  /** Several trades of one turn are asked for together. */
  trade(partner: string, partnerTransId: string): Promise<string | null>
  /** Written a little later; whoever needs it there waits for {@link settled}. */
  answer(partner: string, closed: ClosedExchange): void
  /** Resolves when every answer is written. */
  settled(): Promise<void>
}

export type LaneParts = {
  readonly commands: Commands
  readonly keys: Keys
  readonly simulator: string
  readonly journalSize: number
  readonly now: () => Instant
  /** Exchanges of the partner below this number are gone. */
  readonly onFloor: (partner: string, floor: number) => void
  readonly onError: (error: unknown) => void
}

type Waiting = {
  readonly change: Change
  readonly resolve: (result: CommitResult) => void
  readonly reject: (error: unknown) => void
}

type Lane = {
  commits: Waiting[]
  reads: {
    readonly id: string
    readonly resolve: (text: string | null) => void
    readonly reject: (error: unknown) => void
  }[]
  answers: ClosedExchange[]
  soon: NodeJS.Immediate | undefined
  later: NodeJS.Timeout | undefined
}

/** While Redis takes the first of them, the next are put together; more would keep everybody else's script waiting. */
const changesAtOnce = 16
const answerMs = 5

export function openLanes({ commands, keys, simulator, journalSize, now, onFloor, onError }: LaneParts): Lanes {
  const lanes = new Map<string, Lane>()
  const sending = new Set<Promise<unknown>>()
  const written = openByteWriter()
  // A journal grows by so many before its oldest go together: one by one they cost as much as what comes.
  const slack = Math.floor(journalSize / 128)

  const laneOf = (partner: string): Lane => {
    let lane = lanes.get(partner)
    if (lane === undefined) {
      lane = { commits: [], reads: [], answers: [], soon: undefined, later: undefined }
      lanes.set(partner, lane)
    }
    return lane
  }

  const send = async (partner: string, commits: readonly Waiting[], answers: readonly ClosedExchange[]) => {
    const { all, position, watched } = keys.of(partner)
    const head = [journalSize, slack, keys.journal, partner, simulator, commits.length, answers.length]
    try {
      const at = now()
      const bytes = written((to) => {
        for (const { change } of commits) writeChange(to, change, at)
        for (const closed of answers) writeClosed(to, closed)
      })
      const results = (await commands.commitChanges(...all, position, watched, ...head, bytes)) as (number | string)[]
      for (const [nth, { resolve }] of commits.entries()) resolve(results[nth] === 1 ? 'committed' : 'conflict')
      const floor = results[commits.length]
      if (floor !== '' && floor !== undefined) onFloor(partner, Number(floor))
    } catch (error) {
      for (const { reject } of commits) reject(error)
      if (commits.length === 0) onError(error)
    }
  }

  const read = async (partner: string, reads: Lane['reads']) => {
    try {
      const texts = await commands.hmget(keys.of(partner).trades, ...reads.map(({ id }) => id))
      for (const [nth, { resolve }] of reads.entries()) resolve(texts[nth] ?? null)
    } catch (error) {
      for (const { reject } of reads) reject(error)
    }
  }

  const flush = (partner: string, lane: Lane) => {
    clearImmediate(lane.soon)
    clearTimeout(lane.later)
    lane.soon = undefined
    lane.later = undefined
    const { commits, reads, answers } = lane
    lane.commits = []
    lane.reads = []
    lane.answers = []
    if (reads.length > 0) void read(partner, reads)
    // Nobody waits for the answers: they go behind those who do.
    if (commits.length + answers.length > 0) start(partner, commits, answers)
  }

  const start = (partner: string, commits: readonly Waiting[], answers: readonly ClosedExchange[]) => {
    const sent = send(partner, commits, answers).finally(() => sending.delete(sent))
    sending.add(sent)
  }

  const soon = (partner: string, lane: Lane) => {
    lane.soon ??= setImmediate(() => flush(partner, lane))
  }

  return {
    commit: (change) =>
      new Promise((resolve, reject) => {
        const lane = laneOf(change.partner)
        lane.commits.push({ change, resolve, reject })
        soon(change.partner, lane)
        if (lane.commits.length === changesAtOnce) start(change.partner, lane.commits.splice(0), [])
      }),
    trade: (partner, id) =>
      new Promise((resolve, reject) => {
        const lane = laneOf(partner)
        lane.reads.push({ id, resolve, reject })
        soon(partner, lane)
      }),
    answer(partner, closed) {
      const lane = laneOf(partner)
      lane.answers.push(closed)
      lane.later ??= setTimeout(() => flush(partner, lane), answerMs)
    },
    async settled() {
      for (const [partner, lane] of lanes) if (lane.answers.length > 0) flush(partner, lane)
      await Promise.all(sending)
    },
  }
}
