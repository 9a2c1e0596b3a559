/** The run that a verified bundle holds, as the runner would have handed it over. */
import type { z } from 'zod'
import { printable } from '../../protocol/diagnosis/shown.ts'
import type { ExchangeView } from '../../simulator/admin/client/index.ts'
import { checked, fieldName } from '../../simulator/behaviour/problem.ts'
import { KitError } from '../kit-error.ts'
import type { KnownFailure } from '../known-failures.ts'
import type { CaseResult, RunResult } from '../runner/result.ts'
import { type CaseRecord, evidenceOf } from '../verdict/case-record.ts'
import type { Violation } from '../verdict/judge.ts'
import { recordNames } from './bundle-files.ts'
import { casesSchema, exchangeSchema, recordSchema, resultsSchema, rulesSchema, runSchema } from './record-schema.ts'

export type StoredRun = {
  readonly run: RunResult
  readonly known: readonly KnownFailure[]
  /** The rules that were asked. */
  readonly ruleIds: readonly string[]
}

type Files = ReadonlyMap<string, Buffer>

/** @throws KitError BAD_EVIDENCE, with the file and the field */
export function storedRun(files: Files): StoredRun {
  const about = read(files, 'run.json', runSchema)
  const cases = read(files, 'cases.json', casesSchema)
  const { cases: results, stale } = read(files, 'results.json', resultsSchema)
  const { versions, target, capabilities: claimed, time_scale: timeScale } = about
  const capabilities = claimed as RunResult['capabilities']
  const resultOf = (row: (typeof results)[number]): CaseResult => {
    const { id, outcome, why, flaky } = row
    const theCase = cases.find((one) => one.id === id)
    if (theCase === undefined) throw bad('results.json', `${id} is no case of cases.json`)
    const [record, recordAgain] = [false, true].map((again) => recordOf(files, id, { again }))
    return {
      theCase,
      outcome,
      flaky,
      violations: row.violations as readonly Violation[],
      warnings: row.warnings as readonly Violation[],
      ...(why !== undefined && { why }),
      ...(record !== undefined && {
        record,
        evidence: judging(id, () => evidenceOf({ theCase, capabilities, timeScale }, record)),
      }),
      ...(recordAgain !== undefined && { recordAgain }),
      startedAt: Date.parse(row.started_at),
      tookMs: row.took_ms,
    }
  }
  return {
    run: {
      target: target.name,
      sutName: about.sut,
      seed: about.seed,
      profile: about.profile,
      timeScale,
      capabilities,
      strict: about.strict,
      versions,
      results: results.map(resultOf),
      stale,
      startedAt: Date.parse(about.started_at),
      tookMs: about.took_ms,
    },
    known: about.known_failures,
    ruleIds: read(files, 'rules.json', rulesSchema).map(({ id }) => id),
  }
}

/** What a rule stumbles over was signed so. @throws KitError BAD_EVIDENCE */
export function judging<Value>(id: string, work: () => Value): Value {
  try {
    return work()
  } catch (cause) {
    throw new KitError('BAD_EVIDENCE', { detail: `${id} cannot be judged from what was recorded of it.`, cause })
  }
}

function recordOf(files: Files, id: string, attempt: { readonly again: boolean }): CaseRecord | undefined {
  const names = recordNames(id, attempt)
  if (!files.has(names.evidence)) return undefined
  const seen = read(files, names.evidence, recordSchema) as unknown as Omit<CaseRecord, 'wire'>
  const lines = textOf(files, names.wire).split('\n').slice(0, -1)
  const wire = lines.map((line, at) => jsonAs(`${names.wire}:${at + 1}`, line, exchangeSchema) as unknown)
  return { ...seen, wire: wire as readonly ExchangeView[] }
}

function read<Value>(files: Files, name: string, schema: z.ZodType<Value>): Value {
  return jsonAs(name, textOf(files, name), schema)
}

function textOf(files: Files, name: string): string {
  const content = files.get(name)
  if (content === undefined) throw bad(name, 'is missing')
  return content.toString()
}

function jsonAs<Value>(name: string, text: string, schema: z.ZodType<Value>): Value {
  const result = checked(schema, parsed(name, text))
  if (result.ok) return result.value
  const [first] = result.problems
  throw bad(name, `${fieldName(first?.path ?? []) || 'the whole'} ${first?.message}`)
}

function parsed(name: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw bad(name, 'is no JSON', cause)
  }
}

function bad(name: string, what: string, cause?: unknown): KitError {
  return new KitError('BAD_EVIDENCE', { detail: printable(`${name}: ${what}.`), cause })
}
