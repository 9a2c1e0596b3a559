/**
 * The partner's clock of a run: begun at noon in Beijing, so that no cancel window closes under it, and running as many
 * times faster as SUT and simulator wait shorter. Keeps from which wall time on it ran.
 */
import { blankTime } from '../../protocol/beijing-time.ts'
import type { ClockView, PartnerAdmin } from '../../simulator/admin/client/index.ts'
import type { Clock } from '../../simulator/clock.ts'
import type { ClockAnchor } from '../verdict/case-record.ts'

export type PartnerTime = {
  /** So far: its beginning, and each beginning after a jump. */
  anchors(): readonly ClockAnchor[]
  /** Moves on by so many milliseconds of the protocol, then runs as before. */
  advance(ms: number): Promise<void>
}

export async function startPartnerTime(
  admin: PartnerAdmin,
  { clock, timeScale }: { readonly clock: Clock; readonly timeScale: number },
): Promise<PartnerTime> {
  const anchors: ClockAnchor[] = []
  const run = async () => {
    const shown: ClockView = await admin.clock.run(timeScale)
    anchors.push({ partner: Date.parse(shown.now.iso), wall: clock.now() })
  }
  await admin.clock.freeze(`${blankTime(clock.now()).slice(0, 10)} 12:00:00`)
  await run()
  return {
    anchors: () => [...anchors],
    async advance(ms) {
      await admin.clock.freeze()
      await admin.clock.advance({ ms })
      await run()
    },
  }
}
