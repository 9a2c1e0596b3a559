/**
 * From a story as it is written to one that can be played: every latency it mentions is looked up once, at load.
 */
import { type Service, services } from '../../protocol/service.ts'
import type { Script, Step, Story } from './behaviour.ts'
import type { Problem } from './field-problem.ts'
import type { WrittenLatency } from './latency.ts'
import { type LatencySources, readyLatency } from './latency-preset.ts'

export type ReadyStory =
  | { readonly ok: true; readonly story: Story }
  | { readonly ok: false; readonly problems: readonly Problem[] }

export async function readyStory(written: Story<WrittenLatency>, sources: LatencySources): Promise<ReadyStory> {
  const problems: Problem[] = []
  const scripts: { -readonly [S in Service]?: Script } = {}
  for (const service of services) {
    const steps: Step[] = []
    for (const [index, step] of written[service]?.entries() ?? []) {
      const { delayBefore, delayAfter, ...rest } = step
      const path = [service, index]
      const before = await delay(delayBefore, service, sources, [...path, 'delayBefore'], problems)
      const after = await delay(delayAfter, service, sources, [...path, 'delayAfter'], problems)
      steps.push({ ...rest, ...(before && { delayBefore: before }), ...(after && { delayAfter: after }) })
    }
    if (steps.length > 0) scripts[service] = steps
  }
  const { buyer, notifications } = written
  const story = { ...scripts, ...(buyer && { buyer }), ...(notifications && { notifications }) }
  return problems.length === 0 ? { ok: true, story } : { ok: false, problems }
}

async function delay(
  written: WrittenLatency | undefined,
  service: Service,
  sources: LatencySources,
  path: Problem['path'],
  problems: Problem[],
) {
  if (written === undefined) return undefined
  const ready = await readyLatency(written, service, sources)
  if (ready.ok) return ready.latency
  problems.push({ path, message: ready.message })
  return undefined
}

/** The step that the n-th call of a script gets; undefined after the last one. */
export function stepAt(script: Script | undefined, nth: number): Step | undefined {
  let passed = 0
  for (const step of script ?? []) {
    if (step.times === 'always') return step
    passed += step.times
    if (nth <= passed) return step
  }
  return undefined
}
