import { describe, expect, it } from 'vitest'
import { money } from '../../protocol/money.ts'
import { virtualClock } from '../clock.ts'
import { partnerClock } from '../partner-clock.ts'
import { seededRandom } from '../random.ts'
import { saleTo } from './testing/sale.ts'
import { openWallet } from './wallet.ts'
import type { WalletBuyer, WalletBuyerDraft } from './wallet-buyer.ts'

const price = 28_088

async function openOne(draft: WalletBuyerDraft = {}) {
  const clock = virtualClock(0)
  const wallet = openWallet({
    ...{ partner: '2088101122334455', clock: partnerClock(clock), random: seededRandom('7') },
    sendSms: () => {},
  })
  const buyer = await wallet.add({ balance: money(100_000, 'CNY'), ...draft })
  return {
    wallet,
    buyer,
    advanceTo: (at: number) => clock.advanceTo(at, async () => {}),
    balance: () => wallet.buyer(buyer.userId)?.balance.amount,
    inbox: () => wallet.inbox(buyer.userId).map(({ kind, channel, at }) => `${at} ${kind} by ${channel}`),
  }
}

describe('a code', () => {
  it('shows its buyer, for one minute as a fresh one, and for ever as one that was', async () => {
    const { wallet, buyer, advanceTo } = await openOne()
    const { code = '', expiresAt } = wallet.issueCode(buyer.userId) ?? {}
    expect(expiresAt).toBe(60_000)
    await advanceTo(59_999)
    expect(wallet.shownBy(code)).toEqual({ buyer, expired: false })
    await advanceTo(60_000)
    expect(wallet.shownBy(code)).toEqual({ buyer, expired: true })
    await advanceTo(86_400_000)
    expect(wallet.shownBy(code)).toMatchObject({ expired: true })
  })

  it('that nobody was given shows nobody, and nobody is given one who is not there', async () => {
    const { wallet } = await openOne()
    expect(wallet.shownBy('287654321098765432')).toBeUndefined()
    expect(wallet.issueCode('2088000000000001')).toBeUndefined()
  })
})

describe('money that is promised', () => {
  it('goes to no other payment, until it is released or booked', async () => {
    const { wallet, buyer, balance } = await openOne({ balance: money(price, 'CNY') })
    const [first, second] = [saleTo(buyer, 'T1'), saleTo(buyer, 'T2')]
    const verdict = () => wallet.judge(second).kind
    wallet.promise(first)
    expect([verdict(), wallet.judge(first).kind]).toEqual(['refused', 'pays'])
    wallet.release('T1')
    expect(verdict()).toBe('pays')
    wallet.promise(first)
    wallet.observe(undefined, first)
    expect([verdict(), balance()]).toEqual(['refused', 0])
    wallet.change(buyer.userId, { balance: money(price, 'CNY') })
    expect(verdict()).toBe('pays')
  })

  it('of another buyer is no hindrance', async () => {
    const { wallet, buyer } = await openOne({ balance: money(price, 'CNY') })
    const other: WalletBuyer = await wallet.add({ balance: money(price, 'CNY') })
    wallet.promise(saleTo(other, 'T1'))
    expect(wallet.judge(saleTo(buyer, 'T2')).kind).toBe('pays')
  })
})

it('a phone keeps its last thousand messages', async () => {
  const { wallet, buyer, inbox } = await openOne({ balance: money(price * 1_000, 'CNY') })
  for (let nth = 0; nth < 600; nth++) wallet.observe(undefined, saleTo(buyer, `T${nth}`))
  expect(inbox()).toHaveLength(1_000)
})

it('a payment of somebody unknown moves nothing', async () => {
  const { wallet, buyer, balance } = await openOne()
  const stranger = { ...buyer, userId: '2088000000000001' }
  expect(wallet.judge(saleTo(stranger, 'T1'))).toEqual({ kind: 'pays' })
  wallet.observe(undefined, saleTo(stranger, 'T1'))
  expect([balance(), wallet.inbox(stranger.userId)]).toEqual([100_000, []])
})

it('a reset forgets everybody, and makes the same people and codes again', async () => {
  const { wallet, buyer, balance, advanceTo } = await openOne({ dailyLimit: money(price, 'CNY') })
  const code = wallet.issueCode(buyer.userId)
  wallet.observe(undefined, saleTo(buyer, 'T1'))
  wallet.observe(undefined, saleTo(buyer, 'T2', { state: 'waiting' }))
  wallet.promise(saleTo(buyer, 'T3'))
  wallet.reset()
  expect([wallet.buyers(), wallet.inbox(buyer.userId), wallet.shownBy(code?.code ?? '')]).toEqual([[], [], undefined])
  const again = await wallet.add({ balance: money(100_000, 'CNY'), dailyLimit: money(price, 'CNY') })
  expect([again, wallet.issueCode(again.userId)]).toEqual([buyer, code])
  await advanceTo(500_000)
  expect([wallet.judge(saleTo(again, 'T4')).kind, balance(), wallet.inbox(again.userId)]).toEqual(['pays', 100_000, []])
})
