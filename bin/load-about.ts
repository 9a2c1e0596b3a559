/** The head of `load --help`, printed from the tables: plans, mixes, and the settings of the scripts. */
import { mixes } from '../load/k6/lib/mixes.ts'
import { plans } from '../load/k6/lib/plans.ts'
import { variables } from '../load/k6/lib/variables.ts'

const about = [
  'For whoever answers for the speed of a POS backend: starts a simulator that is slow and misbehaves like a bad day,',
  'drives the backend through k6, and then proves by the books that no money was lost, made up or taken twice.',
].join(' ')

/** Commander wraps what is wider, and then forgets the columns. */
const width = 79

function row(name: string, text: string, column: number): string {
  const lines = ['']
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? ''
    if (line !== '' && column + line.length + word.length >= width) lines.push(word)
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`
  }
  const [first = '', ...more] = lines
  return [`  ${name}`.padEnd(column) + first, ...more.map((line) => ' '.repeat(column) + line)].join('\n')
}

const planRows = Object.entries(plans).map(([name, { about: what, rate, durationS }]) =>
  row(name, `${what} (${rate} a second, ${durationS} s)`, 18),
)
const auditRow = row('audit', 'no load: the export of a book (--book) against a simulator that runs (--admin)', 18)
const mixRows = Object.entries(mixes).map(([name, { because }]) => row(name, because, 18))
const variableRows = Object.entries(variables).map(([name, { default: otherwise, meaning }]) =>
  row(name, otherwise === '' ? meaning : `${meaning} (default: ${otherwise})`, 26),
)

export const loadAbout = `${about}

What can be run:
${[...planRows, auditRow].join('\n')}

Mixes:
${mixRows.join('\n')}

The scripts are k6's own and run without this command too (k6 run load/k6/pos.ts). What they read of the environment; most
of it is set from the options, and --set overrides it:
${variableRows.join('\n')}`
