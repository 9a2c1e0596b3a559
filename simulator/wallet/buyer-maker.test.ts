import { describe, expect, it } from 'vitest'
import { money } from '../../protocol/money.ts'
import { seededRandom } from '../random.ts'
import { makeBuyer } from './buyer-maker.ts'
import type { WalletBuyer, WalletBuyerDraft } from './wallet-buyer.ts'

const people = (seed: string, count = 200, draft: WalletBuyerDraft = {}): Promise<readonly WalletBuyer[]> =>
  Promise.all(Array.from({ length: count }, (_, nth) => makeBuyer(draft, nth + 1, seededRandom(seed))))

describe('a buyer', () => {
  it('is the same person for the same seed and number, and another one for another', async () => {
    expect(await people('7', 20)).toEqual(await people('7', 20))
    expect(await people('8', 20)).not.toEqual(await people('7', 20))
    const ids = (await people('7')).map(({ userId }) => userId)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('has a number and a login id as the gateway shows them', async () => {
    for (const { userId, loginId } of await people('7')) {
      expect(userId).toMatch(/^2088\d{12}$/)
      expect(loginId).toMatch(/^(?:13\d\*{4}\d{4}|[!-~]{1,3}\*{3}@[a-z0-9.]+)$/)
      expect(loginId.length).toBeLessThanOrEqual(20)
    }
  })

  it('speaks Chinese more often than English, and is named in that language', async () => {
    const all = await people('7')
    const chinese = all.filter(({ language }) => language === 'zh')
    expect(chinese.length).toBeGreaterThan(all.length / 2)
    expect(chinese.length).toBeLessThan(all.length)
    for (const { name, language } of all) expect(/\p{Script=Han}/u.test(name)).toBe(language === 'zh')
  })

  it('is as the draft says, and for the rest as without it', async () => {
    const draft: WalletBuyerDraft = { language: 'en', balance: money(1, 'CNY'), passwordAbove: null, blocked: true }
    const [plain] = await people('7', 1, { language: 'en' })
    const [drawn] = await people('7', 1, draft)
    const { passwordAbove: _, ...others } = plain ?? expect.fail()
    expect(drawn).toEqual({ ...others, balance: money(1, 'CNY'), blocked: true })
  })
})
