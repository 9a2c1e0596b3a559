/**
 * A partner's wallets as a document, and back: what a simulator that starts again needs. Plain data.
 */
import type { Message } from './inbox.ts'
import type { IssuedCode } from './payment-code.ts'
import type { WalletBuyer } from './wallet-buyer.ts'

/** What a wallet knows and others may keep for it. */
export type Accounts = {
  readonly buyers: Map<string, WalletBuyer>
  readonly codes: Map<string, IssuedCode>
  readonly inboxes: Map<string, Message[]>
  /** CNY minor units by buyer and day (`YYYYMMDD`) or month (`YYYYMM`). */
  readonly spent: Map<string, number>
  /** Since which movement each balance follows from the ledger, and what it was then: somebody's hand may set it. */
  readonly openings: Map<string, Opening>
  made: number
  issued: number
}

/** `after` is absent until it is known. */
export type Opening = { readonly balance: number; readonly after?: number }

type Entries<Kept> = Kept extends Map<infer Key, infer Value> ? readonly (readonly [Key, Value])[] : Kept

export type KeptWallet = { readonly [Name in keyof Accounts]: Entries<Accounts[Name]> } & {
  /** The number of the last movement that its balances follow. */
  readonly upTo: number
}

export function emptyAccounts(): Accounts {
  const maps = { buyers: new Map(), codes: new Map(), inboxes: new Map(), spent: new Map(), openings: new Map() }
  return { ...maps, made: 0, issued: 0 }
}

export function keptWallet(accounts: Accounts, upTo: number): KeptWallet {
  const { buyers, codes, inboxes, spent, openings, made, issued } = accounts
  for (const [userId, { balance, after }] of openings)
    if (after === undefined) openings.set(userId, { balance, after: upTo })
  return {
    upTo,
    buyers: [...buyers],
    codes: [...codes],
    inboxes: [...inboxes],
    spent: [...spent],
    openings: [...openings],
    made,
    issued,
  }
}

export function restoreWallet(accounts: Accounts, kept: KeptWallet): void {
  for (const [userId, buyer] of kept.buyers) accounts.buyers.set(userId, buyer)
  for (const [code, issued] of kept.codes) accounts.codes.set(code, issued)
  for (const [userId, messages] of kept.inboxes) accounts.inboxes.set(userId, [...messages])
  for (const [span, amount] of kept.spent) accounts.spent.set(span, amount)
  for (const [userId, opening] of kept.openings) accounts.openings.set(userId, opening)
  accounts.made = kept.made
  accounts.issued = kept.issued
}

/** Nothing of what was there stays. */
export function replaceWallet(accounts: Accounts, kept: KeptWallet): void {
  for (const map of [accounts.buyers, accounts.codes, accounts.inboxes, accounts.spent, accounts.openings]) map.clear()
  restoreWallet(accounts, kept)
}
