/** A payment of a running case: what was asked for, what has been told so far. */
import type { Payment, PaymentRequest, Refund, RefundRequest } from '../../reference/terminal-api/words.ts'
import type { Conversation } from '../adapter/system-under-test.ts'

export type SaleState = {
  readonly name: string
  readonly request: PaymentRequest
  /** As whom it is asked for. */
  readonly sut: Conversation
  /** The merchant, where the SUT is a relay. */
  readonly by: string | undefined
  readonly history: Payment[]
  readonly refunds: Map<string, { readonly request: RefundRequest; told: Refund | undefined }>
  /** Calls that are answered only when the payment is known. */
  readonly open: Promise<void>[]
  cancelAsked: boolean
  /** The SUT took it: it knows of it. */
  taken: boolean
  /** The SUT refused to take it, as it should or not. */
  refused: boolean
}

type Asked = Pick<SaleState, 'name' | 'request' | 'sut' | 'by'>

export function newSale(asked: Asked): SaleState {
  const history: Payment[] = []
  return { ...asked, history, refunds: new Map(), open: [], cancelAsked: false, taken: false, refused: false }
}

export function lastTold({ history }: SaleState): Payment | undefined {
  return history.at(-1)
}
