/** A simulator that follows a file of rules: what the wire says after each edit. */
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RuleFileChange } from '../simulator/behaviour/rule-file.ts'
import { openShop } from './shop.ts'
import { payFields } from './signed-call.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rules-'))
})
afterAll(() => rm(folder, { recursive: true }))

const rule = (behaviour: string, id = 'mine') =>
  `rules:\n  - id: ${id}\n    match: { service: pay }\n    behaviour: "${behaviour}"\n`

/** A shop whose simulator follows a file with this text. */
async function openFollowing(text: string) {
  const file = join(await mkdtemp(join(folder, 'shop-')), 'rules.yaml')
  await writeFile(file, text)
  const changes: RuleFileChange[] = []
  const shop = await openShop({ rules: file, onRules: (change) => changes.push(change) })
  let payments = 0
  return {
    file,
    pay: async () => (await shop.ask(payFields(`T${++payments}`))).fields.error ?? 'SUCCESS',
    /** As editors do: a new file takes the place of the old one, at once and whole. */
    async write(edited: string): Promise<void> {
      await writeFile(`${dirname(file)}.new`, edited)
      await rename(`${dirname(file)}.new`, file)
    },
    /** What the simulator said of the edit. */
    async after(edit: Promise<void>): Promise<RuleFileChange | undefined> {
      const before = changes.length
      await edit
      await expect.poll(() => changes.length, { timeout: 5_000 }).toBeGreaterThan(before)
      return changes.at(-1)
    },
    [Symbol.asyncDispose]: () => shop[Symbol.asyncDispose](),
  }
}

describe('a file of rules', () => {
  it('decides from the start, and anew after each edit', async () => {
    await using shop = await openFollowing(rule('0206'))
    expect(await shop.pay()).toBe('BUYER_BALANCE_NOT_ENOUGH')
    expect(await shop.after(shop.write(rule('0207')))).toEqual({ ok: true, count: 1 })
    expect(await shop.pay()).toBe('BUYER_BANKCARD_BALANCE_NOT_ENOUGH')
    expect(await shop.after(shop.write('rules: []\n'))).toEqual({ ok: true, count: 0 })
    expect(await shop.pay()).toBe('SUCCESS')
  })

  it.each([
    ['is no YAML', 'rules: [\n', /rules\.yaml:\d+:\d+: /],
    ['names a behaviour that there is not', rule('0777'), /rules\.yaml:4:16: .*behaviour/],
    ['has a word too many', `${rule('0207')}    tymes: 3\n`, /rules\.yaml:5:5: .*tymes/],
    [
      'is wrong in its second rule',
      `${rule('0207')}  - match: { probability: 1.2 }\n    behaviour: "0206"\n`,
      /rules\.yaml:5:\d+: .*probability/,
    ],
  ])('that %s keeps the rules of before, says where it is wrong, and may be mended', async (_, broken, why) => {
    await using shop = await openFollowing(rule('0206'))
    expect(await shop.after(shop.write(broken))).toEqual({ ok: false, why: expect.stringMatching(why) })
    expect(await shop.pay()).toBe('BUYER_BALANCE_NOT_ENOUGH')
    expect(await shop.after(shop.write(rule('0207')))).toEqual({ ok: true, count: 1 })
    expect(await shop.pay()).toBe('BUYER_BANKCARD_BALANCE_NOT_ENOUGH')
  })

  it('that is taken away keeps the rules of before, until there is one again', async () => {
    await using shop = await openFollowing(rule('0206'))
    const { file } = shop
    const away = `${file}.away`
    expect(await shop.after(rename(file, away))).toMatchObject({ ok: false })
    expect(await shop.pay()).toBe('BUYER_BALANCE_NOT_ENOUGH')
    await writeFile(away, rule('0207'))
    expect(await shop.after(rename(away, file))).toEqual({ ok: true, count: 1 })
    expect(await shop.pay()).toBe('BUYER_BANKCARD_BALANCE_NOT_ENOUGH')
  })

  it('that is broken to begin with lets nothing start', async () => {
    const file = join(folder, 'broken.yaml')
    await writeFile(file, rule('0777'))
    await expect(openShop({ rules: file })).rejects.toThrow(/UNREADABLE_RULES.*broken\.yaml:4:/)
    await expect(openShop({ rules: join(folder, 'none.yaml') })).rejects.toThrow('UNREADABLE_RULES')
  })
})
