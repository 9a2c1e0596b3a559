import { describe, expect, it } from 'vitest'
import { loadDialect } from '../simulator/dialect/dialect.ts'
import { switches } from '../simulator/dialect/switch.ts'
import type { Turn } from './dialect-turn.ts'
import { dialectTurns } from './dialect-turns.ts'
import { openShop } from './shop.ts'

async function play({ story, given, options }: Turn, turned: Readonly<Record<string, string>>): Promise<unknown> {
  const dialect = await loadDialect('global', { ...given, ...turned })
  await using shop = await openShop({ dialect, ...options })
  return await story(shop)
}

describe('a switch of the dialect', () => {
  it.each(dialectTurns)('$name: $value changes what is answered', async (turn) => {
    expect(await play(turn, {})).toEqual(turn.usual)
    expect(await play(turn, { [turn.name]: String(turn.value) })).toEqual(turn.turned)
  })

  it('has each of its other choices in the table: none is there that changes nothing', () => {
    const others = Object.entries(switches).flatMap(([name, [, ...rest]]) => rest.map((value) => `${name}: ${value}`))
    expect(dialectTurns.map(({ name, value }) => `${name}: ${value}`).sort()).toEqual(others.sort())
  })

  it('is turned to another choice than the usual one', () => {
    for (const { name, value } of dialectTurns) expect(switches[name][0]).not.toBe(value)
  })
})
