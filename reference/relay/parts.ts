/**
 * What a relay is put together from: the parts of a till, and its own. Each may be taken out and another put in; for the
 * conformance kit, one with a mistake in it (defects/). A mistake of a till is one of a relay, too.
 */
import { createHttpTransport, type Transport } from '../client/index.ts'
import { goodParts as goodTillParts, type PosParts } from '../pos/parts.ts'
import { type BookScope, ownedBy } from '../pos/till/book-scope.ts'
import { openRelayBook } from './book/relay-book.ts'
import { admit, openDoor } from './door/door.ts'
import { refusingLatePays } from './door/late-pays.ts'
import { isOperator } from './door/relay-api.ts'
import { eventsOf } from './events/events-of.ts'
import { push } from './events/push.ts'
import { pushDesk } from './events/push-desk.ts'
import { pauseAfterPush } from './events/push-schedule.ts'
import { nextCredentials, readMerchant, shopOf, shopProblem } from './merchants/merchant.ts'
import type { RelaySettings } from './settings.ts'

export type RelayParts = PosParts & {
  /** In place of a till's. */
  readonly openRelayBook: typeof openRelayBook
  readonly openDoor: typeof openDoor
  readonly admit: typeof admit
  /** Which part of the book a merchant sees. */
  readonly scopeOf: (merchantId: string) => BookScope
  readonly refusingLatePays: typeof refusingLatePays
  readonly readMerchant: typeof readMerchant
  /** Who writes merchants down over HTTP. */
  readonly isOperator: typeof isOperator
  readonly shopOf: typeof shopOf
  readonly shopProblem: typeof shopProblem
  readonly nextCredentials: typeof nextCredentials
  readonly eventsOf: typeof eventsOf
  /** Carries the pushes. */
  readonly pushTransport: (settings: RelaySettings) => Transport
  readonly push: typeof push
  readonly pauseAfterPush: typeof pauseAfterPush
  readonly pushDesk: typeof pushDesk
}

export const goodParts: RelayParts = {
  ...goodTillParts,
  openRelayBook,
  openDoor,
  admit,
  scopeOf: ownedBy,
  refusingLatePays,
  readMerchant,
  isOperator,
  shopOf,
  shopProblem,
  nextCredentials,
  eventsOf,
  pushTransport: ({ clock }) => createHttpTransport({ clock }),
  push,
  pauseAfterPush,
  pushDesk,
}
