/** What a defect of a relay is: one realistic mistake, as a function that puts a bad part in the place of a good one. */
import type { Defect as TillDefect } from '../../pos/defects/defect.ts'
import type { RelayParts } from '../parts.ts'

export type RelayDefect = Omit<TillDefect, 'apply'> & {
  /** Of a relay whose next hop is another relay; the others show before the gateway as well. */
  readonly role?: 'integrator'
  readonly apply: (parts: RelayParts) => RelayParts
}

/** A till's mistake, made by a relay. */
export function ofTill({ apply, ...defect }: TillDefect): RelayDefect {
  return { ...defect, apply: (parts) => ({ ...parts, ...apply(parts) }) }
}
