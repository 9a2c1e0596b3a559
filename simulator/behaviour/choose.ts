/**
 * Which behaviour a call gets, and why: rules first, then the trade's own behaviour, the payment code, the partner's default.
 * Happens once a call, before execution, from a seed: nothing here depends on the order in which calls arrive, but for
 * the rules that count. Source: design.md (Behaviours), issue 4.
 */
import type { Instant } from '../../protocol/beijing-time.ts'
import type { Random } from '../random.ts'
import type { Call, Chosen, Explanation, NearMiss, Play, Step, Story } from './behaviour.ts'
import { type Climate, type Climates, troubleAt } from './climate.ts'
import { drawMs, type Latency } from './latency.ts'
import type { LatencyByService } from './latency-preset.ts'
import { type Ready, whenReady } from './ready.ts'
import type { Rules } from './rule.ts'
import { stepAt } from './story.ts'
import type { Behaviours } from './table.ts'

/** What a partner's calls get when nothing else says anything. */
export type Defaults = {
  /** By number. */
  readonly behaviour?: string
  /** By name. */
  readonly climate?: string
  /** Of every call whose step has no delay of its own; after the commit. Wins over the climate's. */
  readonly latency?: LatencyByService
}

/** All of one partner's, but for the tables. */
export type ChooserParts = {
  readonly rules: Rules
  readonly behaviours: Behaviours
  readonly climates: Climates
  readonly random: Random
  readonly defaults: Defaults
  /** When the schedules of latencies began. */
  readonly since: Instant
}

/** What was found for a call: a story (or nothing), under which name, and who said so. */
type Find = {
  readonly behaviour: string
  readonly why: string
  readonly chosenBy: Explanation['chosenBy']
  readonly story?: Story
  /** Bounds the story and lends its latency. */
  readonly climate?: Climate
}

const ordinary: Find = {
  behaviour: 'default',
  why: 'no rule, payment code or default asks for more',
  chosenBy: 'nothing',
}

/**
 * At once when all that is needed has been read; a promise when a file has to be read first.
 * @throws SimulatorError (or rejects) when that file is broken
 */
export function choose(parts: ChooserParts, call: Call): Ready<Chosen> {
  const { rule, nearMisses } = parts.rules.match(call)
  if (rule !== undefined) {
    const { id, behaviour = id, story } = rule
    return played(parts, call, { behaviour, why: `rule ${id}`, chosenBy: 'rule', story }, nearMisses)
  }
  return whenReady(find(parts, call), (found) => played(parts, call, found, nearMisses))
}

/** The number in a payment code that asks for a behaviour. */
const behaviourCode = /^2800(\d{4})/

function find(parts: ChooserParts, call: Call): Ready<Find> {
  const { behaviours, defaults } = parts
  const { tradeBehaviour = 'default', identityCode = '' } = call
  const [ofTrade = '', climate] = tradeBehaviour.split('@')
  if (climate !== undefined) return ofClimateTrade(parts, call, ofTrade, climate)
  if (ofTrade !== 'default') {
    const why = `the trade's behaviour ${ofTrade}`
    return told(behaviours.find(ofTrade), { behaviour: ofTrade, why, chosenBy: 'trade' })
  }
  const id = behaviourCode.exec(identityCode)?.[1]
  if (id !== undefined && behaviours.has(id))
    return told(behaviours.find(id), { behaviour: id, why: `payment code 2800 ${id}…`, chosenBy: 'payment code' })
  // A trade that was opened without a behaviour stays without one, whatever the default has become.
  if (defaults.behaviour !== undefined && call.tradeBehaviour === undefined)
    return told(behaviours.find(defaults.behaviour), {
      behaviour: defaults.behaviour,
      why: 'partner default',
      chosenBy: 'partner default',
    })
  return whenReady(climateInForce(parts), (inForce) =>
    inForce === undefined ? ordinary : ofClimate(parts, call, inForce),
  )
}

function told(story: Ready<Story | undefined>, found: Find): Ready<Find> {
  return whenReady(story, (known) => (known === undefined ? found : { ...found, story: known }))
}

function climateInForce({ climates, defaults }: ChooserParts): Ready<Climate | undefined> {
  return defaults.climate === undefined ? undefined : climates.find(defaults.climate)
}

/** A trade that a climate gave a behaviour: it goes on with it; what that leaves open is left to chance again. */
function ofClimateTrade(parts: ChooserParts, call: Call, id: string, name: string): Ready<Find> {
  return whenReady(parts.climates.find(name), (climate) =>
    whenReady(parts.behaviours.find(id), (story) => {
      if (climate === undefined) return ordinary
      if (story?.[call.service] === undefined && call.service !== 'pay') return ofClimate(parts, call, climate)
      const why = `climate ${name}: the trade's behaviour ${id}`
      return { behaviour: `${id}@${name}`, why, chosenBy: 'climate', climate, ...(story && { story }) }
    }),
  )
}

function ofClimate({ random }: ChooserParts, call: Call, climate: Climate): Find {
  const { name } = climate
  const { service, partner, partnerTransId, nth } = call
  const trouble = troubleAt(climate, service, random.fraction('climate', partner, service, partnerTransId, String(nth)))
  if (trouble === undefined) return { behaviour: 'default', why: `climate ${name}: fair`, chosenBy: 'climate', climate }
  const { label, percent, behaviour = label, story } = trouble
  const why = `climate ${name}: ${percent} % ${label}`
  return { behaviour: `${behaviour}@${name}`, why, chosenBy: 'climate', climate, story }
}

function played(parts: ChooserParts, call: Call, found: Find, nearMisses: readonly NearMiss[]): Chosen {
  const { behaviour, why, chosenBy, story = {}, climate } = found
  const patient = climate === undefined || call.nth <= climate.patience
  const step: Partial<Step> = (patient ? stepAt(story[call.service], call.nth) : undefined) ?? {}
  const { plan = { kind: 'normal' }, fault, waitForCancel } = step
  const { buyer, notifications } = story
  const play: Play = {
    behaviour,
    why,
    plan,
    ...delays(parts, call, step, climate?.latency),
    ...(fault && { fault }),
    ...(waitForCancel !== undefined && { waitForCancel }),
    ...(buyer && plan.kind === 'waiting' && { buyer }),
    ...(notifications && { notifications }),
  }
  return { play, explain: { chosenBy, nearMisses } }
}

function delays(
  { random, defaults, since }: ChooserParts,
  { service, partner, partnerTransId, nth, at }: Call,
  { delayBefore, delayAfter }: Partial<Step>,
  ofClimate: LatencyByService | undefined,
): Pick<Play, 'delayBeforeMs' | 'delayAfterMs'> {
  const scripted = delayBefore !== undefined || delayAfter !== undefined
  const after = scripted ? delayAfter : (defaults.latency?.[service] ?? ofClimate?.[service])
  const draw = (latency: Latency | undefined, side: string) =>
    latency === undefined
      ? 0
      : drawMs(latency, random.fraction('latency', partner, service, partnerTransId, String(nth), side), at - since)
  return { delayBeforeMs: draw(delayBefore, 'before'), delayAfterMs: draw(after, 'after') }
}
