/** Questions that the rules ask of the calls of one order. Pure; times on the partner's clock, in protocol milliseconds. */
import type { Call, Evidence, Sale } from './evidence.ts'

/** The calls of each order id, in the order of the wire. */
export function orders({ calls }: Sale): readonly (readonly Call[])[] {
  return [...Map.groupBy(calls, ({ partnerTransId }) => partnerTransId).values()]
}

export function ofService(calls: readonly Call[], service: string): readonly Call[] {
  return calls.filter((call) => call.service === service)
}

/** How much sooner than allowed still counts as in time: a busy machine delays one request more than the next. */
export function slackMs({ timeScale, stalledMs = 0 }: Evidence): number {
  return (150 + stalledMs) * timeScale
}

/** The machine stood still for a good part of the time that the SUT listens. */
export function isStalled(evidence: Evidence): boolean {
  return stalledShare(evidence) > 0.25
}

/** For so long that an answer that went out in time may have been heard too late. */
export function isDeaf(evidence: Evidence): boolean {
  return stalledShare(evidence) > 0.5
}

function stalledShare({ timeScale, stalledMs = 0, capabilities: { timings } }: Evidence): number {
  return (stalledMs * timeScale) / timings.answer_timeout_ms
}

/** Calls of a service that follow each other with no other call in between; two at least. */
export function series(calls: readonly Call[], service: string): readonly (readonly Call[])[] {
  const all: Call[][] = []
  let last: Call | undefined
  for (const call of calls) {
    if (call.service === service) {
      if (last?.service === service) all.at(-1)?.push(call)
      else all.push([call])
    }
    last = call
  }
  return all.filter(({ length }) => length > 1)
}

/** The first answer that ends the payment and that the SUT must have heard: it was out before the next call began. */
export function firstFinal(calls: readonly Call[]): Call | undefined {
  return calls.find(
    (call, index) => call.sure && isFinal(call) && (calls[index + 1]?.at ?? call.endedAt) >= call.endedAt,
  )
}

/** Whether an answer ended the payment that the SUT may have heard. */
export function mayBeOver(calls: readonly Call[]): boolean {
  return calls.some((call) => call.possible && isFinal(call))
}

function isFinal({ service, word }: Call): boolean {
  if (service === 'pay') return word === 'paid' || word === 'refused'
  if (service === 'query') return word === 'paid' || word === 'closed'
  return service === 'cancel' && (word === 'cancelled' || word === 'not cancelled')
}

/** The first answer after which nothing of the order can be paid any more, if the SUT may have heard it. */
export function closedBy(calls: readonly Call[]): Call | undefined {
  return calls.find(
    ({ possible, service, word }) =>
      possible &&
      ((service === 'pay' && word === 'refused') ||
        (service === 'query' && word === 'closed') ||
        (service === 'cancel' && word === 'cancelled')),
  )
}

/** The power was cut, or the gateway's clock moved: what the SUT does next has other reasons than the last answer. */
export function isTroubled({ theCase }: Evidence): boolean {
  return theCase.steps.some((step) => 'kill' in step || 'restart' in step || 'advance' in step)
}

/**
 * A payment was asked for more than once, or so many at a time that the answers come later than a scaled wait: what was sent
 * is then no sign of what was heard.
 */
export function isRepeated({ theCase }: Evidence): boolean {
  return theCase.steps.some((step) => 'repeat_pay' in step || 'parallel' in step || 'many' in step)
}
