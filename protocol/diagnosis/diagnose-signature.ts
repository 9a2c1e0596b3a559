/**
 * Says why a signature is wrong: the string it should cover, the mistakes that make exactly this signature, where the
 * caller's string differs. For requests, notifications and answers alike; runs only when a signature was refused.
 * Never throws on input and never shows a secret. Source: signature.md §1-§3, §6.
 */
import { canonicalString } from '../canonical.ts'
import { sign, verify } from '../signature.ts'
import { candidatesOf } from './candidates.ts'
import type { Diagnosis, SignatureDiagnosis } from './diagnosis.ts'
import { type Difference, describeByteDifference, describeDifference } from './difference.ts'
import { type Evidence, othersTriedMost } from './evidence.ts'
import { hashProbes } from './hash-probes.ts'
import { type Mistake, told } from './mistake.ts'
import { rsaMistakes } from './mistakes/rsa-mistakes.ts'
import { placeholderSignatures, receivedMistakes } from './mistakes/spelling-mistakes.ts'
import { classicMistakes } from './mistakes.ts'
import { type Recognised, recognise, type Search } from './recognise.ts'
import { rsaProbes } from './rsa-probes.ts'
import { masked, type Redactor, redactor, type Secrets } from './shown.ts'
import { commonChecks, factsOf } from './signature-facts.ts'

const expectedStringMost = 4_096
const receivedMost = 400
const detailMost = 100
const factMost = 300
const comparedMost = 65_536

/** What is to be said of the signature itself. */
export function diagnoseSignature(evidence: Evidence): SignatureDiagnosis {
  const text = canonicalString(evidence.parameters)
  const { verifier, received, signType, charset } = evidence
  const expected = verifier.signType === 'MD5' ? sign(text, verifier, charset) : undefined
  const redact = redactor(secretsOf(evidence, expected))
  const basics = {
    expectedString: redact(text, expectedStringMost),
    received: redact(received, receivedMost),
    ...(expected === undefined ? {} : { expectedSignature: masked(expected) }),
  }
  if (verify(text, received, verifier, charset)) {
    if (signType === verifier.signType) return { verdict: 'right', ...basics, mistakes: [] }
    const mistakes = [told(rsaMistakes.misnamed, `it is ${verifier.signType}`)]
    return { verdict: 'mistaken', ...basics, mistakes, alternatives: [] }
  }
  const copied = copiedSignature(evidence)
  if (copied !== undefined) return { verdict: 'mistaken', ...basics, mistakes: [copied], alternatives: [] }
  const { probes, opened } = rsaProbes(evidence)
  const search = recognise(candidatesOf(evidence), [...hashProbes(evidence), ...probes])
  const { found } = search
  if (found === undefined) {
    const tried = triedWords(search)
    const findings = { text, opened }
    const facts = factsOf(evidence, findings).map((fact) => redact(fact, factMost))
    return { verdict: 'unexplained', ...basics, mistakes: [], facts, tried, checks: commonChecks(evidence, findings) }
  }
  const difference = differenceOf(found, redact)
  return {
    verdict: 'mistaken',
    ...basics,
    mistakes: found.mistakes.map((mistake) => withoutSecrets(mistake, redact)),
    alternatives: found.alternatives.map((mistakes) => mistakes.map((mistake) => withoutSecrets(mistake, redact))),
    ...(difference === undefined ? {} : { difference }),
  }
}

export type DiagnosedSignature = Diagnosis & { readonly signature: SignatureDiagnosis }

/** {@link diagnoseSignature} as the diagnosis of a message that is refused for its signature. */
export function diagnoseRefusedSignature(evidence: Evidence, code = 'ILLEGAL_SIGN'): DiagnosedSignature {
  const signature = diagnoseSignature(evidence)
  return { code, ...words(signature), parameter: 'sign', signature }
}

function words(signature: SignatureDiagnosis): { sentence: string; next: string } {
  switch (signature.verdict) {
    case 'right':
      return { sentence: 'The signature is right.', next: 'Nothing is to be done.' }
    case 'mistaken': {
      const names = signature.mistakes.map(({ name, detail }) => (detail === undefined ? name : `${name} (${detail})`))
      const mends = signature.mistakes.map(({ mend }) => mend)
      return { sentence: `The signature is wrong: ${names.join('; ')}.`, next: [...new Set(mends)].join(' ') }
    }
    case 'unexplained':
      return {
        sentence: 'The signature is not the one of this message, and no classic mistake explains it.',
        next: signature.checks[0] ?? '',
      }
  }
}

function triedWords({ textsTried, isCut }: Search): string {
  if (textsTried === 0) return 'Nothing could be tried: what came does not look like a signature of any kind.'
  const texts = textsTried === 1 ? 'one text' : `${textsTried} texts`
  return isCut
    ? `The message is too large to try every mistake; none of those tried, on ${texts}, makes this signature.`
    : `${classicMistakes.length} classic mistakes were tried, one at a time and two at once, on ${texts}; none makes this signature.`
}

function copiedSignature({ received, verifier, otherKeys = [] }: Evidence): Mistake | undefined {
  const text = received.trim()
  if (placeholderSignatures.includes(text)) return told(receivedMistakes.placeholder)
  const isKey = [verifier, ...otherKeys].some((own) => own.signType === 'MD5' && own.key !== '' && own.key === text)
  return isKey ? told(receivedMistakes.key) : undefined
}

/** Redacted first: a cut through the excerpt might otherwise leave half a key unrecognised. */
function differenceOf({ caller, right }: Recognised, redact: Redactor): Difference | undefined {
  if (Math.max(right.text.length, caller.text.length) > comparedMost) return undefined
  const text = redact(right.text, Infinity)
  const signed = redact(caller.text, Infinity)
  return describeDifference(text, signed) ?? describeByteDifference(text, right.encoding, caller.encoding)
}

/** Only details and labels come from outside; they may name a parameter, and a parameter may be named anything. */
function withoutSecrets(mistake: Mistake, redact: Redactor): Mistake {
  return mistake.detail === undefined ? mistake : { ...mistake, detail: redact(mistake.detail, detailMost) }
}

function secretsOf({ verifier, otherKeys = [], others = [] }: Evidence, expected: string | undefined): Secrets {
  const verifiers = [verifier, ...otherKeys, ...others.slice(0, othersTriedMost).map((other) => other.verifier)]
  return {
    keys: verifiers.flatMap((known) => (known.signType === 'MD5' ? [known.key] : [])),
    signatures: expected === undefined ? [] : [expected],
  }
}
