/** Which cases run. Pure. */
import { nearestHint } from '../../simulator/nearest-name.ts'
import { KitError } from '../kit-error.ts'
import type { Case, Profile } from './case-schema.ts'

export type Selection = {
  /** Ids, families, beginnings of ids (`unknown/no-`), or numbers of Alipay's own cases. Empty: all. */
  readonly names: readonly string[]
  readonly profile: Profile
  readonly tag?: string | undefined
  /** `2/5`: the second of five parts, dealt out by turns. */
  readonly shard?: string | undefined
}

/** @throws KitError NOTHING_SELECTED when a name selects nothing, or nothing is left */
export function selectCases(cases: readonly Case[], { names, profile, tag, shard }: Selection): readonly Case[] {
  for (const name of names)
    if (!cases.some((candidate) => isNamed(candidate, name))) {
      const known = cases.flatMap(({ id, spot }) => [id, id.split('/')[0] ?? id, ...(spot ? [spot] : [])])
      throw new KitError('NOTHING_SELECTED', { detail: `No case is named "${name}"${nearestHint(name, known)}.` })
    }
  const [part, parts] = shardOf(shard)
  const wanted = names.map((name) => namer(cases, name))
  const selected = cases
    // A case that is named runs, whatever its profile.
    .filter((one) => (names.length === 0 ? isOf(profile, one) : wanted.some((isMeant) => isMeant(one))))
    .filter(({ tags }) => tag === undefined || tags.includes(tag))
    .filter((_, index) => index % parts === part - 1)
  if (selected.length > 0) return selected
  throw new KitError('NOTHING_SELECTED', { detail: 'No case has all that was asked for.' })
}

/** An acquirer stands before the gateway like any till: what is asked of a merchant's backend is asked of it, too. */
function isOf(profile: Profile, { profiles }: Case): boolean {
  return profiles.includes(profile) || (profile === 'acquirer' && profiles.includes('merchant'))
}

function isNamed({ id, spot }: Case, name: string): boolean {
  return id === name || spot === name || id.startsWith(name.includes('/') ? name : `${name}/`)
}

/** A whole id is that case alone, though another one begins like it. */
function namer(cases: readonly Case[], name: string): (one: Case) => boolean {
  return cases.some(({ id }) => id === name) ? ({ id }) => id === name : (one) => isNamed(one, name)
}

/** @throws KitError NOTHING_SELECTED */
function shardOf(shard = '1/1'): readonly [part: number, parts: number] {
  const [, part = '', parts = ''] = /^(\d{1,4})\/(\d{1,4})$/.exec(shard) ?? []
  if (Number(part) >= 1 && Number(part) <= Number(parts)) return [Number(part), Number(parts)]
  throw new KitError('NOTHING_SELECTED', { detail: `--shard ${shard}: 2/5 belongs there, the second of five parts.` })
}
