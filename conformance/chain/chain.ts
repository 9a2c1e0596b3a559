/** Those around a relay during a run, all played by the kit: its merchants and, behind an integrator, an acquirer. Types only. */
import type { Conversation } from '../adapter/system-under-test.ts'
import type { HeardResult, NextCall, SeenMerchant } from '../verdict/chain-seen.ts'
import type { NextHop } from './next-hop.ts'
import type { Receiver } from './receiver.ts'
import type { ResultStream } from './result-stream.ts'
import type { Mistake } from './words.ts'

export type HandAnswer = { readonly status: number; readonly text: string }

export type HandCall = {
  readonly method: string
  /** Path and query. */
  readonly target: string
  readonly body?: unknown
}

/** A call as it went out: it can be sent once more. */
export type SentCall = HandCall & { readonly headers: Readonly<Record<string, string>> }

export type PlayedMerchant = SeenMerchant & {
  readonly method: 'webhook' | 'polling' | 'stream'
  readonly conversation: Conversation
  /** With its key and signature, or a mistake in them. */
  sign(call: HandCall, mistake?: Mistake): SentCall
}

export type Onboarding = {
  readonly who: string
  readonly key: 'operator' | 'none' | 'merchant'
  readonly change: Readonly<Record<string, unknown>>
  readonly new_key: boolean
}

export type Chain = {
  readonly role: 'integrator' | 'acquirer'
  readonly merchants: readonly SeenMerchant[]
  /** @default the first */
  merchant(name: string | undefined): PlayedMerchant
  send(call: SentCall): Promise<HandAnswer>
  readonly receiver: Receiver
  readonly stream: ResultStream
  /** Only behind an integrator. */
  readonly next?: NextHop
  /** Those that come for their results come now. */
  poll(): Promise<void>
  /** So far. */
  heard(): readonly HeardResult[]
  calls(): readonly NextCall[]
  onboard(onboarding: Onboarding): Promise<HandAnswer>
  /** How many times faster the SUT's pauses between two pushes pass. */
  readonly pushTimeScale: number
  /** Every key and secret that was handed out: never to be shown. */
  secrets(): readonly string[]
  stop(): Promise<void>
}
