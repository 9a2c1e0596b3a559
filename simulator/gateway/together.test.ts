import { expect, it } from 'vitest'
import { together } from './together.ts'

it('lets all that arrive in one turn go on step by step, side by side', async () => {
  const others = together()
  const steps: string[] = []
  const goOn = async (name: string) => {
    await others()
    steps.push(`${name} verified`)
    await Promise.resolve()
    steps.push(`${name} answered`)
  }
  await Promise.all([goOn('A'), goOn('B')])
  expect(steps).toEqual(['A verified', 'B verified', 'A answered', 'B answered'])
})

it('keeps nobody waiting for who comes in a later turn', async () => {
  const others = together()
  await others()
  await expect(others()).resolves.toBeUndefined()
})
