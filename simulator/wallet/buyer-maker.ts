/**
 * Makes up buyers: the same seed and number are always the same person. Loads faker when first asked.
 */
import { money } from '../../protocol/money.ts'
import type { Random } from '../random.ts'
import { redraw, type WalletBuyer, type WalletBuyerDraft } from './wallet-buyer.ts'

const startBalance = money(500_000, 'CNY')
/** CNY 1,000: the figure that the certification of the successor product provokes the password with. Source: flows.md §2. */
const passwordThreshold = money(100_000, 'CNY')

/** @param nth the number of the buyer in its wallet */
export async function makeBuyer(draft: WalletBuyerDraft, nth: number, random: Random): Promise<WalletBuyer> {
  const { Faker, en, zh_CN } = await import('@faker-js/faker')
  const language = draft.language ?? (random.fraction('language', String(nth)) < 0.8 ? 'zh' : 'en')
  const faker = new Faker({ locale: language === 'zh' ? [zh_CN, en] : [en] })
  faker.seed(random.bytes('buyer', String(nth)).readUInt32BE(0))
  const made: WalletBuyer = {
    userId: `2088${faker.string.numeric(12)}`,
    name: faker.person.fullName(),
    loginId: maskedLogin(faker.datatype.boolean(), faker.string.numeric(9), faker.internet.email()),
    paymentInst: 'ALIPAYCN',
    language,
    balance: startBalance,
    passwordAbove: passwordThreshold,
    blocked: false,
    risky: false,
  }
  return redraw(made, draft)
}

/** As the gateway shows them: `132****6685`, `cao***@example.com`. */
function maskedLogin(byPhone: boolean, digits: string, email: string): string {
  if (byPhone) return `13${digits.slice(0, 1)}****${digits.slice(1, 5)}`
  const [local = '', host = 'example.com'] = email.toLowerCase().split('@')
  return `${local.slice(0, 3)}***@${host}`.slice(0, 20)
}
