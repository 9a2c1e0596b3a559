/** What `load` was asked for, made into a run: names found in their tables, defaults filled in. */
import { loadTarget, type Target } from '../conformance/target/target.ts'
import { targetSchema } from '../conformance/target/target-schema.ts'
import { type Mix, mixes, mixNamed } from '../load/k6/lib/mixes.ts'
import { type Journey, type Plan, type PlanName, plans } from '../load/k6/lib/plans.ts'
import { variables } from '../load/k6/lib/variables.ts'
import { LoadError } from '../load/load-error.ts'
import type { Subject } from '../load/run/load-run.ts'
import { nearestHint } from '../simulator/nearest-name.ts'
import type { CommandRun } from './command.ts'
import { CommandError } from './command-error.ts'
import type { loadOptions } from './load-options.ts'

type Options = CommandRun<typeof loadOptions>['options']

export type LoadPlan = {
  readonly name: PlanName
  readonly plan: Plan
  readonly journey: Journey
  readonly rate: number
  readonly durationS: number
  readonly mixName: string
  readonly mix: Mix
  readonly timeScale: number
  readonly signType: Target['sign_type']
  readonly subject: Subject | undefined
}

/** @throws CommandError BAD_USAGE; LoadError BAD_MIX, BAD_LOAD; KitError BAD_TARGET */
export async function planNamed(named: string | undefined, options: Options): Promise<LoadPlan> {
  const name = Object.keys(plans).find((known) => known === named) as PlanName | undefined
  if (name === undefined) {
    const names = [...Object.keys(plans), 'audit']
    const hint = named === undefined ? '' : nearestHint(named, names)
    throw new CommandError('BAD_USAGE', { detail: `What to run is one of ${names.join(', ')}${hint}.` })
  }
  checkSettings(options.set)
  const plan: Plan = plans[name]
  const journey = (options.journey as Journey | undefined) ?? plan.journey
  if (journey === 'gateway' && options.certify)
    throw new CommandError('BAD_USAGE', { detail: '--certify needs a backend: the journey gateway has none.' })
  const subject = journey === 'gateway' ? undefined : await subjectOf(options)
  const mixName = options.mix ?? (journey === 'pos' ? 'everyday' : 'plain')
  return {
    ...{ name, plan, journey, subject, mixName },
    mix: mixOf(mixName),
    rate: options.rate ?? plan.rate,
    durationS: options.duration === undefined ? plan.durationS : secondsIn(options.duration),
    timeScale: options.timeScale ?? subject?.target.time_scale ?? 1,
    signType: (options.signType as 'MD5' | 'RSA2' | undefined) ?? subject?.target.sign_type ?? 'MD5',
  }
}

function mixOf(name: string): Mix {
  const mix = mixNamed(name)
  if (mix !== undefined) return mix
  throw new LoadError('BAD_MIX', { detail: `"${name}" is no mix${nearestHint(name, Object.keys(mixes))}.` })
}

const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600 }

function secondsIn(text: string): number {
  return Number.parseInt(text, 10) * (units[text.at(-1) ?? ''] ?? 1)
}

function checkSettings(given: Readonly<Record<string, string>>): void {
  const strange = Object.keys(given).find((name) => !Object.hasOwn(variables, name))
  if (strange === undefined) return
  const detail = `The scripts know no setting ${strange}${nearestHint(strange, Object.keys(variables))}.`
  throw new LoadError('BAD_LOAD', { detail })
}

async function subjectOf({ target: file, defect, timeScale, signType }: Options): Promise<Subject> {
  if (file !== undefined && defect !== undefined)
    throw new CommandError('BAD_USAGE', { detail: '--defect is of the reference till: not beside --target.' })
  const target = file === undefined ? referenceTill() : await loadTarget(file)
  if (target.adapter === 'manual')
    throw new LoadError('BAD_LOAD', { detail: 'A person at a till is no system that could be put under load.' })
  const changed = {
    ...target,
    ...(timeScale !== undefined && { time_scale: timeScale }),
    ...(signType !== undefined && { sign_type: signType as 'MD5' | 'RSA2' }),
  }
  return { target: changed, ...(defect !== undefined && { moreArguments: ['--defect', defect] }) }
}

/** This very program as `pos`, from a clone and from the published package alike. */
function referenceTill(): Target {
  const written = targetSchema.parse({
    name: 'reference till',
    adapter: 'http',
    start: { command: [process.execPath, process.argv[1] ?? '', 'pos'] },
    ready_within_ms: 30_000,
  })
  return { ...written, folder: process.cwd() }
}
