/**
 * The system under test (SUT) as the kit sees it, whatever it is spoken to through. Source: terminal-api.md.
 */
import type {
  Capabilities,
  Payment,
  PaymentRequest,
  Refund,
  RefundRequest,
  TerminalErrorCode,
} from '../../reference/terminal-api/words.ts'
import type { Guide } from './guide.ts'

export type SystemUnderTest = {
  capabilities(): Promise<Capabilities>
  pay(request: PaymentRequest): Promise<Payment>
  get(paymentId: string): Promise<Payment>
  cancel(paymentId: string): Promise<Payment>
  refund(paymentId: string, request: RefundRequest): Promise<Refund>
  getRefund(paymentId: string, refundId: string): Promise<Refund>
  list(): AsyncIterable<Payment>
  /** At once, as a power cut does. */
  kill(): Promise<void>
  /** Started again with the same state; resolves when it is ready. */
  restart(): Promise<void>
  /** Asked to end, and killed when it does not. */
  stop(): Promise<void>
  /** The end of what it wrote to stderr, bounded. */
  lastWords(): string
  /** Only of one that is a person. */
  readonly guide?: Guide
}

/** What every transport provides; killing and starting belong to the target. */
export type Conversation = Omit<SystemUnderTest, 'kill' | 'restart' | 'stop' | 'lastWords' | 'guide'>

/** `unreachable`, `nonsense` and `timeout`: it said nothing that could be judged. The others are its own words. */
export type SutErrorCode = TerminalErrorCode | 'unreachable' | 'nonsense' | 'timeout'

export class SutError extends Error {
  override name = 'SutError' as const
  readonly code: SutErrorCode

  constructor(code: SutErrorCode, { detail, cause }: { detail: string; cause?: unknown }) {
    super(`[${code}] ${detail}`, { cause })
    this.code = code
  }
}

/** Whether the SUT said something that can be judged: a refusal in its own words. */
export function isAnswer(error: unknown): error is SutError {
  return error instanceof SutError && !['unreachable', 'nonsense', 'timeout'].includes(error.code)
}
