import { describe, expect, it } from 'vitest'
import { laneOf, openLanes } from './lanes.ts'

/** Work that ends when it is told to, and the order in which it began. */
function workshop(limits: Parameters<typeof openLanes>[0]) {
  const lanes = openLanes(limits)
  const began: string[] = []
  const ends = new Map<string, () => void>()
  const start = (name: string) =>
    lanes.run(name.slice(0, 1), () => {
      began.push(name)
      return new Promise<string>((resolve) => ends.set(name, () => resolve(name)))
    })
  const end = async (name: string) => {
    ends.get(name)?.()
    await new Promise(setImmediate)
  }
  return { lanes, began, start, end, settle: () => new Promise(setImmediate) }
}

describe('lanes', () => {
  it('run so much at once in one lane, and the next when one has ended', async () => {
    const { began, start, end, settle } = workshop({ perLane: 2, inAll: 9 })
    const first = start('a1')
    for (const name of ['a2', 'a3', 'a4', 'b1']) void start(name)
    await settle()
    expect(began).toEqual(['a1', 'a2', 'b1'])
    await end('a1')
    expect(await first).toBe('a1')
    expect(began).toEqual(['a1', 'a2', 'b1', 'a3'])
  })

  it('take turns when all places are taken', async () => {
    const { began, start, end, settle } = workshop({ perLane: 9, inAll: 1 })
    for (const name of ['a1', 'a2', 'a3', 'b1', 'c1']) void start(name)
    await settle()
    for (const name of ['a1', 'a2', 'b1', 'c1', 'a3']) await end(name)
    expect(began).toEqual(['a1', 'a2', 'b1', 'c1', 'a3'])
  })

  it('go on after work that fails', async () => {
    const { lanes, began, start, settle } = workshop({ perLane: 1, inAll: 1 })
    const failing = lanes.run('a', () => Promise.reject(new Error('broken')))
    void start('a1')
    await expect(failing).rejects.toThrow('broken')
    await settle()
    expect(began).toEqual(['a1'])
  })

  it('run nothing more once they are closed', async () => {
    const { lanes, began, start, end, settle } = workshop({ perLane: 1, inAll: 1 })
    const [running, waiting] = [start('a1'), start('a2')]
    await settle()
    lanes.close()
    expect(await waiting).toBeUndefined()
    await end('a1')
    expect([await running, await start('a3'), began]).toEqual(['a1', undefined, ['a1']])
  })
})

it('all addresses of one server are one lane', () => {
  expect(laneOf('http://shop.example:80/a?b')).toBe(laneOf('http://SHOP.example/c'))
  expect(laneOf('http://shop.example:81/a')).not.toBe(laneOf('http://shop.example/a'))
  expect(laneOf('http://[::bad/')).toBe('http://[::bad/')
})
