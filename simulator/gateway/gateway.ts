/**
 * The way of one request, a straight line from bytes to bytes; each step is a file of its own beside this one.
 * Source: design.md "The way of one request (simulator/gateway)".
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { serviceNamed } from '../../protocol/service.ts'
import type { Chosen, Play } from '../behaviour/behaviour.ts'
import type { Stopwatch } from '../clock.ts'
import type { Exchange, ReceivedRequest } from '../journal/exchange.ts'
import type { Order } from '../ledger/order.ts'
import type { Partner } from '../partner.ts'
import type { Pause } from '../pause.ts'
import { type CancelBell, untilCancelled } from './cancel-bell.ts'
import { type Decoded, decode } from './decode.ts'
import { disturb, whole } from './disturb.ts'
import { executeCancel } from './execute-cancel.ts'
import { executePay } from './execute-pay.ts'
import { executeQuery } from './execute-query.ts'
import { executeRefund } from './execute-refund.ts'
import type { ExecutionParts } from './execution.ts'
import { identify } from './identify.ts'
import { type EntryParts, type Finished, openExchange, sentAnswer } from './journal-entry.ts'
import { notifyVerifyService, verifyNotifyId } from './notify-verify.ts'
import type { Outcome } from './outcome.ts'
import { receive } from './receive.ts'
import type { Refusal } from './refusal.ts'
import { type Rendered, type RenderParts, renderAnswer, renderRefusal, type SignedCall } from './render.ts'
import { send } from './send.ts'
import { validate } from './validate.ts'
import { verify } from './verify.ts'

export type GatewayParts = ExecutionParts &
  RenderParts &
  EntryParts & {
    readonly choose: (order: Order, partner: Partner) => Promise<Chosen>
    readonly bell: CancelBell
    readonly pause: Pause
    readonly stopwatch: Stopwatch
    /** Told of each exchange when its answer is out. */
    readonly onExchange: (exchange: Exchange) => void
  }

export type Gateway = (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void>

export function gateway(parts: GatewayParts): Gateway {
  return async function handle(incoming, outgoing) {
    const startedMs = parts.stopwatch()
    const received = await receive(incoming)
    if (!received.ok) return received.status === 0 ? undefined : refusePlainly(outgoing, received)
    const { request } = received
    const answer = await answerTo(parts, request)
    const { exchange, delivery, play } = answer
    // Only now, when nothing of the request is left but what the journal keeps: thousands may wait at once.
    if (play !== undefined && play.delayAfterMs > 0) await parts.pause(play.delayAfterMs)
    const at = parts.partners.get(exchange.partner)?.clock.now() ?? parts.now()
    await send(outgoing, delivery, { pause: parts.pause, at })
    const sent = sentAnswer(parts, answer, parts.stopwatch() - startedMs)
    const closed = await parts.store.closeExchange(answer.exchange.id, sent)
    parts.onExchange(closed ?? { ...answer.exchange, answer: sent })
  }
}

/** All steps between the bytes that came and the bytes that go. */
async function answerTo(parts: GatewayParts, request: ReceivedRequest): Promise<Finished> {
  const { dialect, partners } = parts
  const decoded = decode(request, dialect)
  if (!decoded.ok) return refused(parts, request, decoded, undefined)
  if (decoded.value.values.get('service') === notifyVerifyService) return notifyVerify(parts, request, decoded.value)
  const identified = identify(decoded.value, partners)
  if (!identified.ok) return refused(parts, request, identified, decoded.value)
  const { partner, service } = identified.value
  const verified = verify(request, decoded.value, partner, partners)
  if (!verified.ok) return refused(parts, request, verified, decoded.value)
  const call: SignedCall = { decoded: decoded.value, service, partner, signType: verified.value }
  const validated = validate(decoded.value, identified.value, verified.value, dialect)
  if (!validated.ok) return refused(parts, request, validated, decoded.value, call)
  return played(parts, request, validated.value, call)
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
  if (play.waitForCancel !== undefined) await untilCancelled(parts, partner.pid, partnerTransId, play.waitForCancel)
  if (play.delayBeforeMs > 0) await parts.pause(play.delayBeforeMs)

  const exchange = openExchange(parts, request, { partner, service, partnerTransId, chosen })
  const outcome = await execute(parts, order, partner, play, exchange)
  if (order.service === 'cancel' && isExecuted(play)) parts.bell.ring(partner.pid, partnerTransId)

  const rendered = await render(parts, call, outcome, play)
  const noise = (piece: string) => partner.random.bytes('garbage', partnerTransId, piece)
  return { exchange, delivery: disturb(rendered, play.fault, noise), play }
}

/** The ledger had its say, whatever the caller was told. */
function isExecuted({ plan }: Play): boolean {
  return plan.kind !== 'lost' && plan.kind !== 'refused'
}

function execute(
  parts: GatewayParts,
  order: Order,
  partner: Partner,
  play: Play,
  exchange: Exchange,
): Promise<Outcome> {
  switch (order.service) {
    case 'pay':
      return executePay(parts, { order, partner, play, exchange })
    case 'query':
      return executeQuery(parts, { order, partner, play, exchange })
    case 'cancel':
      return executeCancel(parts, { order, partner, play, exchange })
    case 'refund':
      return executeRefund(parts, { order, partner, play, exchange })
  }
}

const nothing: Rendered = { contentType: 'text/xml;charset=UTF-8', body: Buffer.alloc(0) }

function render(parts: GatewayParts, call: SignedCall, outcome: Outcome, play: Play): Promise<Rendered> | Rendered {
  switch (outcome.kind) {
    case 'refused':
      return renderRefusal(parts, outcome.code, call.decoded.charset, call)
    case 'answered':
      return renderAnswer(parts, call, outcome, play.fault)
    case 'lost':
      return nothing
  }
}

async function refused(
  parts: GatewayParts,
  request: ReceivedRequest,
  { code, diagnosis }: Refusal,
  decoded: Decoded | undefined,
  call?: SignedCall,
): Promise<Finished> {
  const values = decoded?.values
  const partner = parts.partners.get(values?.get('partner') ?? '')
  const exchange: Exchange = {
    ...openExchange(parts, request, {
      partner,
      service: serviceNamed(values?.get('service') ?? '') ?? values?.get('service') ?? '',
      partnerTransId: values?.get('partner_trans_id') ?? values?.get('out_trade_no') ?? '',
    }),
    outcome: code,
    diagnosis,
  }
  await parts.store.commit({ partner: exchange.partner, exchange })
  const rendered = await renderRefusal(parts, code, decoded?.charset ?? 'UTF-8', call)
  return { exchange, delivery: whole(rendered) }
}

async function notifyVerify(parts: GatewayParts, request: ReceivedRequest, { values }: Decoded): Promise<Finished> {
  const pid = values.get('partner') ?? ''
  const verdict = await verifyNotifyId(parts.store, parts.partners, { pid, notifyId: values.get('notify_id') ?? '' })
  const exchange = {
    ...openExchange(parts, request, {
      partner: parts.partners.get(pid),
      service: notifyVerifyService,
      partnerTransId: '',
    }),
    outcome: verdict,
  }
  await parts.store.commit({ partner: exchange.partner, exchange })
  const rendered = { contentType: 'text/plain;charset=UTF-8', body: Buffer.from(verdict) }
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
