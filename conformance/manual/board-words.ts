/** What page and terminal both say of a run. Pure. */
import type { BoardView, CaseLine } from './board-view.ts'

/** `SPOT-003`, or the id of a case that is none of Alipay's own. */
export function shortName({ theCase: { spot, id } }: Pick<CaseLine, 'theCase'>): string {
  return spot ?? id
}

export function progressText({ lines }: BoardView): string {
  const done = lines.filter(({ outcome }) => outcome !== undefined).length
  return `${done} of ${lines.length} ${lines.length === 1 ? 'case' : 'cases'} done`
}
