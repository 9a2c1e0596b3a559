/**
 * What a page or a terminal shows of the board, and why the board may not take what a person sends. Plain data.
 */
import type { Case } from '../case/case-schema.ts'
import type { CaseResult, Outcome } from '../runner/result.ts'
import type { Card } from './card.ts'

/** What the operator sets the till up with. */
export type Setup = { readonly gateway: string; readonly partner: string; readonly signType: string }

export type Phase =
  /** Gateway and kit are being started. */
  | { readonly kind: 'starting' }
  /** Waits for the operator to say who he is, and that the till is set up. */
  | { readonly kind: 'welcome' }
  | { readonly kind: 'card'; readonly card: Card }
  /** Nothing is to be done: the kit waits, or looks at wire and ledger. */
  | { readonly kind: 'busy' }
  | { readonly kind: 'paused' }
  | { readonly kind: 'finished' }

export type CaseLine = { readonly theCase: Case; readonly outcome: Outcome | undefined }

export type BoardView = {
  readonly target: string
  readonly setup: Setup | undefined
  readonly operator: string
  readonly phase: Phase
  /** All cases of the run, also those of earlier sittings. */
  readonly lines: readonly CaseLine[]
  readonly current: Case | undefined
  /** The one that ended last in this sitting. */
  readonly last: CaseResult | undefined
}

/** Why what a person sent was not taken. */
export const boardRefusals = {
  ALREADY_ANSWERED: 'This question was answered before, perhaps in another window. Here is what comes next.',
  UNKNOWN_ANSWER: 'Choose one of the answers.',
  NO_OPERATOR: 'Say who you are: the name stands beside every answer in the evidence.',
  NOT_NOW: 'The run is over, or paused.',
} as const
export type BoardRefusal = keyof typeof boardRefusals
