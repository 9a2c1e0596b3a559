/**
 * What arrives for one partner within one turn of the event loop goes to Redis as one script: fewer round trips, and each change
 * is still taken or refused by itself. Answers that went out ride along.
 */
import type { CommitResult } from '../store.ts'
import type { Commands } from './connection.ts'
import type { Keys } from './keys.ts'

export type Words = readonly (string | number)[]

export type Lanes = {
  commit(partner: string, words: Words): Promise<CommitResult>
  /** Several trades of one turn are asked for together. */
  trade(partner: string, partnerTransId: string): Promise<string | null>
  /** Written a little later; whoever needs it there waits for {@link settled}. */
  answer(partner: string, id: number, text: string): void
  /** Resolves when every answer is written. */
  settled(): Promise<void>
}

export type LaneParts = {
  readonly commands: Commands
  readonly keys: Keys
  readonly simulator: string
  readonly journalSize: number
  /** Exchanges of the partner below this number are gone. */
  readonly onFloor: (partner: string, floor: number) => void
  readonly onError: (error: unknown) => void
}

type Waiting<Result> = {
  readonly words: Words
  readonly resolve: (result: Result) => void
  readonly reject: (error: unknown) => void
}

type Lane = {
  commits: Waiting<CommitResult>[]
  reads: {
    readonly id: string
    readonly resolve: (text: string | null) => void
    readonly reject: (error: unknown) => void
  }[]
  answers: (string | number)[]
  soon: NodeJS.Immediate | undefined
  later: NodeJS.Timeout | undefined
}

/** While Redis takes the first of them, the next are put together; more would keep everybody else's script waiting. */
const changesAtOnce = 8
const answerMs = 5

export function openLanes({ commands, keys, simulator, journalSize, onFloor, onError }: LaneParts): Lanes {
  const lanes = new Map<string, Lane>()
  const sending = new Set<Promise<unknown>>()

  const laneOf = (partner: string): Lane => {
    let lane = lanes.get(partner)
    if (lane === undefined) {
      lane = { commits: [], reads: [], answers: [], soon: undefined, later: undefined }
      lanes.set(partner, lane)
    }
    return lane
  }

  const send = async (partner: string, commits: readonly Waiting<CommitResult>[], answers: Words) => {
    const { all, position, watched } = keys.of(partner)
    const head = [...all, position, watched, journalSize, keys.journal, partner, simulator, commits.length]
    const words: (string | number)[] = head
    for (const commit of commits) words.push(...commit.words)
    words.push(answers.length / 2, ...answers)
    try {
      const results = (await commands.commitChanges(...words)) as readonly (number | string)[]
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
    for (let first = 0; first < commits.length || first === 0; first += changesAtOnce) {
      const some = commits.slice(first, first + changesAtOnce)
      const going = first === 0 ? answers : []
      if (some.length + going.length === 0) break
      const sent = send(partner, some, going).finally(() => sending.delete(sent))
      sending.add(sent)
    }
  }

  const soon = (partner: string, lane: Lane) => {
    lane.soon ??= setImmediate(() => flush(partner, lane))
  }

  return {
    commit: (partner, words) =>
      new Promise((resolve, reject) => {
        const lane = laneOf(partner)
        lane.commits.push({ words, resolve, reject })
        soon(partner, lane)
      }),
    trade: (partner, id) =>
      new Promise((resolve, reject) => {
        const lane = laneOf(partner)
        lane.reads.push({ id, resolve, reject })
        soon(partner, lane)
      }),
    answer(partner, id, text) {
      const lane = laneOf(partner)
      lane.answers.push(id, text)
      lane.later ??= setTimeout(() => flush(partner, lane), answerMs)
    },
    async settled() {
      for (const [partner, lane] of lanes) if (lane.answers.length > 0) flush(partner, lane)
      await Promise.all(sending)
    },
  }
}
