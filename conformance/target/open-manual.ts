/** A target that is a person at a till: nothing is started; the board is told what the till has to be set up with. */
import type { Clock } from '../../simulator/clock.ts'
import { manualSystem } from '../adapter/manual.ts'
import type { SystemUnderTest } from '../adapter/system-under-test.ts'
import { readCapabilities } from '../adapter/words-schema.ts'
import type { Board } from '../manual/board.ts'
import { settleMs } from '../runner/case-world.ts'
import type { WireIndex } from '../runner/wire-index.ts'
import type { RunFacts } from './run-facts.ts'
import type { Target } from './target.ts'

type PersonSurroundings = { readonly board: Board; readonly clock: Clock; readonly index: WireIndex }

export function openManual(
  { name, capabilities, time_scale: timeScale }: Target,
  { gateway, partner, sign_type: signType }: RunFacts,
  { board, clock, index }: PersonSurroundings,
): SystemUnderTest {
  const own = capabilities?.name === 'unnamed' ? undefined : capabilities?.name
  const claimed = readCapabilities({ ...capabilities, name: own ?? name }, 'capabilities of the target file')
  board.open({ gateway, partner, signType })
  return manualSystem({
    board,
    clock,
    capabilities: claimed,
    decidesWithinMs: settleMs({ capabilities: claimed, timeScale }),
    async codeSeen(code) {
      await index.refresh()
      return index.ordersOf(code).length > 0
    },
  })
}
