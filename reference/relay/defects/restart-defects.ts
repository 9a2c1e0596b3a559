/** Mistakes of a relay that was switched off in the middle: those of a till, and of what a relay has besides. */
import { restartDefects as tillDefects } from '../../pos/defects/restart-defects.ts'
import { ofTill, type RelayDefect } from './defect.ts'

type Here = Pick<RelayDefect, 'name' | 'sentence' | 'kills'>

/** A till's mistake, found by what is asked of a relay. */
function alsoHere(tillName: string, here: Here): readonly RelayDefect[] {
  return tillDefects.filter(({ name }) => name === tillName).map((defect) => ({ ...ofTill(defect), ...here }))
}

export const relayRestartDefects: readonly RelayDefect[] = [
  ...alsoHere('open-payments-forgotten', {
    name: 'handed-on-and-forgotten',
    sentence: 'What was handed on when the power failed is not asked about any more.',
    kills: 'hop-power-cut/during-the-pay',
  }),
  ...alsoHere('open-payments-are-not-paid', {
    name: 'handed-on-is-not-paid',
    sentence: 'What waited for the buyer when the power failed is told as not paid.',
    kills: 'hop-power-cut/during-the-password',
  }),
  ...alsoHere('open-cancel-taken-for-done', {
    name: 'cancel-taken-for-done',
    sentence: 'A cancel that was under way when the power failed is told as cancelled, and not finished.',
    kills: 'hop-power-cut/during-the-cancel',
  }),
  ...alsoHere('refund-with-a-new-id-after-restart', {
    name: 'refund-handed-on-anew',
    sentence: 'A refund that was under way when the power failed is handed on under a new id.',
    kills: 'hop-power-cut/during-the-refund',
  }),
  {
    name: 'relay-book-in-memory',
    sentence: 'The order book is kept in memory, and the feed of results with it.',
    source: 'terminal-api.md',
    kills: 'hop-power-cut/of-a-merchant-that-polls',
    apply: (parts) => ({ ...parts, openRelayBook: (_, bookParts) => parts.openRelayBook(':memory:', bookParts) }),
  },
]
