/**
 * What simulators that are at work on one store need of it besides what is kept: to hear of each other, to do one thing after the
 * other, and to count together. Source: docs/decisions/0008-redis-store.md.
 */

/** Something that the others have to know before it is told to be done. */
export type News =
  /** What a partner is set to has changed. */
  | { readonly kind: 'documents'; readonly partner: string }
  /** Exchanges up to this number were shown to somebody: later ones have higher numbers. */
  | { readonly kind: 'shown'; readonly exchange: number }
  /** A trade was cancelled: a pay may be waiting for it. */
  | { readonly kind: 'cancelled'; readonly partner: string; readonly partnerTransId: string }
  /** A notification waits to be overtaken. */
  | { readonly kind: 'held back'; readonly partner: string; readonly notifyId: string }
  /** Another simulator has come. */
  | { readonly kind: 'arrived' }

export type Listener = {
  heard(news: News): Promise<void>
  /** A partner's journal has changed, somewhere. */
  journal(partner: string): void
  /** The store was away, and is back: anything may have happened. */
  returned(): void
  /** Every second: what another one left may be due. */
  beat(): void
}

/** How often each rule was hit and seen, by the rule. */
export type Tally = Readonly<Record<string, readonly [hits: number, seen: number]>>

export type LogEntry = { readonly number: number; readonly own: boolean; readonly text: string }

export type Sharing = {
  listen(listener: Listener): Promise<void>
  /** Resolves when every other simulator has dealt with it; one that has died is waited for a few seconds. */
  tell(news: News): Promise<void>
  /** The same, and waits for nobody. */
  mention(news: News): void
  /** No two simulators do such work on a partner at the same time. */
  alone<Result>(partner: string, work: () => Promise<Result>): Promise<Result>
  /** One value of that name for all: the first that was offered. */
  agree(name: string, offer: () => Promise<string>): Promise<string>
  /** Whether somebody else has tasks of the partner in hand. */
  isBusy(partner: string): Promise<boolean>
  /** The journal of a partner is listened to, by whoever is told so again and again. */
  watchJournal(partner: string): Promise<void>
  /** The documents of a partner as they stand, and the number of their state; undefined when that is the number given. */
  documents(partner: string, unless: number): Promise<SharedDocuments | undefined>
  /** Nothing is kept of what the partner is set to: it was never told, or the store has lost it. */
  isEmpty(partner: string): Promise<boolean>
  /** What befell accounts since the entry of that number, oldest first; gone when it reaches back too far. */
  log(partner: string, after: number): Promise<readonly LogEntry[]>
  /** An entry of its own: no trade came of it. */
  append(partner: string, text: string): Promise<void>
  /** Entries up to that number are in a document. */
  trimLog(partner: string, upTo: number): Promise<void>
  /** The number of the newest entry. */
  position(partner: string): Promise<number>
  /** Adds to the counts when they are still those of the number given; otherwise gives what they are. */
  count(partner: string, since: number, added: Tally): Promise<Counted>
  /** These begin anew. */
  forgetCounts(partner: string, rules: readonly string[]): Promise<void>
}

export type SharedDocuments = { readonly revision: number; readonly texts: Readonly<Record<string, string>> }

export type Counted =
  | { readonly kind: 'counted'; readonly number: number }
  | { readonly kind: 'stale'; readonly number: number; readonly tally: Tally }
