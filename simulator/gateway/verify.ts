/**
 * Step 4, verify: the sign type is allowed, a key for it is known, and the signature covers exactly what came.
 * A wrong one is answered ILLEGAL_SIGN like Alipay's, and diagnosed like nobody's. Source: signature.md §1, gateway.md §7.
 */
import { canonicalString } from '../../protocol/canonical.ts'
import {
  type SignType,
  signTypeNamed,
  signTypes,
  type Verifier,
  verify as verifySignature,
} from '../../protocol/signature.ts'
import type { ReceivedRequest } from '../journal/exchange.ts'
import type { Partner } from '../partner.ts'
import type { PartnerRegistry } from '../partner-registry.ts'
import type { Decoded } from './decode.ts'
import { queryBytes } from './receive.ts'
import { pass, type Refusal, refuse, type Step } from './refusal.ts'

export function verify(
  request: ReceivedRequest,
  decoded: Decoded,
  partner: Partner,
  partners: PartnerRegistry,
): Step<SignType> | Promise<Refusal> {
  const named = decoded.values.get('sign_type') ?? ''
  const signType = signTypeNamed(named)
  if (signType === undefined) return illegalSignType(named)
  const verifier = partner.verifiers[signType]
  if (verifier === undefined) return noKey(partner, signType)
  const signature = decoded.values.get('sign') ?? ''
  if (verifySignature(canonicalString(decoded.parameters), signature, verifier, decoded.charset)) return pass(signType)
  return illegalSign(request, decoded, { partner, partners, verifier, signature })
}

async function illegalSign(
  request: ReceivedRequest,
  { parameters, charset }: Decoded,
  signing: { partner: Partner; partners: PartnerRegistry; verifier: Verifier; signature: string },
): Promise<Refusal> {
  // A quarter of what the gateway is made of, and the first payment needs nothing of it.
  const { diagnoseRefusedSignature } = await import('../../protocol/diagnosis/diagnose-signature.ts')
  const { partner, partners, verifier, signature } = signing
  const otherKeys = Object.values(partner.verifiers).filter((other) => other.signType !== verifier.signType)
  const others = partners
    .all()
    .filter((other) => other !== partner)
    .flatMap((other) => {
      const theirs = other.verifiers[verifier.signType]
      return theirs === undefined ? [] : [{ label: `partner ${other.pid}`, verifier: theirs }]
    })
  const diagnosis = diagnoseRefusedSignature({
    parameters,
    rawQuery: queryBytes(request),
    rawBody: request.body,
    charset,
    signType: verifier.signType,
    received: signature,
    verifier,
    otherKeys,
    others,
  })
  return { ok: false, code: 'ILLEGAL_SIGN', diagnosis }
}

function illegalSignType(value: string): Refusal {
  return refuse('ILLEGAL_SIGN_TYPE', {
    sentence: value === '' ? 'sign_type is missing.' : `sign_type "${value}" is not one of this product's.`,
    next: `Send one of ${signTypes.join(', ')}, in upper case.`,
    parameter: 'sign_type',
    rule: `one of ${signTypes.join(', ')}, in upper case`,
    value,
  })
}

function noKey({ pid }: Partner, signType: SignType): Refusal {
  return refuse('ILLEGAL_SECURITY_PROFILE', {
    sentence: `Partner ${pid} signs with ${signType}, but no public key of that partner is known here.`,
    next: 'Start the simulator with --partner-public-key FILE, or sign with MD5.',
    parameter: 'sign_type',
    value: signType,
  })
}
