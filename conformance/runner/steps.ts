/** The steps of a case, one after the other. A step that finds something goes on: the verdict comes at the end. */
import { SutError } from '../adapter/system-under-test.ts'
import type { PlainStep, Step } from '../case/case-schema.ts'
import { blame, type CaseWorld, saleNamed } from './case-world.ts'
import { runChainStep } from './chain-steps.ts'
import { mustRefuse, pay, payMany, repeatPay } from './pay-steps.ts'
import type { SaleState } from './sale-state.ts'
import { wait } from './wait-step.ts'

export async function runStep(world: CaseWorld, step: Step): Promise<void> {
  if ('many' in step) return payMany(world, step.many)
  if ('parallel' in step) {
    await Promise.all(step.parallel.map((one) => runPlain(world, one)))
    return
  }
  return runPlain(world, step)
}

async function runPlain(world: CaseWorld, step: PlainStep): Promise<void> {
  if (await runChainStep(world, step)) return
  if ('pay' in step) return pay(world, step.pay)
  if ('wait' in step) return wait(world, step.wait)
  if ('repeat_pay' in step) return repeatPay(world, step.repeat_pay)
  if ('cancel' in step) return cancel(world, step.cancel)
  if ('refund' in step) return refund(world, step.refund)
  if ('advance' in step) return world.side.time.advance(step.advance.ms)
  if ('send_notification' in step) return sendNotification(world, step.send_notification.payment)
  if ('kill' in step) {
    world.down = true
    return world.sut.kill()
  }
  if ('restart' in step) {
    await world.sut.restart()
    world.down = false
  }
}

type Cancel = Extract<PlainStep, { cancel: unknown }>['cancel']

async function cancel(world: CaseWorld, { payment, refused }: Cancel): Promise<void> {
  await Promise.all(
    saleNamed(world, payment).map(async (sale) => {
      sale.cancelAsked = true
      const ask = () => sale.sut.cancel(sale.request.payment_id)
      if (refused !== undefined) return mustRefuse(world, `cancel ${sale.name}`, refused, ask)
      sale.open.push(
        ask().then(
          (told) => void sale.history.push(told),
          (error: unknown) => blame(world, error, `cancel ${sale.name}`),
        ),
      )
    }),
  )
}

type Refund = Extract<PlainStep, { refund: unknown }>['refund']

async function refund(world: CaseWorld, step: Refund): Promise<void> {
  for (const sale of saleNamed(world, step.payment)) {
    const known = sale.refunds.get(step.as)
    const request = {
      refund_id: `${sale.request.payment_id}-${step.as}`,
      amount: step.amount ?? known?.request.amount ?? sale.request.amount,
      ...(step.reason !== undefined && { reason: step.reason }),
      // An optional addition to the terminal API: who claims async_refund knows it.
      ...(step.is_sync !== undefined && { is_sync: step.is_sync }),
    }
    const ask = () => sale.sut.refund(sale.request.payment_id, request)
    if (step.refused !== undefined) await mustRefuse(world, `refund ${step.as}`, step.refused, ask)
    else await giveBack(world, sale, step.as, { request, ask })
  }
}

type Asking = {
  readonly request: { readonly refund_id: string; readonly amount: string }
  readonly ask: () => ReturnType<CaseWorld['sut']['refund']>
}

async function giveBack(world: CaseWorld, sale: SaleState, name: string, { request, ask }: Asking): Promise<void> {
  const entry = sale.refunds.get(name) ?? { request, told: undefined }
  sale.refunds.set(name, entry)
  try {
    entry.told = await ask()
  } catch (error) {
    // Whether it says not_refunded or refuses the request, nothing goes back.
    const refused = error instanceof SutError && (error.code === 'conflict' || error.code === 'bad_request')
    const expected = world.theCase.expect.refunds[name]?.includes('not_refunded') ?? false
    if (refused && expected) entry.told = { ...request, status: 'not_refunded', message: error.message }
    else blame(world, error, `refund ${name}`)
  }
}

async function sendNotification({ side, index, sales }: CaseWorld, payment: string): Promise<void> {
  await index.refresh()
  for (const order of index.ordersOf(sales.get(payment)?.request.code ?? '')) {
    const last = (await side.admin.notifications.list({ partner_trans_id: order })).at(-1)
    if (last !== undefined) await side.admin.notifications.resend(last.notify_id)
  }
}
