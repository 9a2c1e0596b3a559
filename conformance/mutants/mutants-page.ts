/** docs/mutants.md: every defect and what catches it; rules and cases that no defect trips. Pure. */
import type { Case } from '../case/case-schema.ts'
import { rules } from '../verdict/rules.ts'
import type { MutantResult } from './run-mutants.ts'

export type Untripped = { readonly rules: readonly string[]; readonly cases: readonly string[] }

export function untripped(
  results: readonly MutantResult[],
  cases: readonly Case[],
  ruleIds: readonly string[] = rules.map(({ id }) => id),
): Untripped {
  const trippedRules = new Set(results.flatMap((result) => result.rules))
  const trippedCases = new Set(results.flatMap((result) => result.cases))
  return {
    rules: ruleIds.filter((id) => !trippedRules.has(id)),
    cases: cases.map(({ id }) => id).filter((id) => !trippedCases.has(id)),
  }
}

export type MutantsWords = { readonly title: string; readonly system: string; readonly writer: string }

export function mutantsPage(
  results: readonly MutantResult[],
  { rules: idle, cases }: Untripped,
  { title, system, writer }: MutantsWords = { title: 'Mutants', system: 'till', writer: 'npm run mutants' },
): string {
  const killed = results.filter(({ outcome }) => outcome === 'killed').length
  const rows = results.map(({ defect, outcome, cases: by }) => {
    const shown = `${by.slice(0, 3).join(', ')}${by.length > 3 ? ` and ${by.length - 3} more` : ''}`
    return `| \`${defect.name}\` | ${cell(defect.sentence)} | \`${defect.kills}\` | ${outcome} | ${shown} |`
  })
  return [
    `# ${title}`,
    '',
    `Each row is one mistake, put into the reference ${system} by \`--defect\`. The suite must fail on it by the rule`,
    `that is named for it: a check that no mutant trips is no check. \`${writer}\` writes this page.`,
    '',
    `${results.length} defects: ${killed} killed by the rule named for them.`,
    '',
    `| defect | what the ${system} does wrong | rule | outcome | cases that fail |`,
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
    list('Rules that no defect trips', idle),
    list('Cases that no defect trips', cases),
  ].join('\n')
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|')
}

function list(title: string, ids: readonly string[]): string {
  return `## ${title}\n\n${ids.length === 0 ? 'None.' : ids.map((id) => `- \`${id}\``).join('\n')}\n`
}
