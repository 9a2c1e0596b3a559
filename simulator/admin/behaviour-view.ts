/** A behaviour as the control API shows it. Pure. */
import type { Behaviour, PaymentEnd, RefundEnd, Story } from '../behaviour/behaviour.ts'

export type BehaviourView = {
  /** Four digits: `2800` and the number begin a payment code that asks for it. */
  readonly number: string
  readonly name: string
  /** What happens: a sentence. */
  readonly does: string
  readonly because: string
  /** What a correct till ends in. */
  readonly till: readonly PaymentEnd[]
  /** The same for a refund; null when refunds go as normal. */
  readonly till_refund: readonly RefundEnd[] | null
}

export type FullBehaviourView = BehaviourView & {
  readonly source: readonly string[]
  readonly story: Story
}

export function viewBehaviour({ id: number, name, does, because, till, tillRefund }: Behaviour): BehaviourView {
  return { number, name, does, because, till, till_refund: tillRefund ?? null }
}

export function viewFullBehaviour(behaviour: Behaviour): FullBehaviourView {
  const { source, pay, query, cancel, refund, buyer, notifications } = behaviour
  const story: Story = {
    ...(pay && { pay }),
    ...(query && { query }),
    ...(cancel && { cancel }),
    ...(refund && { refund }),
    ...(buyer && { buyer }),
    ...(notifications && { notifications }),
  }
  return { ...viewBehaviour(behaviour), source, story }
}
