/** The rules that a case asks for, made for one payment: its code is put into what they match. Pure. */
import { maskIdentityCode } from '../../protocol/identity-code.ts'
import { services } from '../../protocol/service.ts'
import type { FullBehaviourView, RuleDraft } from '../../simulator/admin/client/index.ts'
import type { Case } from '../case/case-schema.ts'

/** @param behaviour the one of the case, where it is played without notifications */
export function rulesFor(
  { gateway }: Case,
  code: string,
  behaviour: FullBehaviourView | undefined,
): readonly RuleDraft[] {
  const drafts = behaviour === undefined ? gateway.rules : withoutNotifications(behaviour)
  return drafts.map((rule, index) => ({
    ...rule,
    // The journal shows it wherever another call nearly got it.
    id: `${rule.id ?? `case${index}`}-${maskIdentityCode(code).replaceAll('*', 'x')}`.slice(0, 64),
    match: { ...rule.match, code: { exactly: code } },
  }))
}

/** Step by step what the story of the behaviour says; its trade is announced to nobody. */
function withoutNotifications({ story }: FullBehaviourView): readonly RuleDraft[] {
  const normal = { times: 'always', plan: { kind: 'normal' } } as const
  return services.flatMap((service) => {
    const steps = [...(story[service] ?? []), ...(service === 'pay' ? [normal] : [])]
    return steps.map(({ times, ...play }): RuleDraft => {
      const waits = service === 'pay' && play.plan.kind === 'waiting' && story.buyer !== undefined
      return {
        match: { service },
        play: play as NonNullable<RuleDraft['play']>,
        ...(times !== 'always' && { times }),
        ...(waits && { buyer: story.buyer }),
        ...(service === 'pay' && { notifications: { kind: 'none' } as const }),
      }
    })
  })
}
