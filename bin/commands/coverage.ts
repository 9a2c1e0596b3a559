/** `coverage`: which clauses of the protocol pages the kit's rules and cases rest on. */
import { loadCases } from '../../conformance/case/load-cases.ts'
import { exceptions } from '../../conformance/clauses.ts'
import { coverage as coverageOf } from '../../conformance/coverage.ts'
import { rules } from '../../conformance/verdict/rules.ts'
import { scenarioPath } from '../../simulator/scenario-files.ts'
import { defineCommand } from '../command.ts'

export const coverage = defineCommand({
  about: [
    'For whoever judges the kit itself: every clause of the protocol pages with the rules and cases that rest on it,',
    'clauses that nothing looks at, and checks that rest on no clause.',
  ].join(' '),
  options: {
    rules: { type: 'flag', default: false, meaning: 'print the rules instead, with their sentences' },
    cases: { type: 'path', placeholder: 'folder', otherwise: 'those that ship', meaning: 'cases of your own' },
  },
  examples: ['alipay-sandbox coverage', 'alipay-sandbox coverage --rules'],
  exits: { held: 'every clause is looked at or excepted', didNotHold: 'one is not, or a check rests on none' },
  async run({ options, surroundings }) {
    if (options.rules) {
      for (const { id, sentence, clause, level, on } of rules)
        surroundings.write(
          `${id}  ${level}${on === undefined ? '' : ', where a case asks'}  ${clause}\n  ${sentence}\n`,
        )
      return 0
    }
    const { covered, unchecked, homeless } = coverageOf(await loadCases(options.cases ?? scenarioPath('cases')))
    for (const [clause, ids] of [...covered].sort(([a], [b]) => (a < b ? -1 : 1)))
      surroundings.write(
        `${clause}: ${ids.length} checks: ${ids.slice(0, 4).join(', ')}${ids.length > 4 ? ' …' : ''}\n`,
      )
    for (const [clause, why] of Object.entries(exceptions)) surroundings.write(`${clause}: excepted: ${why}\n`)
    for (const clause of unchecked) surroundings.write(`${clause}: NOTHING LOOKS AT IT\n`)
    for (const { id, clause } of homeless) surroundings.write(`${id}: RESTS ON ${clause}, which no page has\n`)
    return unchecked.length + homeless.length === 0 ? 0 : 1
  },
})
