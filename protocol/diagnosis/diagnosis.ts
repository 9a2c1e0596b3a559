/**
 * What a refused message is told: what was wrong, why, and what to do next. Types, and how a broken field becomes one.
 * Nothing in here carries a secret: no key, and no right signature that the caller could copy instead of mending.
 * Source: design.md "The way of one request"; signature.md §6.
 */
import type { FieldProblem } from '../validate-fields.ts'
import type { Difference } from './difference.ts'
import type { Mistake } from './mistake.ts'
import { bounded } from './shown.ts'

export type Diagnosis = {
  /** The gateway's own error code. */
  readonly code: string
  /** What was wrong: one sentence for a person. */
  readonly sentence: string
  /** What to do next. */
  readonly next: string
  /** The parameter at fault, by its name on the wire; a member of a JSON field as `extend_info.store_id`. */
  readonly parameter?: string
  /** The rule that it breaks. */
  readonly rule?: string
  /** What came, at most 200 characters of it. */
  readonly value?: string
  readonly signature?: SignatureDiagnosis
}

type SignatureBasics = {
  /** The exact string that the signature should cover, without the key; longer than 4,096 characters it is cut. */
  readonly expectedString: string
  /** The signature that came, at most 400 characters of it. */
  readonly received: string
  /** The right MD5 signature with its middle left out. Absent for RSA: only the caller can make that one. */
  readonly expectedSignature?: string
  /** The mistakes that together produce exactly the signature received, in the order in which they are made. */
  readonly mistakes: readonly Mistake[]
}

export type RightSignature = SignatureBasics & { readonly verdict: 'right' }

export type MistakenSignature = SignatureBasics & {
  readonly verdict: 'mistaken'
  /** Other mistakes that would have produced the very same signature. */
  readonly alternatives: readonly (readonly Mistake[])[]
  /** Where the string that the caller signed leaves the right one; absent when both are the same bytes, or longer than 65,536 characters. */
  readonly difference?: Difference
}

export type UnexplainedSignature = SignatureBasics & {
  readonly verdict: 'unexplained'
  /** What can be said for certain all the same, most telling first. */
  readonly facts: readonly string[]
  /** What was tried, in short. */
  readonly tried: string
  /** What to check, commonest first. */
  readonly checks: readonly string[]
}

export type SignatureDiagnosis = RightSignature | MistakenSignature | UnexplainedSignature

/** What a field that breaks its rule is told. Source: spot-pay.md §1 and its sisters, by way of the field tables. */
export function diagnoseField({ field, rule, value, problem }: FieldProblem, code = 'INVALID_PARAMETER'): Diagnosis {
  const parameter = bounded(field, 200)
  const sentence =
    problem === 'missing' ? `The parameter ${parameter} is missing.` : `The parameter ${parameter} breaks its rule.`
  const next = `${problem === 'missing' ? 'Send' : 'Mend'} ${parameter}, sign again, and repeat the request.`
  return { code, sentence, next, parameter, rule, ...(value === undefined ? {} : { value: bounded(value, 200) }) }
}
