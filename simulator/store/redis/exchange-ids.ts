/**
 * Numbers of exchanges, unique among all simulators of one Redis without asking for each: taken in blocks, the next one before
 * the last is used up. Whoever has shown a number to somebody has the others go past it (`past`), so that what comes later has a
 * higher one, whichever simulator it comes to.
 */
import type { Commands } from './connection.ts'
import type { Keys } from './keys.ts'

export type ExchangeIds = {
  /** 0 when there is none: the store has been away for long. */
  next(): number
  /** From now on higher ones only. */
  past(id: number): Promise<void>
  /** Should the store have lost all numbers, it goes on where this simulator stands. */
  restore(): Promise<void>
}

const blockSize = 256

type Block = { next: number; readonly last: number }

export async function openExchangeIds(commands: Commands, { exchangeId }: Keys): Promise<ExchangeIds> {
  const take = async (): Promise<Block> => {
    const last = await commands.incrby(exchangeId, blockSize)
    return { next: last - blockSize + 1, last }
  }
  let block = await take()
  let spare: Block | undefined
  let taking: Promise<void> | undefined
  const prepare = () => {
    taking ??= take()
      .then((taken) => {
        spare = taken
      })
      // Away: asked again with the next number.
      .catch(() => {})
      .finally(() => {
        taking = undefined
      })
    return taking
  }
  return {
    next() {
      if (spare === undefined && block.last - block.next < blockSize / 2) void prepare()
      if (block.next > block.last && spare !== undefined) {
        block = spare
        spare = undefined
      }
      return block.next > block.last ? 0 : block.next++
    },
    async restore() {
      await commands.set(exchangeId, String(Math.max(block.last, spare?.last ?? 0)), 'NX')
    },
    async past(id) {
      if (block.next > id) return
      const fresh = await take()
      if (fresh.next > block.next) {
        block = fresh
        spare = undefined
      }
    },
  }
}
