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
export function slackMs({ timeScale }: Evidence): number {
  return 150 * timeScale
}

/** Between two calls of a service that follow each other with no other call in between. */
export function gaps(calls: readonly Call[], service: string): readonly { readonly ms: number; readonly call: Call }[] {
  return calls.flatMap((call, index) => {
    const before = calls[index - 1]
    return before?.service === service && call.service === service ? [{ ms: call.at - before.at, call }] : []
  })
}

/** The first answer that ends the payment and that the SUT must have heard. */
export function firstFinal(calls: readonly Call[]): Call | undefined {
  return calls.find((call) => call.sure && isFinal(call))
}

function isFinal({ service, word }: Call): boolean {
  if (service === 'pay') return word === 'paid' || word === 'refused'
  if (service === 'query') return word === 'paid' || word === 'closed'
  return service === 'cancel' && (word === 'cancelled' || word === 'not cancelled')
}

/** The first answer after which nothing of the order can be paid any more. */
export function surelyOver(calls: readonly Call[]): Call | undefined {
  return calls.find(
    ({ sure, service, word }) =>
      sure &&
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
