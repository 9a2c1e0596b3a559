/**
 * Walks the lint table over a request: what the gateway lets pass and is a mistake all the same.
 * Pure, and cheap enough for every request. Source: lint-rules.ts, row by row.
 */
import { valueNamed } from '../parameter.ts'
import { serviceNamed } from '../service.ts'
import { type LintedRequest, type LintRuleId, type LintSubject, lintRules } from './lint-rules.ts'
import { bounded } from './shown.ts'

export type { LintedRequest } from './lint-rules.ts'

export type LintFinding = {
  readonly id: LintRuleId
  readonly sentence: string
  /** The parameter it is about. */
  readonly parameter?: string
  readonly source: string
}

/** A request of a thousand unknown parameters is one mistake. */
const findingsMostPerRule = 5

/** In the order of the table. */
export function lintRequest(request: LintedRequest): readonly LintFinding[] {
  const all = [...request.query, ...request.body]
  const value = (name: string) => valueNamed(all, name) ?? ''
  const subject: LintSubject = { ...request, all, value, service: serviceNamed(value('service')) }
  return lintRules.flatMap(({ id, sentence, source, finds }) =>
    finds(subject)
      .slice(0, findingsMostPerRule)
      .map((parameter) => ({ id, sentence, parameter: bounded(parameter, 100), source })),
  )
}
