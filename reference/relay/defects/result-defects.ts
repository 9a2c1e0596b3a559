/** Mistakes about results on their way to a merchant. Source: introduction.md; flows.md §5. */
import type { OpenRelayPages } from '../book/pages.ts'
import type { Push, PushResult } from '../events/push.ts'
import type { RelayParts } from '../parts.ts'
import type { RelayDefect } from './defect.ts'

type Send = (push: Push) => Promise<PushResult>

function pushMistake(bad: (good: Send) => Send): RelayDefect['apply'] {
  return (parts) => ({
    ...parts,
    pushDesk: (deskParts) => parts.pushDesk({ ...deskParts, push: bad(deskParts.push) }),
  })
}

function eventsMistake(bad: (good: RelayParts['eventsOf']) => Partial<RelayParts['eventsOf']>): RelayDefect['apply'] {
  return (parts) => ({ ...parts, eventsOf: { ...parts.eventsOf, ...bad(parts.eventsOf) } })
}

/** Something in the pages of the book that is done otherwise. */
function pagesMistake(bad: (good: OpenRelayPages) => Partial<OpenRelayPages>): RelayDefect['apply'] {
  return (parts) => ({
    ...parts,
    openRelayBook(file, bookParts) {
      const good = parts.openRelayBook(file, bookParts)
      return { ...good, write: (work) => good.write((pages) => work({ ...pages, ...bad(pages) })) }
    },
  })
}

export const resultDefects: readonly RelayDefect[] = [
  {
    name: 'refusals-not-told',
    sentence: 'Only what was paid is told to the merchant.',
    source: 'introduction.md',
    kills: 'hop/told',
    apply: eventsMistake(({ payment }) => ({
      payment: (before, after, pages, at) => (after.status === 'paid' ? payment(before, after, pages, at) : []),
    })),
  },
  {
    name: 'refunds-not-told',
    sentence: 'Refunds are told by the answer only.',
    source: 'introduction.md',
    kills: 'chain-refund/',
    apply: eventsMistake(() => ({ refund: () => [] })),
  },
  {
    name: 'told-again-at-every-writing',
    sentence: 'Whenever the book is touched, the result is told as a new one.',
    source: 'flows.md §5',
    kills: 'hop/told-once',
    apply: eventsMistake(({ payment }) => ({
      payment: (_, after, pages, at) => [after, after].flatMap((one) => payment(undefined, one, pages, at)),
    })),
  },
  {
    name: 'told-with-the-amount-in-cents',
    sentence: 'The result names the amount in minor units.',
    source: 'spot-pay.md §3',
    kills: 'hop/event-as-asked',
    apply: eventsMistake(({ payment }) => ({
      payment: (before, after, pages, at) =>
        payment(before, after, pages, at).map((draft) => {
          const told = draft.body.payment as Readonly<Record<string, unknown>>
          return { ...draft, body: { ...draft.body, payment: { ...told, amount: String(after.amount.amount) } } }
        }),
    })),
  },
  {
    name: 'pushed-unsigned',
    sentence: "Pushes are signed with a secret that is no merchant's.",
    source: 'issue 7 (1)',
    kills: 'hop/signed',
    apply: pushMistake((good) => (push) => good({ ...push, secret: 'secret-of-the-house' })),
  },
  {
    name: 'new-event-id-at-every-push',
    sentence: 'A push that is repeated has another event id.',
    source: 'flows.md §5',
    kills: 'hop/told-once',
    apply: pushMistake((good) => (push) => {
      const { event } = push
      const body = event.body.replace(event.eventId, `${event.eventId}_${event.attempts + 1}`)
      return good({ ...push, event: { ...event, body } })
    }),
  },
  {
    name: 'push-made-anew',
    sentence: 'A push that is repeated says how often it was tried.',
    source: 'flows.md §5',
    kills: 'hop/same-event',
    apply: pushMistake((good) => (push) => {
      const { event } = push
      const body = event.body.replace(/\}$/, `,"attempt":${event.attempts + 1}}`)
      return good({ ...push, event: { ...event, body } })
    }),
  },
  {
    name: 'any-answer-acknowledges',
    sentence: 'Whatever the receiver answers is an acknowledgement.',
    source: 'flows.md §5',
    kills: 'results/not-acknowledged',
    apply: pushMistake((good) => async (push) => {
      const result = await good(push)
      return { ...result, acknowledged: /^\d{3} /.test(result.answer) }
    }),
  },
  {
    name: 'redirect-acknowledges',
    sentence: 'A redirect is taken for an acknowledgement.',
    source: 'flows.md §5',
    kills: 'results/redirected',
    apply: pushMistake((good) => async (push) => {
      const result = await good(push)
      return { ...result, acknowledged: result.acknowledged || result.answer.startsWith('3') }
    }),
  },
  {
    name: 'acknowledged-pushed-again',
    sentence: 'A push is sent twice, to be sure.',
    source: 'flows.md §5',
    kills: 'hop/not-again',
    apply: pushMistake((good) => async (push) => {
      await good(push)
      return good(push)
    }),
  },
  {
    name: 'pushed-once-only',
    sentence: 'A push that fails is not repeated.',
    source: 'flows.md §5',
    kills: 'results/down-for-an-hour',
    apply: (parts) => ({ ...parts, pauseAfterPush: () => undefined }),
  },
  {
    name: 'pushed-without-pause',
    sentence: 'A push that fails is repeated every minute, for ever.',
    source: 'flows.md §5',
    kills: 'hop/patient',
    apply: (parts) => ({ ...parts, pauseAfterPush: () => 600_000 }),
  },
  {
    name: 'dead-letters-lost',
    sentence: 'What could not be delivered is taken for delivered in the end.',
    source: 'issue 7 (1)',
    kills: 'results/dead-letter',
    apply: pagesMistake(({ putEvent }) => ({
      putEvent: (event) => putEvent({ ...event, state: event.state === 'dead' ? 'delivered' : event.state }),
    })),
  },
  {
    name: 'one-push-at-a-time',
    sentence: 'Pushes go out one after the other, whoever they are for.',
    source: 'issue 7 (1)',
    kills: 'results/a-receiver-that-hangs',
    apply: pushMistake((good) => {
      let last: Promise<unknown> = Promise.resolve()
      return (push) => {
        const turn = last.then(() => good(push))
        last = turn.catch(() => undefined)
        return turn
      }
    }),
  },
  {
    name: 'outbox-forgotten',
    sentence: 'What was owed to merchants when the power failed is not pushed any more.',
    source: 'issue 7 (1)',
    kills: 'hop-power-cut/before-it-was-pushed',
    apply: (parts) => ({
      ...parts,
      openRelayBook(file, bookParts) {
        const book = parts.openRelayBook(file, bookParts)
        const owed = book.pages.dueEvents(Number.MAX_SAFE_INTEGER, 10_000)
        void book.write((pages) => {
          for (const event of owed) pages.putEvent({ ...event, state: 'kept' })
        })
        return book
      },
    }),
  },
]
