/** Steps that take payments: once, again, many at once. Source: terminal-api.md (Same id and same data again). */
import type { PaymentRequest } from '../../reference/terminal-api/words.ts'
import { SutError } from '../adapter/system-under-test.ts'
import type { PayStep } from '../case/case-schema.ts'
import { rulesFor } from './case-rules.ts'
import { blame, type CaseWorld, callerOf, saleNamed } from './case-world.ts'
import { newSale, type SaleState } from './sale-state.ts'

type Refusal = 'bad_request' | 'not_found' | 'conflict'

/** Resolves once it is on its way: when it is known is for a wait to find out. */
export async function pay(world: CaseWorld, step: PayStep): Promise<void> {
  const sale = newSale({ name: step.as, request: requestOf(world, step), ...callerOf(world, step.by) })
  world.sales.set(sale.name, sale)
  await prepare(world, sale.request.code)
  if (step.refused !== undefined) {
    sale.refused = true
    return mustRefuse(world, `pay ${sale.name}`, step.refused, () => sale.sut.pay(sale.request))
  }
  sale.open.push(take(world, sale))
}

export async function payMany(
  world: CaseWorld,
  { count, ...step }: PayStep & { readonly count: number },
): Promise<void> {
  const names = Array.from({ length: count }, (_, index) => `${step.as}-${index + 1}`)
  await Promise.all(names.map((as) => pay(world, { ...step, as })))
}

type Repeat = {
  readonly payment: string
  readonly change?: { readonly amount?: string; readonly currency?: string }
  readonly refused?: Refusal
}

export async function repeatPay(world: CaseWorld, { payment, change, refused }: Repeat): Promise<void> {
  for (const sale of saleNamed(world, payment)) {
    const request = { ...sale.request, ...change }
    if (refused === undefined) sale.open.push(take(world, sale, request))
    else await mustRefuse(world, `pay ${sale.name} again`, refused, () => sale.sut.pay(request))
  }
}

async function take(world: CaseWorld, sale: SaleState, request: PaymentRequest = sale.request): Promise<void> {
  try {
    sale.history.push(await sale.sut.pay(request))
    sale.taken = true
  } catch (error) {
    if (!world.down) sale.refused ||= error instanceof SutError && error.code === 'bad_request'
    blame(world, error, `pay ${sale.name}`)
  }
}

/** That it is refused is what the case asks for; anything else is a finding. */
export async function mustRefuse(
  world: CaseWorld,
  about: string,
  code: Refusal,
  ask: () => Promise<unknown>,
): Promise<void> {
  try {
    await ask()
    world.findings.push(`${about} was accepted, expected ${code}`)
  } catch (error) {
    if (!(error instanceof SutError) || error.code !== code) blame(world, error, about)
  }
}

export async function prepare({ theCase, side, chain }: CaseWorld, code: string): Promise<void> {
  chain?.next?.script(code, theCase.next_hop)
  const { behaviour, notifications, rules } = theCase.gateway
  const silent = behaviour !== undefined && notifications === 'none'
  if (rules.length === 0 && !silent) return
  const played = silent ? await side.client.behaviours.get(behaviour) : undefined
  await side.admin.rules.put(rulesFor(theCase, code, played))
}

export function requestOf(world: CaseWorld, step: PayStep): PaymentRequest {
  const { theCase, mint, capabilities } = world
  const { subject, store_id, terminal_id, code_type } = step
  const id = paymentIdOf(world, step.same_id_as ?? step.as)
  const currency = step.currency ?? usual(capabilities.currencies)
  return {
    payment_id: id,
    code: step.code ?? mint({ behaviour: theCase.gateway.behaviour, length: step.code_length }),
    amount: step.amount ?? '12.30',
    currency,
    ...(subject !== undefined && { subject }),
    ...(store_id !== undefined && { store_id }),
    ...(terminal_id !== undefined && { terminal_id }),
    ...(code_type !== undefined && { code_type }),
  }
}

/** The same for the same name, whether it was asked for already or not. */
export function paymentIdOf({ runId, theCase, attempt }: CaseWorld, name: string): string {
  return `${runId}-${theCase.id.replace('/', '-')}-${name}${attempt === 1 ? '' : `-${attempt}`}`
}

function usual(currencies: readonly string[]): string {
  return currencies.includes('USD') ? 'USD' : (currencies[0] ?? 'USD')
}
