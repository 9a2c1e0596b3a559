/** `conform --explore N`: the journeys beyond the cases, what a person sees of them, and the case files of what was found. */
import { relative } from 'node:path'
import { explorationText } from '../conformance/explore/exploration-text.ts'
import { type Exploration, explore } from '../conformance/explore/explore.ts'
import { saveJourney } from '../conformance/explore/save-journey.ts'
import type { ConformanceRun } from '../conformance/run-conformance.ts'
import type { RunResult } from '../conformance/runner/result.ts'
import type { CommandRun } from './command.ts'
import { CommandError, systemCode } from './command-error.ts'
import type { conformOptions } from './conform-options.ts'

export type Explorer = {
  /** For the run, after its cases; undefined when nothing is to be explored. */
  readonly beyond: ConformanceRun['beyond']
  /** Saves what was found and tells it. @throws CommandError UNWRITABLE_FILE */
  tell(result: RunResult): Promise<void>
}

export function explorer({ options, surroundings }: CommandRun<typeof conformOptions>, seed: string): Explorer {
  const { explore: journeys, concurrency, strict, exploreSave: folder } = options
  let exploration: Exploration | undefined
  const moving = process.stderr.isTTY === true
  return {
    beyond:
      journeys === undefined
        ? undefined
        : async (parts) => {
            surroundings.remark(`${journeys} journeys, seed ${seed}\n`)
            exploration = await explore(parts, {
              ...{ journeys, seed, concurrency, strict },
              onProgress(done) {
                if (moving) surroundings.remark(`\r${done}/${journeys}${done === journeys ? '\n' : ''}`)
              },
              onFound: (rule, count) => surroundings.remark(`${rule} is broken in ${count} of them; shrinking one\n`),
            })
            return exploration.results
          },
    async tell({ sutName, targetFile }) {
      if (exploration === undefined) return
      const files = new Map<string, string>()
      const where = { sutName, seed, journeys: exploration.journeys }
      for (const found of exploration.found)
        try {
          files.set(found.theCase.id, shown(await saveJourney(folder, found, where)))
        } catch (cause) {
          const detail = `${folder} cannot be written to (${systemCode(cause)}).`
          throw new CommandError('UNWRITABLE_FILE', { detail, cause })
        }
      surroundings.write(
        explorationText(exploration, {
          run: { seed, ...(targetFile !== undefined && { targetFile }) },
          folder: shown(folder),
          files,
        }),
      )
    },
  }

  function shown(path: string): string {
    const short = relative(surroundings.workingFolder, path)
    return short.startsWith('..') ? path : short
  }
}
