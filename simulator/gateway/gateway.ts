/**
 * The way of one request, a straight line from bytes to bytes; each step is a file of its own beside this one.
 * Source: design.md "The way of one request (simulator/gateway)".
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { type SideService, serviceNamed, sideServiceNamed, sideServices } from '../../protocol/service.ts'
import type { Chosen, Play } from '../behaviour/behaviour.ts'
import type { Stopwatch } from '../clock.ts'
import type { Exchange, ReceivedRequest } from '../journal/exchange.ts'
import type { Order } from '../ledger/order.ts'
import type { Partner } from '../partner.ts'
import type { Pause } from '../pause.ts'
import { type CancelBell, untilCancelled } from './cancel-bell.ts'
import type { Decoded } from './decode.ts'
import { whole } from './disturb.ts'
import { type ExecutionParts, entryOf } from './execution.ts'
import { type EntryParts, type Finished, openExchange, sentAnswer } from './journal-entry.ts'
import { answerNotifyVerify, notifyVerifyService } from './notify-verify.ts'
import type { Refusal } from './refusal.ts'
import { type RenderParts, renderRefusal, type SignedCall } from './render.ts'
import { executeAside } from './side-services.ts'
import type { Steps } from './steps.ts'
import { together } from './together.ts'

export type GatewayParts = ExecutionParts &
  RenderParts &
  EntryParts & {
    readonly choose: (order: Order, partner: Partner) => Promise<Chosen>
    readonly bell: CancelBell
    readonly pause: Pause
    readonly stopwatch: Stopwatch
    /** Told of each exchange when its answer is out. */
    readonly onExchange: (exchange: Exchange) => void
    readonly steps: Steps
    /** Told of what should not happen. */
    readonly onError: (error: unknown) => void
  }

export type Gateway = (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void>

export function gateway(parts: GatewayParts): Gateway {
  const othersOfThisTurn = together()
  return async function handle(incoming, outgoing) {
    const startedMs = parts.stopwatch()
    const received = await parts.steps.receive(incoming)
    if (!received.ok) return received.status === 0 ? undefined : refusePlainly(outgoing, received)
    const { request } = received
    await othersOfThisTurn()
    const answer = await answerTo(parts, request).catch((error: unknown) => undone(parts, request, error))
    const { exchange, delivery, play } = answer
    // Only now, when nothing of the request is left but what the journal keeps: thousands may wait at once.
    if (play !== undefined && play.delayAfterMs > 0) await parts.pause(play.delayAfterMs)
    const at = parts.partners.get(exchange.partner)?.clock.now() ?? parts.now()
    await parts.steps.send(outgoing, delivery, { pause: parts.pause, at })
    const sent = sentAnswer(parts, answer, parts.stopwatch() - startedMs)
    const closed = await parts.store.closeExchange(answer.exchange.id, sent).catch(parts.onError)
    parts.onExchange(closed ?? { ...answer.exchange, answer: sent })
  }
}

/** The store is away, or something of ours is broken: nothing was committed, and nothing of it is in the journal. */
async function undone(parts: GatewayParts, request: ReceivedRequest, error: unknown): Promise<Finished> {
  parts.onError(error)
  const code = 'SYSTEM_ERROR'
  const entry = openExchange(parts, request, { partner: undefined, service: '', partnerTransId: '' })
  return { exchange: { ...entry, outcome: code }, delivery: whole(await renderRefusal(parts, code, 'UTF-8')) }
}

/** All steps between the bytes that came and the bytes that go. */
async function answerTo(parts: GatewayParts, request: ReceivedRequest): Promise<Finished> {
  const { dialect, partners, steps } = parts
  const decoded = steps.decode(request, dialect)
  if (!decoded.ok) return refused(parts, request, decoded, undefined)
  if (decoded.value.values.get('service') === notifyVerifyService)
    return answerNotifyVerify(parts, request, decoded.value)
  const identified = steps.identify(decoded.value, partners)
  if (!identified.ok) return refused(parts, request, identified, decoded.value)
  const { partner, service } = identified.value
  const verifying = steps.verify(request, decoded.value, partner, partners)
  const verified = verifying instanceof Promise ? await verifying : verifying
  if (!verified.ok) return refused(parts, request, verified, decoded.value)
  const call: SignedCall = { decoded: decoded.value, service, partner, signType: verified.value }
  if (isSide(service)) return aside(parts, request, { ...call, service })
  const validated = steps.validate(decoded.value, { service, partner }, verified.value, dialect)
  if (!validated.ok) return refused(parts, request, validated, decoded.value, call)
  return played(parts, request, validated.value, call)
}

function isSide(service: SignedCall['service']): service is SideService {
  return sideServices.includes(service as SideService)
}

/** One of the services beside the four: nothing is chosen, nothing disturbed. */
async function aside(
  parts: GatewayParts,
  request: ReceivedRequest,
  call: SignedCall & { readonly service: SideService },
): Promise<Finished> {
  const { partner, service } = call
  const outcome = await executeAside(parts, call)
  const partnerTransId = call.decoded.values.get('out_trade_no') ?? ''
  const exchange = entryOf(openExchange(parts, request, { partner, service, partnerTransId }), outcome)
  await parts.store.commit({ partner: partner.pid, exchange })
  return { exchange, delivery: whole(await parts.steps.render(parts, call, outcome)) }
}

/** From a valid order on: choose, wait, execute, render, disturb. */
async function played(
  parts: GatewayParts,
  request: ReceivedRequest,
  order: Order,
  call: SignedCall,
): Promise<Finished> {
  const { partner, service } = call
  const chosen = await parts.choose(order, partner)
  const { play } = chosen
  const partnerTransId = order.partnerTransId ?? ''
  // What waits before it is executed was called when it came: whoever measures how often a till asks looks at this.
  const at = partner.clock.now()
  if (play.waitForCancel !== undefined) await untilCancelled(parts, partner.pid, partnerTransId, play.waitForCancel)
  if (play.delayBeforeMs > 0) await parts.pause(play.delayBeforeMs)

  const exchange = openExchange(parts, request, { partner, service, partnerTransId, chosen, at })
  const outcome = await parts.steps.execute(parts, { order, partner, play, exchange })
  if (order.service === 'cancel' && isExecuted(play)) parts.bell.ring(partner.pid, partnerTransId)

  const rendered = await parts.steps.render(parts, call, outcome, play.fault)
  const noise = (piece: string) => partner.random.bytes('garbage', partnerTransId, piece)
  return { exchange, delivery: parts.steps.disturb(rendered, play.fault, noise), play }
}

/** The ledger had its say, whatever the caller was told. */
function isExecuted({ plan }: Play): boolean {
  return plan.kind !== 'lost' && plan.kind !== 'refused'
}

async function refused(
  parts: GatewayParts,
  request: ReceivedRequest,
  { code, diagnosis }: Refusal,
  decoded: Decoded | undefined,
  call?: SignedCall,
): Promise<Finished> {
  const values = decoded?.values
  const named = values?.get('service') ?? ''
  const partner = parts.partners.get(values?.get('partner') ?? '')
  const exchange: Exchange = {
    ...openExchange(parts, request, {
      partner,
      service: serviceNamed(named) ?? sideServiceNamed(named) ?? named,
      partnerTransId: values?.get('partner_trans_id') ?? values?.get('out_trade_no') ?? '',
    }),
    outcome: code,
    diagnosis,
  }
  await parts.store.commit({ partner: exchange.partner, exchange })
  const rendered = await renderRefusal(parts, code, decoded?.charset ?? 'UTF-8', call)
  return { exchange, delivery: whole(rendered) }
}

function refusePlainly(outgoing: ServerResponse, { status, message }: { status: 405 | 413; message: string }): void {
  outgoing.writeHead(status, {
    'content-type': 'text/plain;charset=UTF-8',
    connection: 'close',
    ...(status === 405 ? { allow: 'GET, POST' } : {}),
  })
  outgoing.end(message)
}
