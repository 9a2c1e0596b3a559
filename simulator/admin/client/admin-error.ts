/**
 * The one error of the admin client: the simulator refused, could not be reached, or what was expected of it did not
 * hold.
 */
import type { ProblemCode, ProblemDetails } from '../problem-details.ts'

export type AdminErrorCode =
  | ProblemCode
  /** Nobody listens there, or the connection broke. */
  | 'UNREACHABLE'
  /** Somebody answers, but it is no control API of this kit. */
  | 'NO_CONTROL_API'
  /** Too few or too many requests matched. */
  | 'EXPECTATION_FAILED'

export class AdminError extends Error {
  override name = 'AdminError' as const
  readonly code: AdminErrorCode
  /** What the simulator said, when it did: `errors` names the fields that are wrong. */
  readonly problem: ProblemDetails | undefined

  /** @param detail what is wrong: a sentence with its full stop */
  constructor(
    code: AdminErrorCode,
    { detail, problem, cause }: { detail: string; problem?: ProblemDetails; cause?: unknown },
  ) {
    super(`[${code}] ${detail}`, { cause })
    this.code = code
    this.problem = problem
  }
}
