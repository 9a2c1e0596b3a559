/** The parts of a reference system, good or with one defect in; and its log. The defects are loaded only when one is named. */
import type { LogEntry, PosLog } from '../reference/pos/log.ts'
import { goodParts as goodTillParts, type PosParts } from '../reference/pos/parts.ts'
import { goodParts as goodRelayParts, type RelayParts } from '../reference/relay/parts.ts'
import type { Surroundings } from './command.ts'
import { CommandError } from './command-error.ts'

/** Of every reference system. */
export const defectOptions = {
  defect: {
    type: 'text',
    placeholder: 'name',
    otherwise: 'none',
    meaning: 'put one realistic mistake in, for the conformance kit',
  },
  listDefects: { type: 'flag', default: false, meaning: 'print the mistakes there are, and what finds each of them' },
} as const

/** @throws CommandError BAD_USAGE */
export async function tillPartsWith(defect: string | undefined): Promise<PosParts> {
  if (defect === undefined) return goodTillParts
  return named((await import('../reference/pos/defects/defects.ts')).defects, defect).apply(goodTillParts)
}

/** @throws CommandError BAD_USAGE */
export async function relayPartsWith(defect: string | undefined): Promise<RelayParts> {
  if (defect === undefined) return goodRelayParts
  return named((await import('../reference/relay/defects/defects.ts')).defects, defect).apply(goodRelayParts)
}

function named<Defect extends { readonly name: string }>(defects: readonly Defect[], name: string): Defect {
  const defect = defects.find((known) => known.name === name)
  if (defect !== undefined) return defect
  throw new CommandError('BAD_USAGE', { detail: `There is no defect "${name}": --list-defects prints them.` })
}

type DefectFacts = Readonly<Record<'name' | 'sentence' | 'source' | 'kills', string>>

export function printDefects({ write }: Surroundings, defects: readonly DefectFacts[]): void {
  for (const { name, sentence, source, kills } of defects)
    write(`${name}\n  ${sentence}\n  ${source}; found by ${kills}\n`)
}

/** One JSON object a line, on standard error. */
export function jsonLines({ remark }: Pick<Surroundings, 'remark'>): PosLog {
  return (entry: LogEntry) => remark(`${JSON.stringify({ at: new Date().toISOString(), ...entry })}\n`)
}
