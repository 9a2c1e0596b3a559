/**
 * A till with a person at it: what a program would be asked becomes a card, what the person answers becomes the till's word.
 * Wire and ledger are judged as ever. Source: terminal-api.md (Words); issue 6 (`manual` adapter).
 */
import type { Payment, PaymentRequest, Refund, RefundRequest } from '../../reference/terminal-api/words.ts'
import { sleep } from '../../simulator/clock.ts'
import { KitError } from '../kit-error.ts'
import type { Board } from '../manual/board.ts'
import type { CardDraft, Given } from '../manual/card.ts'
import * as cards from '../manual/instructions.ts'
import { type InterviewSettings, makeInterview } from '../manual/interview.ts'
import type { Guide } from './guide.ts'
import { SutError, type SystemUnderTest } from './system-under-test.ts'
import { readCapabilities } from './words-schema.ts'

export type ManualSettings = InterviewSettings & {
  readonly board: Board
  /** What the target claims of the till; it cannot be asked. */
  readonly capabilities: unknown
  /** Whether a payment with this code has reached the gateway. */
  readonly codeSeen: (code: string) => Promise<boolean>
}

/** A payment that somebody was asked to take. */
type Entry = {
  readonly request: PaymentRequest
  told: Payment | undefined
  /** The question that is open about it. */
  asking: Promise<Payment> | undefined
  /** What was told may no longer be so: it is looked at again. */
  stale: boolean
  readonly refunds: Map<string, RefundRequest>
}

/** A person is waited for so long where the gateway has to see something first. */
const patienceMs = 60 * 60_000
const seenEveryMs = 700

export function manualSystem(settings: ManualSettings): SystemUnderTest {
  const { board, clock, codeSeen } = settings
  const interview = makeInterview(settings)
  const entries = new Map<string, Entry>()

  const known = (id: string): Entry => {
    const entry = entries.get(id)
    if (entry === undefined) throw new SutError('not_found', { detail: `Nobody was asked to take ${id}.` })
    return entry
  }

  function askPayment(entry: Entry, draft: CardDraft): Promise<Payment> {
    board.withdraw(entry.request.payment_id)
    entry.stale = false
    const asking = payment(entry, draft).finally(() => {
      if (entry.asking === asking) entry.asking = undefined
    })
    entry.asking = asking
    return asking
  }

  async function payment(entry: Entry, draft: CardDraft): Promise<Payment> {
    const { request } = entry
    const again = cards.lookCard(request, { still: true, expectation: draft.expectation })
    const given = await interview.untilDecided(request.payment_id, draft, again)
    if (given.kind === 'overtaken') return entry.told ?? { ...request, status: 'pending' }
    if (given.answer === 'refused') throw interview.refusal('The till did not take it.', given.note)
    entry.told = { ...request, status: cards.paymentStatus(given.answer), ...messageOf(given) }
    return entry.told
  }

  async function askRefund(entry: Entry, request: RefundRequest, draft: CardDraft): Promise<Refund> {
    const again = cards.refundLookCard(entry.request, request, draft.expectation)
    const given = await interview.untilDecided(entry.request.payment_id, draft, again)
    if (given.kind === 'overtaken') return { ...request, status: 'pending' }
    if (given.answer === 'refused') throw interview.refusal('The till did not refund it.', given.note)
    return { ...request, status: cards.refundStatus(given.answer), ...messageOf(given) }
  }

  /** Only shown: what cannot be found out now is asked again. */
  async function watchCode({ request }: Entry, asking: Promise<unknown>): Promise<void> {
    let open = true
    const close = () => {
      open = false
    }
    asking.then(close, close)
    while (open) {
      if (await codeSeen(request.code).catch(() => false)) return board.markSeen(request.payment_id)
      await sleep(clock, seenEveryMs)
    }
  }

  const guide: Guide = {
    patienceMs,
    cannot: cards.notByHand,
    async begin(brief) {
      await board.begin(brief.theCase)
      interview.begin(brief)
    },
    step(step) {
      interview.step(step)
      if (cards.maySurprise(step)) for (const entry of entries.values()) entry.stale = true
    },
    end(result) {
      board.withdraw()
      entries.clear()
      if (board.isPaused() && result.outcome === 'errored')
        throw new KitError('PAUSED', { detail: `Paused in ${result.theCase.id}, which will begin anew.` })
      board.end(result)
    },
    testimony: interview.testimony,
  }

  return {
    guide,
    capabilities: async () => readCapabilities(settings.capabilities, 'capabilities of the target file'),
    async pay(request) {
      const entry: Entry = { request, told: undefined, asking: undefined, stale: false, refunds: new Map() }
      entries.set(request.payment_id, entry)
      const asking = askPayment(entry, cards.payCard(request, interview.expectation()))
      void watchCode(entry, asking)
      return asking
    },
    async get(id) {
      const entry = known(id)
      if (entry.asking !== undefined) return entry.asking
      if (entry.told !== undefined && !entry.stale) return entry.told
      return askPayment(entry, cards.lookCard(entry.request, { still: false, expectation: interview.expectation() }))
    },
    cancel: async (id) => askPayment(known(id), cards.cancelCard(known(id).request, interview.expectation())),
    async refund(id, request) {
      const entry = known(id)
      board.withdraw(id)
      entry.refunds.set(request.refund_id, request)
      return askRefund(entry, request, cards.refundCard(entry.request, request, interview.refundExpectation()))
    },
    async getRefund(id, refundId) {
      const entry = known(id)
      const request = entry.refunds.get(refundId)
      if (request === undefined) throw new SutError('not_found', { detail: `Nobody was asked for refund ${refundId}.` })
      return askRefund(entry, request, cards.refundLookCard(entry.request, request, interview.refundExpectation()))
    },
    async *list() {
      for (const { told } of entries.values()) if (told !== undefined) yield told
    },
    async kill() {
      board.withdraw()
      await interview.ask(null, cards.plugCard)
    },
    async restart() {
      await interview.ask(null, cards.restartCard)
    },
    stop: async () => board.finish(),
    lastWords: () => '',
  }
}

function messageOf({ note }: Extract<Given, { kind: 'answered' }>): { readonly message?: string } {
  return note === '' ? {} : { message: note }
}
