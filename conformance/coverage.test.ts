import { expect, it } from 'vitest'
import { scenarioPath } from '../simulator/scenario-files.ts'
import { loadCases } from './case/load-cases.ts'
import { exceptions } from './clauses.ts'
import { clausesOf, coverage } from './coverage.ts'

const result = coverage(await loadCases(scenarioPath('cases')))

it('every rule and every case rests on a clause that a page has', () => {
  expect(result.homeless).toEqual([])
})

it('every clause is looked at or excepted with its reason', () => {
  expect(result.unchecked).toEqual([])
})

it('no exception is stale', () => {
  expect(Object.keys(exceptions).filter((clause) => result.covered.has(clause))).toEqual([])
})

it('reads several sections of a page', () => {
  expect(clausesOf('flows.md §1, §5 (K21)')).toEqual(['flows.md §1', 'flows.md §5'])
})
