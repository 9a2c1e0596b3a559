/** Steps of cases about relays: calls made by hand, how merchants hear, merchants written down. Source: docs/modes.md. */
import { sleep } from '../../simulator/clock.ts'
import type { Step } from '../case/case-schema.ts'
import type { Chain, HandCall } from '../chain/chain.ts'
import { withoutCodes } from '../chain/heard-result.ts'
import type { HeardResult } from '../verdict/chain-seen.ts'
import { type CaseWorld, callerOf, settleMs, until } from './case-world.ts'
import { paymentIdOf, prepare, requestOf } from './pay-steps.ts'
import { newSale } from './sale-state.ts'

type StepOf<Name extends string> = Extract<Step, Record<Name, unknown>>[Name]
type Around = { readonly world: CaseWorld; readonly chain: Chain }

/** False when it is no step of these. */
export async function runChainStep(world: CaseWorld, step: Step): Promise<boolean> {
  const { chain } = world
  if (chain === undefined) return false
  const around = { world, chain }
  if ('ask' in step) await ask(around, step.ask)
  else if ('receiver' in step) setReceiver(around, step.receiver)
  else if ('hear' in step) await hear(around, step.hear)
  else if ('pass' in step) await sleep(world.clock, step.pass.ms / chain.pushTimeScale)
  else if ('dead' in step) await dead(around, step.dead.payment)
  else if ('stream' in step) chain.stream.listen(step.stream.is === 'open')
  else if ('onboard' in step) await onboard(around, step.onboard)
  else return false
  return true
}

async function ask({ world, chain }: Around, step: StepOf<'ask'>): Promise<void> {
  const { by, call, payment, mistake, answer: wanted, holds, lacks } = step
  const about = `${by}: ${call} ${payment}${mistake === undefined ? '' : ` (${mistake})`}`
  const sent =
    mistake === 'recorded' && world.recorded !== undefined
      ? world.recorded
      : chain.merchant(by).sign(await handCall({ world, chain }, step), mistake)
  world.recorded = sent
  const { status, text } = await chain.send(sent)
  world.answers.push({ merchant: by, call, status, body: withoutCodes(text) })
  if (status !== wanted) world.findings.push(`${about} was answered ${status}, expected ${wanted}`)
  if (holds !== undefined && !text.includes(holds)) world.findings.push(`${about}: the answer lacks ${holds}`)
  if (lacks !== undefined && text.includes(lacks)) world.findings.push(`${about}: the answer has ${lacks} in it`)
}

async function handCall({ world, chain }: Around, { call, payment, by }: StepOf<'ask'>): Promise<HandCall> {
  const path = `/payments/${encodeURIComponent(paymentIdOf(world, payment))}`
  switch (call) {
    case 'pay':
      return { method: 'POST', target: '/payments', body: await payBody(world, payment, by) }
    case 'cancel':
      return { method: 'POST', target: `${path}/cancel`, body: {} }
    case 'refund':
      return {
        method: 'POST',
        target: `${path}/refunds`,
        body: { refund_id: `${paymentIdOf(world, payment)}-hand`, amount: '1.00' },
      }
    case 'get refund':
      return { method: 'GET', target: `${path}/refunds/${encodeURIComponent(`${paymentIdOf(world, payment)}-refund`)}` }
    case 'resend': {
      const event = chain.heard().findLast(({ payment_id: id }) => id === paymentIdOf(world, payment))
      return { method: 'POST', target: `/events/${event?.event_id ?? 'none'}/resend`, body: {} }
    }
    case 'get':
      return { method: 'GET', target: path }
    default:
      return { method: 'GET', target: listPaths[call] }
  }
}

const listPaths = {
  list: '/payments?limit=500',
  events: '/events?limit=500',
  'dead letters': '/events?state=dead&limit=500',
  merchants: '/merchants',
  stream: '/events/stream',
} as const

/** The sale of that name, or a new one that must not come about. */
async function payBody(world: CaseWorld, payment: string, by: string) {
  const known = world.sales.get(payment)
  if (known !== undefined) return known.request
  const request = requestOf(world, { as: payment })
  const sale = newSale({ name: payment, request, ...callerOf(world, by) })
  sale.refused = true
  world.sales.set(payment, sale)
  await prepare(world, request.code)
  return request
}

function setReceiver({ world, chain }: Around, { by, payment, is }: StepOf<'receiver'>): void {
  chain.receiver.set(by, paymentIdOf(world, payment), is)
}

async function hear({ world, chain }: Around, step: StepOf<'hear'>): Promise<void> {
  const { payment, status, refund, nth, acknowledged } = step
  const paymentId = paymentIdOf(world, payment)
  const by = world.sales.get(payment)?.by
  const isMeant = (one: HeardResult) =>
    one.payment_id === paymentId &&
    one.merchant === by &&
    (status === undefined || one.status === status) &&
    (refund === undefined ? one.type === 'payment' : one.refund_id === `${paymentId}-${refund}`) &&
    (!acknowledged || one.answered === 200)
  const found = await until(
    world,
    async () => (await heardNow(chain)).filter(isMeant).length >= nth || undefined,
    settleMs(world),
  )
  if (found === undefined)
    world.findings.push(`${by} waited in vain for ${nth} results of ${payment} ${refund ?? ''}${status ?? ''}`)
}

/** After whoever comes for its results has come. */
export async function heardNow(chain: Chain): Promise<readonly HeardResult[]> {
  await chain.poll()
  return chain.heard()
}

/** A day of pauses, and time for a busy machine. */
async function dead({ world, chain }: Around, payment: string): Promise<void> {
  const paymentId = paymentIdOf(world, payment)
  const merchant = chain.merchant(world.sales.get(payment)?.by)
  const limitMs = (26 * 3_600_000) / chain.pushTimeScale + settleMs(world)
  const isThere = async () => {
    const { text } = await chain.send(merchant.sign({ method: 'GET', target: listPaths['dead letters'] }))
    return text.includes(paymentId) || undefined
  }
  if ((await until(world, isThere, limitMs)) === undefined)
    world.findings.push(`the result of ${payment} is not among the dead letters`)
}

async function onboard({ world, chain }: Around, { answer: wanted, ...step }: StepOf<'onboard'>): Promise<void> {
  const { status, text } = await chain.onboard(step)
  world.answers.push({ merchant: step.who, call: 'onboard', status, body: withoutCodes(text) })
  if (status !== wanted) world.findings.push(`onboarding ${step.who} was answered ${status}, expected ${wanted}`)
}
