import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { scenarioPath } from '../scenario-files.ts'
import { SimulatorError } from '../simulator-error.ts'
import { globalDialect, loadDialect } from './dialect.ts'
import { parseDialectFile } from './dialect-file.ts'
import { switches } from './switch.ts'

async function shipped(name: string) {
  const path = scenarioPath('dialects', `${name}.yaml`)
  return parseDialectFile(await readFile(path, 'utf8'), path)
}

async function refusal(work: Promise<unknown>): Promise<SimulatorError> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (error instanceof SimulatorError) return error
  throw new Error(`no SimulatorError but ${String(error)}`)
}

describe('scenarios/dialects/global.yaml', () => {
  it('lists every switch once, in order, with the first choice of the table', async () => {
    const { statements } = await shipped('global')
    const table = Object.entries(switches).map(([name, [first]]) => [name, first])
    expect(statements.map(({ name, value }) => [name, value])).toEqual(table)
  })

  it('is the dialect that is at hand without a file', async () => {
    const { statements } = await shipped('global')
    expect(Object.fromEntries(statements.map(({ name, value }) => [name, value]))).toEqual(globalDialect)
  })

  it('names every other choice in what it says of the others', async () => {
    for (const { name, value, other } of (await shipped('global')).statements)
      for (const choice of switches[name].filter((candidate) => candidate !== value))
        expect(other, name).toContain(`\`${choice}\``)
  })
})

describe('every dialect that ships', async () => {
  const names = (await readdir(scenarioPath('dialects'))).map((file) => file.replace('.yaml', ''))

  it.each(names)('%s gives grade, pages, meaning and the other choices', async (name) => {
    const { title, statements } = await shipped(name)
    expect(title).not.toBe('')
    expect(statements.length).toBeGreaterThan(5)
    for (const { name: switchName, grade, source, meaning, other } of statements) {
      expect(['A', 'A*', 'B', 'C', 'inferred'], switchName).toContain(grade)
      expect(source.length, switchName).toBeGreaterThan(0)
      for (const page of source) expect(page, switchName).toMatch(/^[a-z-]+\.md §\d( \(\d+\))?$/)
      expect(meaning, switchName).toMatch(/\.$/)
      expect(other, switchName).toMatch(/\.$/)
    }
  })
})

describe('a dialect is loaded', () => {
  let directory = ''
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'dialect-'))
  })
  afterAll(() => rm(directory, { recursive: true }))

  const written = async (name: string, text: string) => {
    const file = join(directory, name)
    await writeFile(file, text)
    return file
  }

  it('by name', async () => {
    expect(await loadDialect('global')).toEqual(globalDialect)
    const hk = await loadDialect('hk')
    expect(hk).toEqual({ ...globalDialect, ...hk })
    expect(hk).toMatchObject({ paymentInst: 'present', cnyFields: 'absent', refundReasonName: 'refund_reson' })
  })

  it('with single switches turned, booleans included', async () => {
    const dialect = await loadDialect('hk', { paymentInst: 'absent', notifyOnCancel: 'true', errorPrefix: 'ACQ.' })
    expect(dialect).toEqual({
      ...(await loadDialect('hk')),
      paymentInst: 'absent',
      notifyOnCancel: true,
      errorPrefix: 'ACQ.',
    })
  })

  it('from a file that extends another one beside it, with bare values', async () => {
    await written('base.yaml', 'extends: hk\nswitches: { refundBatch: "23:00 to 05:00", tradeFinished: false }\n')
    const file = await written('own.yaml', 'extends: ./base.yaml\nswitches:\n  refundPeriod: 90 days\n')
    expect(await loadDialect(file)).toEqual({
      ...(await loadDialect('hk')),
      refundBatch: '23:00 to 05:00',
      tradeFinished: false,
      refundPeriod: '90 days',
    })
  })

  it('from a file without extends as the global one with what it says', async () => {
    const file = await written('plain.yaml', 'switches:\n  refundBatch: 23:00\n')
    expect(await loadDialect(file)).toEqual({ ...globalDialect, refundBatch: '23:00' })
  })

  it.each([
    [
      'switches:\n  # what a query says\n  queryNotFond: X\n',
      'UNKNOWN_SWITCH',
      ':3: there is no switch "queryNotFond" (did you mean "queryNotFound"?)',
    ],
    [
      'switches:\n  queryNotFound:\n    grade: A\n    value: TRADE_NOT_EXISTS\n',
      'UNKNOWN_SWITCH_VALUE',
      ':4: queryNotFound cannot be "TRADE_NOT_EXISTS" (did you mean "TRADE_NOT_EXIST"?)',
    ],
    [
      'switches:\n  notifyOnCancel: yes\n',
      'UNKNOWN_SWITCH_VALUE',
      ':2: notifyOnCancel cannot be "yes"; it is "false" or "true"',
    ],
    ['switches:\n  notifyOnCancel:\n    grade: A\n', 'UNREADABLE_DIALECT', ':2: notifyOnCancel has no value'],
    [
      '\nswitch:\n  notifyOnCancel: true\n',
      'UNREADABLE_DIALECT',
      ':2: "switch" means nothing here (did you mean "switches"?)',
    ],
    ['switches: [notifyOnCancel]\n', 'UNREADABLE_DIALECT', ':1: names with values belong here'],
    ['', 'UNREADABLE_DIALECT', ':1: names with values belong here'],
    ['title: "x\n', 'UNREADABLE_DIALECT', ':2: '],
    ['title: a\ntitle: b\n', 'UNREADABLE_DIALECT', ':2: '],
  ])('not from %j: %s', async (text, code, where) => {
    const file = await written('wrong.yaml', text)
    const error = await refusal(loadDialect(file))
    expect(error.code).toBe(code)
    expect(error.message).toContain(`[${code}] ${file}${where}`)
  })

  it('not in a circle', async () => {
    const one = await written('one.yaml', 'extends: ./two.yaml\n')
    await written('two.yaml', 'extends: ./one.yaml\n')
    const error = await refusal(loadDialect(one))
    expect(error.code).toBe('UNREADABLE_DIALECT')
    expect(error.message).toContain('a circle')
  })

  it('not by an unknown name, which is told its nearest neighbour', async () => {
    const error = await refusal(loadDialect('globe'))
    expect(error.code).toBe('UNKNOWN_DIALECT')
    expect(error.message).toContain('no dialect "globe" (did you mean "global"?); there are global, hk')
  })

  it('not from a file that is not there', async () => {
    const error = await refusal(loadDialect(join(directory, 'none.yaml')))
    expect(error.code).toBe('UNKNOWN_DIALECT')
    expect(error.message).toContain('none.yaml cannot be read (ENOENT)')
  })

  it('not with an unknown switch or value among the overrides', async () => {
    expect((await refusal(loadDialect('global', { paymentinst: 'present' }))).message).toContain(
      '[UNKNOWN_SWITCH] paymentinst=present: there is no switch "paymentinst" (did you mean "paymentInst"?)',
    )
    expect((await refusal(loadDialect('global', { paymentInst: 'here' }))).code).toBe('UNKNOWN_SWITCH_VALUE')
    expect((await refusal(loadDialect('global', { toString: 'x' }))).code).toBe('UNKNOWN_SWITCH')
  })
})
