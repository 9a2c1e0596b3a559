import { expect, it } from 'vitest'
import { cancelBell } from './cancel-bell.ts'

const never = new Promise<void>(() => {})

it('wakes all who wait for the ID that it rings for, and nobody else', async () => {
  const bell = cancelBell()
  const woken: string[] = []
  const wait = (partner: string, id: string, patience = never) =>
    bell.heard(partner, id, patience).then(() => void woken.push(`${partner} ${id}`))
  const first = wait('2088', 'T1')
  const second = wait('2088', 'T1')
  void wait('2088', 'T2')
  void wait('2089', 'T1')
  bell.ring('2088', 'T1')
  await Promise.all([first, second])
  expect(woken).toEqual(['2088 T1', '2088 T1'])
})

it('lets go who has waited long enough', async () => {
  const bell = cancelBell()
  await bell.heard('2088', 'T1', Promise.resolve())
  bell.ring('2088', 'T1')
  let isWoken = false
  const late = bell.heard('2088', 'T1', never).then(() => {
    isWoken = true
  })
  await Promise.resolve()
  expect(isWoken).toBe(false)
  bell.ring('2088', 'T1')
  await late
})
