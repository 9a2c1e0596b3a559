/** A partner's clock: read, frozen, run on, moved past everything that falls due. */
import { z } from '@hono/zod-openapi'
import type { Instant } from '../../../protocol/beijing-time.ts'
import { closed } from '../../behaviour/problem.ts'
import { sleep } from '../../clock.ts'
import type { Partner } from '../../partner.ts'
import type { AdminParts } from '../admin-parts.ts'
import { type ClockView, viewClock } from '../clock-view.ts'
import { latest } from '../moment.ts'
import { refuseField } from '../problem-details.ts'
import { type Answer, json, partnerRoute, type Route } from '../route.ts'
import { clockSchema, writtenMoment } from '../schemas.ts'
import { inTurn } from '../turns.ts'

const freezeSchema = closed({
  at: writtenMoment.optional().openapi({ description: 'Where it stands. By default where it is.' }),
})

const runSchema = closed({
  scale: z
    .number()
    .gt(0)
    .max(1_000_000)
    .optional()
    .openapi({ description: 'How many seconds of the partner pass in one. By default as before.', example: 1 }),
})

const advanceSchema = closed({
  ms: z.int().min(0).optional().openapi({ description: 'How far, in milliseconds.', example: 90_000_000 }),
  to: writtenMoment.optional().openapi({ description: 'Instead of ms: until when.' }),
}).refine(({ ms, to }) => (ms === undefined) !== (to === undefined), {
  error: 'or to is needed, and only one of the two',
  path: ['ms'],
})

export const clockRoutes: readonly Route[] = [
  partnerRoute('clock.get', { answer: clockSchema }, async (partner) => shown(partner)),
  partnerRoute('clock.freeze', { body: freezeSchema, answer: clockSchema }, (partner, { body: { at } }) =>
    inTurn(partner, async () => {
      partner.clock.freeze(at)
      return shown(partner)
    }),
  ),
  partnerRoute('clock.run', { body: runSchema, answer: clockSchema }, (partner, { body: { scale } }) =>
    inTurn(partner, async () => {
      partner.clock.run(scale)
      return shown(partner)
    }),
  ),
  partnerRoute(
    'clock.advance',
    { body: advanceSchema, answer: clockSchema, problems: ['CLOCK_RUNS', 'CLOCK_BACKWARDS'] },
    (partner, { body: { ms, to } }, { parts }) => inTurn(partner, () => advance(parts, partner, { ms, to })),
  ),
]

type Distance = { readonly ms: number | undefined; readonly to: Instant | undefined }

const pauseMs = 20

async function advance(
  { agenda, store, wallClock }: AdminParts,
  partner: Partner,
  { ms, to }: Distance,
): Promise<Answer<ClockView>> {
  const { clock, pid } = partner
  const { mode, now } = clock.state()
  const field = to === undefined ? 'ms' : 'to'
  if (mode === 'running')
    return refuseField('CLOCK_RUNS', { in: 'body', field, detail: 'cannot move a running clock; freeze it first' })
  const target = to ?? now + (ms ?? 0)
  if (target < now) return refuseField('CLOCK_BACKWARDS', { in: 'body', field, detail: 'is already past' })
  if (target > latest)
    return refuseField('INVALID_REQUEST', { in: 'body', field, detail: 'leads beyond the year 2100' })
  // What another simulator on the same store wrote down is due here too.
  agenda.watch(partner)
  await clock.advanceTo(target, async () => {
    await agenda.settled(pid)
    while (await store.shared?.isBusy(pid)) await sleep(wallClock, pauseMs)
  })
  return shown(partner)
}

function shown({ clock }: Partner): Answer<ClockView> {
  return json(viewClock(clock.state()))
}
