/**
 * Steps 8 and 9, render and sign: the outcome as signed XML. The faults that change what an answer says or who signed it
 * act here, before the signature; those of the way act in disturb.ts. Source: gateway.md §3, §5; signature.md §2.
 */
import { availableParallelism } from 'node:os'
import {
  answerContentType,
  answerFields,
  answerString,
  writeAcceptedAnswer,
  writeRefusedAnswer,
} from '../../protocol/answer.ts'
import { canonicalString } from '../../protocol/canonical.ts'
import type { Charset } from '../../protocol/charset.ts'
import type { Parameter } from '../../protocol/parameter.ts'
import type { Service, SideService } from '../../protocol/service.ts'
import { type Signer, type SignType, sign, signOffThread } from '../../protocol/signature.ts'
import type { AlipayKeys } from '../alipay-keys.ts'
import type { Fault } from '../behaviour/behaviour.ts'
import type { Dialect } from '../dialect/switch.ts'
import type { Partner } from '../partner.ts'
import type { Decoded } from './decode.ts'
import type { Outcome } from './outcome.ts'

export type Rendered = { readonly contentType: string; readonly body: Buffer }

export type RenderParts = { readonly dialect: Dialect; readonly alipayKeys: AlipayKeys }

/** A call that got as far as a verified signature. */
export type SignedCall = {
  readonly decoded: Decoded
  readonly service: Service | SideService
  readonly partner: Partner
  readonly signType: SignType
}

/** On one core a thread that signs takes the event loop's own time, and the way there and back besides. */
const signWell = availableParallelism() === 1 ? sign : signOffThread

const nothing: Rendered = { contentType: 'text/xml;charset=UTF-8', body: Buffer.alloc(0) }

export function renderOutcome(
  parts: RenderParts,
  call: SignedCall,
  outcome: Outcome,
  fault?: Fault,
): Promise<Rendered> | Rendered {
  switch (outcome.kind) {
    case 'refused':
      return renderRefusal(parts, outcome.code, call.decoded.charset, call)
    case 'answered':
      return renderAnswer(parts, call, outcome, fault)
    case 'lost':
      return nothing
  }
}

/** `is_success` F. `call` is there when the caller got as far as a verified signature. */
export async function renderRefusal(
  { dialect, alipayKeys }: RenderParts,
  code: string,
  charset: Charset,
  call?: SignedCall,
): Promise<Rendered> {
  const declared = dialect.declaredCharset === 'request' ? charset : 'GBK'
  const contentType = answerContentType(declared)
  if (!dialect.refusalSigned || call === undefined) return { contentType, body: writeRefusedAnswer(code, declared) }
  const { signType, partner } = call
  const signer = signType === 'MD5' ? partner.md5Signer : await alipayKeys.signer(signType)
  const signature = await signWell(canonicalString([{ name: 'error', value: code }]), signer, charset)
  return { contentType, body: writeRefusedAnswer(code, declared, { sign: signature, signType }) }
}

/** `is_success` T. */
export async function renderAnswer(
  parts: RenderParts,
  { decoded, service, partner, signType }: SignedCall,
  outcome: Extract<Outcome, { kind: 'answered' }>,
  fault: Fault | undefined,
): Promise<Rendered> {
  const { dialect, alipayKeys } = parts
  const declared = declaredCharset(dialect, service, decoded.charset, fault)
  const response = answerFields(disturbedFields(outcome.fields, fault))
  const signatureCharset = dialect.answerSignatureCharset === 'request' ? decoded.charset : declared
  const text = answerString(response)
  const signature =
    signType === 'MD5' && fault === undefined
      ? sign(text, partner.md5Signer, signatureCharset)
      : await signatureOf(text, signatureCharset, await signerOf(fault, { signType, partner, alipayKeys }))
  const envelope = { request: decoded.parameters, response }
  const body = writeAcceptedAnswer(
    signature === undefined ? envelope : { ...envelope, sign: signature, signType },
    declared,
  )
  return { contentType: answerContentType(declared), body }
}

async function signatureOf(text: string, charset: Charset, signer: Signer | undefined): Promise<string | undefined> {
  return signer === undefined ? undefined : await signWell(text, signer, charset)
}

function declaredCharset(
  dialect: Dialect,
  service: SignedCall['service'],
  asked: Charset,
  fault: Fault | undefined,
): Charset {
  const usual = usualCharset(dialect, service, asked)
  if (fault?.kind !== 'other charset') return usual
  return asked === 'UTF-8' ? 'GBK' : 'UTF-8'
}

function usualCharset(dialect: Dialect, service: SignedCall['service'], asked: Charset): Charset {
  switch (dialect.declaredCharset) {
    case 'request':
      return asked
    case 'GBK':
      return 'GBK'
    case 'GBK for query and refusals':
      return service === 'query' ? 'GBK' : asked
  }
}

type Signing = { readonly signType: SignType; readonly partner: Partner; readonly alipayKeys: AlipayKeys }

async function signerOf(
  fault: Fault | undefined,
  { signType, partner, alipayKeys }: Signing,
): Promise<Signer | undefined> {
  if (fault?.kind === 'unsigned') return undefined
  if (fault?.kind === 'wrong key') return alipayKeys.strangerSigner(signType)
  return signType === 'MD5' ? partner.md5Signer : alipayKeys.signer(signType)
}

const idFields = ['partner_trans_id', 'out_trade_no', 'alipay_trans_id', 'trade_no', 'partner_refund_id'] as const

/** Faults of what is said: another trade's ids, fields that no page knows. All of it is signed like the truth. */
function disturbedFields(fields: Readonly<Record<string, string | undefined>>, fault: Fault | undefined) {
  switch (fault?.kind) {
    case 'other order':
      return Object.fromEntries(
        Object.entries(fields).map(([name, value]) =>
          (idFields as readonly string[]).includes(name) ? [name, otherId(value)] : [name, value],
        ),
      )
    case 'extra fields':
      return { ...fields, ...Object.fromEntries(extraFields(fault.count).map(({ name, value }) => [name, value])) }
    default:
      return fields
  }
}

/** The same length and shape, never the same id. */
function otherId(id: string | undefined): string | undefined {
  if (id === undefined) return undefined
  const last = id.slice(-1)
  return id.slice(0, -1) + (last === '9' ? '8' : '9')
}

function extraFields(count: number): Parameter[] {
  return Array.from({ length: count }, (_, i) => ({ name: `x_new_field_${i + 1}`, value: `value ${i + 1} 新` }))
}
