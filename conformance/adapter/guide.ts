/**
 * What the runner tells a system under test that is a person: which case comes, which step, how it ended. A program needs none
 * of it; a person at a till has to know what to expect, and cannot be asked to do all that a program can.
 */
import type { Case, Step } from '../case/case-schema.ts'
import type { CaseResult } from '../runner/result.ts'
import type { Testimony } from '../verdict/testimony.ts'

export type CaseBrief = {
  readonly theCase: Case
  /** What a till should end in; undefined where single payments differ. */
  readonly ends: readonly string[] | undefined
}

export type Guide = {
  /** How long the kit waits for what only a person can bring about, in milliseconds of the wall clock. */
  readonly patienceMs: number
  /** A phrase: why nobody can do this by hand; undefined when it can be done. */
  cannot(theCase: Case): string | undefined
  /** Before the first step. Resolves when the person is there. @throws KitError PAUSED */
  begin(brief: CaseBrief): Promise<void>
  step(step: Step): void
  /** @throws KitError PAUSED when the case was given up for it */
  end(result: CaseResult): void
  /** What was asked and answered in the case under way. */
  testimony(): readonly Testimony[]
}
