/**
 * Partners made and changed through the control API: what is left out is made up from the simulator's seed; what is
 * wrong changes nothing.
 */
import { generateKeyPair } from 'node:crypto'
import { promisify } from 'node:util'
import { toPem } from '../../protocol/key.ts'
import { ProtocolError } from '../../protocol/protocol-error.ts'
import { type Partner, type PartnerOptions, withVerifiers } from '../partner.ts'
import { seededRandom } from '../random.ts'
import type { DefaultsDraft } from '../stage.ts'
import type { AdminParts } from './admin-parts.ts'
import type { DefaultsChange, PartnerChange, PartnerDraft } from './partner-view.ts'
import { type Refused, refuseField, refuseFields } from './problem-details.ts'

const makeKeyPair = promisify(generateKeyPair)

export type Made = { readonly kind: 'made'; readonly partner: Partner; readonly privateKey: string | null } | Refused

type Making = Pick<AdminParts, 'partners' | 'seed' | 'makePartner'>

/** Makes the partner and makes it known. */
export async function makeFromDraft(parts: Making, draft: PartnerDraft): Promise<Made> {
  if (draft.make_key_pair === true && draft.public_key !== undefined)
    return refuseField('INVALID_REQUEST', {
      in: 'body',
      field: 'make_key_pair',
      detail: 'cannot stand beside public_key',
    })
  const pid = draft.pid ?? reservedPid(parts)
  if (draft.pid !== undefined && !parts.partners.reserve(pid))
    return refuseField('PARTNER_EXISTS', { in: 'body', field: 'pid', detail: 'is taken' })
  const made = await makeNumbered(parts, draft, pid)
  if (made.kind === 'made') parts.partners.put(made.partner)
  else parts.partners.delete(pid)
  return made
}

async function makeNumbered(parts: Making, draft: PartnerDraft, pid: string): Promise<Made> {
  const { services, currencies, defaults = {} } = draft
  const pair = draft.make_key_pair === true ? await makeKeyPair('rsa', { modulusLength: 2048 }) : undefined
  const publicKey = pair === undefined ? draft.public_key : toPem(pair.publicKey)
  const options: PartnerOptions = {
    pid,
    md5Key: draft.md5_key ?? md5KeyOf(parts.seed, pid),
    ...(publicKey === undefined ? {} : { publicKey }),
    ...(services === undefined ? {} : { services }),
    ...(currencies === undefined ? {} : { currencies }),
  }
  const partner = withReadableKey(() => parts.makePartner(options, draft.seed ?? parts.seed))
  if ('kind' in partner) return partner
  const set = await partner.stage.setDefaults(changedDefaults({}, defaults))
  if (!set.ok) return refuseFields('body', set.problems, ['defaults'])
  return { kind: 'made', partner, privateKey: pair === undefined ? null : toPem(pair.privateKey) }
}

export type Changed = { readonly kind: 'changed'; readonly partner: Partner } | Refused

/** All of the change, or nothing of it. */
export async function changePartner(parts: Making, partner: Partner, change: PartnerChange): Promise<Changed> {
  const { seed, funded, public_key: publicKey, defaults } = change
  const next = publicKey === undefined ? partner : withKey(parts, partner, publicKey)
  if ('kind' in next) return next
  if (defaults !== undefined) {
    const set = await partner.stage.setDefaults(changedDefaults(partner.stage.defaults(), defaults))
    if (!set.ok) return refuseFields('body', set.problems, ['defaults'])
  }
  if (seed !== undefined) partner.reseed(seed)
  if (funded !== undefined) partner.setFunded(funded)
  if (next !== partner) parts.partners.put(next)
  return { kind: 'changed', partner: next }
}

function withKey(parts: Making, partner: Partner, publicKey: string | null): Partner | Refused {
  const { pid, md5Key, seed } = partner
  const keys = publicKey === null ? {} : { publicKey }
  const other = withReadableKey(() => parts.makePartner({ pid, md5Key, ...keys }, seed))
  if ('kind' in other) return other
  return withVerifiers(partner, other.verifiers)
}

function withReadableKey(make: () => Partner): Partner | Refused {
  try {
    return make()
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error
    const detail = `cannot be used: ${error.message.replace(/^\[\w+\] |\.$/g, '')}`
    return refuseField('INVALID_REQUEST', { in: 'body', field: 'public_key', detail })
  }
}

/** null takes away, what is left out stays. */
function changedDefaults(now: DefaultsDraft, change: DefaultsChange): DefaultsDraft {
  const behaviour = changed(now.behaviour, change.behaviour)
  const climate = changed(now.climate, change.climate)
  const latency = changed(now.latency, change.latency)
  return {
    ...(behaviour !== undefined && { behaviour }),
    ...(climate !== undefined && { climate }),
    ...(latency !== undefined && { latency }),
  }
}

function changed<T>(before: T | undefined, next: T | null | undefined): T | undefined {
  return next === undefined ? before : (next ?? undefined)
}

function reservedPid({ partners, seed }: Making): string {
  const random = seededRandom(seed)
  for (let nth = partners.all().length; ; nth++) {
    const pid = `2088${random.digits(12, 'partner', String(nth))}`
    if (partners.reserve(pid)) return pid
  }
}

const letters = 'abcdefghijklmnopqrstuvwxyz0123456789'

/** 32 letters and digits. A sandbox's key is no secret: the same seed gives the same. */
function md5KeyOf(seed: string, pid: string): string {
  const random = seededRandom(seed)
  const halves = [
    ...random.bytes('md5 key', pid, '1').subarray(0, 16),
    ...random.bytes('md5 key', pid, '2').subarray(0, 16),
  ]
  return halves.map((byte) => letters[byte % letters.length]).join('')
}
