/** Runs a reference system with one defect after the other, and sees whether the suite fails by the rule named for it. */
import type { Defect } from '../../reference/pos/defects/defect.ts'
import type { Clock } from '../../simulator/clock.ts'
import type { Case, Profile } from '../case/case-schema.ts'
import { runConformance } from '../run-conformance.ts'
import type { CaseResult } from '../runner/result.ts'
import type { Target } from '../target/target.ts'
import type { casesFor } from './mutant-plan.ts'

/** What is known of a defect from outside. */
export type MutantFacts = Pick<Defect, 'name' | 'sentence' | 'kills'>

export type MutantResult = {
  readonly defect: MutantFacts
  /** `killed by another`: the suite fails, but not by what the defect names. */
  readonly outcome: 'killed' | 'killed by another' | 'survived' | 'not started'
  readonly rules: readonly string[]
  readonly cases: readonly string[]
  /** Why it did not start. */
  readonly why?: string
}

export type MutantRun = {
  readonly target: Target
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly clock: Clock
  readonly cases: readonly Case[]
  /** Those that should catch it. */
  readonly casesFor: typeof casesFor
  readonly profile: Profile
  readonly seed: string
  /** How many tills at once. */
  readonly concurrency: number
  readonly onResult: (result: MutantResult) => void
}

/**
 * In the order of the defects. Several at once; what was not killed in the crowd is run once more by itself, for a till that
 * gets no time misses answers, and behaves as if it were another.
 */
export async function runMutants(run: MutantRun, defects: readonly MutantFacts[]): Promise<readonly MutantResult[]> {
  const results = new Map<string, MutantResult>()
  const [left, doubtful] = [[...defects], [] as MutantFacts[]]
  const end = (result: MutantResult) => {
    results.set(result.defect.name, result)
    run.onResult(result)
  }
  const worker = async () => {
    for (let defect = left.shift(); defect !== undefined; defect = left.shift()) {
      const result = await runMutant(run, defect)
      if (result.outcome === 'killed') end(result)
      else doubtful.push(defect)
    }
  }
  await Promise.all(Array.from({ length: run.concurrency }, worker))
  for (const defect of doubtful) end(await runMutant(run, defect))
  return defects.flatMap(({ name }) => results.get(name) ?? [])
}

async function runMutant(run: MutantRun, { name, sentence, kills }: MutantFacts): Promise<MutantResult> {
  const defect = { name, sentence, kills }
  try {
    const { results } = await runConformance({
      ...run,
      cases: run.casesFor(kills, run.cases),
      moreArguments: ['--defect', name],
      strict: true,
      again: false,
      known: [],
      concurrency: 40,
      onResult: () => undefined,
    })
    const failed = results.filter(({ outcome }) => outcome === 'failed')
    const rules = [...new Set(failed.flatMap(({ violations }) => violations.map(({ rule }) => rule)))]
    return { defect, outcome: outcomeOf(kills, failed, rules), rules, cases: failed.map(({ theCase }) => theCase.id) }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return { defect, outcome: 'not started', rules: [], cases: [], why }
  }
}

function outcomeOf(kills: string, failed: readonly CaseResult[], rules: readonly string[]): MutantResult['outcome'] {
  if (failed.length === 0) return 'survived'
  const named = rules.includes(kills) || failed.some(({ theCase }) => theCase.id.startsWith(kills))
  return named ? 'killed' : 'killed by another'
}
