/** A finding as a case file: DIR/explore/NAME.yaml, as loadCases reads it. Existing files of the same journey are replaced. */
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { stringify } from 'yaml'
import { type JourneyWords, writtenCase } from './journey.ts'
import type { Found } from './look-closer.ts'

/** What nobody can read from the case itself. */
export type FoundIn = { readonly sutName: string; readonly seed: string; readonly journeys: number }

/** @returns the text of the file */
export function journeyYaml({ theCase, journey, rules }: Found, { sutName, seed, journeys }: FoundIn): string {
  const about: JourneyWords = {
    proves: theCase.proves,
    source: theCase.source,
    costs: theCase.costs,
    mend: theCase.mend,
  }
  const head = [
    `# Found by conform --explore ${journeys} --seed ${oneLine(seed)} against ${oneLine(sutName)}, and shrunk.`,
    `# Breaks ${rules.join(', ')}.`,
  ]
  return `${head.join('\n')}\n${stringify(writtenCase(journey, about), { aliasDuplicateObjects: false, lineWidth: 118 })}`
}

function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ')
}

/** @returns the path that was written */
export async function saveJourney(folder: string, found: Found, where: FoundIn): Promise<string> {
  const file = join(folder, `${found.theCase.id}.yaml`)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, journeyYaml(found, where))
  return file
}
