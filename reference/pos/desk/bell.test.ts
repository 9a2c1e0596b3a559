import { describe, expect, it } from 'vitest'
import { systemClock } from '../../client/index.ts'
import { openBell } from './bell.ts'

describe('the bell', () => {
  it('wakes who waits for the key, and nobody else', async () => {
    const bell = openBell(systemClock)
    const woken: string[] = []
    const waits = ['A', 'A', 'B'].map((key) => bell.wait(key, 60_000).then(() => woken.push(key)))
    bell.ring('A')
    await Promise.all(waits.slice(0, 2))
    expect(woken).toEqual(['A', 'A'])
    bell.close()
    await Promise.all(waits)
  })

  it('lets nobody wait longer than asked for', async () => {
    await expect(openBell(systemClock).wait('A', 1)).resolves.toBeUndefined()
  })

  it('lets nobody wait once it is closed', async () => {
    const bell = openBell(systemClock)
    bell.close()
    await expect(bell.wait('A', 60_000)).resolves.toBeUndefined()
  })
})
