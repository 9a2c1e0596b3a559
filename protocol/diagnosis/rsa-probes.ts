/**
 * The ways to an RSA signature: it is opened with each public key, and what it holds is held against each text.
 * Source: signature.md §1 (7), §3.
 */
import { constants, hash, type KeyObject, verify as verifyBytes } from 'node:crypto'
import type { Verifier } from '../signature.ts'
import { cleanedSignatures } from './cleaned.ts'
import { type Evidence, othersTriedMost } from './evidence.ts'
import { ownKeys } from './hash-probes.ts'
import { type Mistake, told } from './mistake.ts'
import { appendKey, keyVariants, otherKey, written } from './mistakes/key-mistakes.ts'
import { readingMistakes, rsaMistakes } from './mistakes/rsa-mistakes.ts'
import { bytesWith, type CandidateBytes, keyShown, type Probe, showsText } from './probe.ts'
import { openSignature, type RsaBlock } from './rsa-block.ts'

/** A signature that one of the keys opens: whose it is, and what was signed. */
export type OpenedSignature = {
  readonly block: Extract<RsaBlock, { kind: 'digest' }>
  /** Undefined: the sender's own, for the sign type expected. */
  readonly owner: string | undefined
}

export type RsaProbes = { readonly probes: readonly Probe[]; readonly opened: readonly OpenedSignature[] }

export function rsaProbes(evidence: Evidence): RsaProbes {
  const probes: Probe[] = []
  const opened: OpenedSignature[] = []
  for (const { publicKey, evident: whose, owner } of publicKeys(evidence))
    for (const { signature, evident } of signaturesOf(evidence.received)) {
      const block = openSignature(signature, publicKey)
      if (block.kind === 'nothing') continue
      const all = [...whose, ...evident]
      if (block.kind === 'digest') {
        opened.push({ block, owner })
        probes.push(...digestProbes(evidence, block, [...all, ...digestMistakesOf(block, evidence.verifier)]))
      } else if (owner === undefined) {
        probes.push(...pssProbes(signature, publicKey, [...all, told(rsaMistakes.pss)]))
      }
    }
  return { probes, opened }
}

type PublicKey = {
  readonly publicKey: KeyObject
  readonly evident: readonly Mistake[]
  readonly owner: string | undefined
}

function publicKeys({ verifier, otherKeys = [], others = [] }: Evidence): readonly PublicKey[] {
  const keys: PublicKey[] = []
  const add = (candidate: Verifier, evident: readonly Mistake[], owner: string | undefined) => {
    if (candidate.signType === 'MD5') return
    const { publicKey } = candidate
    if (keys.every((known) => !known.publicKey.equals(publicKey))) keys.push({ publicKey, evident, owner })
  }
  const another = 'another key of the same sender'
  add(verifier, [], undefined)
  for (const other of otherKeys)
    if (verifier.signType === 'MD5') add(other, [told(rsaMistakes.rsaSigned)], undefined)
    else add(other, [otherKey(another)], another)
  for (const { label, verifier: other } of others.slice(0, othersTriedMost)) add(other, [otherKey(label)], label)
  return keys
}

type SignatureBytes = { readonly signature: Buffer; readonly evident: readonly Mistake[] }

/** The received text as bytes, in each of the ways in which it may have been written, and each also backwards. */
function signaturesOf(received: string): readonly SignatureBytes[] {
  return cleanedSignatures(received)
    .flatMap(({ text, evident }) => [
      { base64: text, evident },
      ...readingMistakes.map((row) => ({ base64: row.restore(text), evident: [...evident, told(row)] })),
    ])
    .flatMap(({ base64, evident }) => {
      if (base64 === undefined || !/^[A-Za-z0-9+/]{80,}={0,2}$/.test(base64)) return []
      const signature = Buffer.from(base64, 'base64')
      const reversed = {
        signature: Buffer.from(signature).reverse(),
        evident: [...evident, told(rsaMistakes.bytesReversed)],
      }
      return [{ signature, evident }, reversed]
    })
}

function digestMistakesOf({ algorithm, bare }: OpenedSignature['block'], verifier: Verifier): readonly Mistake[] {
  return [...namingMistakes(algorithm, verifier), ...(bare ? [told(rsaMistakes.bareDigest)] : [])]
}

function namingMistakes(algorithm: string, { signType }: Verifier): readonly Mistake[] {
  if (algorithm === 'sha1') return signType === 'RSA2' ? [told(rsaMistakes.sha1ForRsa2)] : []
  if (algorithm === 'sha256') return signType === 'RSA' ? [told(rsaMistakes.sha256ForRsa)] : []
  return [told(rsaMistakes.otherDigest, algorithm.toUpperCase())]
}

function digestProbes(
  { verifier, otherKeys = [] }: Evidence,
  { algorithm, hex }: OpenedSignature['block'],
  evident: readonly Mistake[],
): readonly Probe[] {
  const right: Probe = {
    mistakes: [],
    evident,
    reach: 2,
    shows: showsText,
    accepts: ({ bytes }) => hash(algorithm, bytes) === hex,
  }
  const overHash = (detail: string, inner: (bytes: Buffer) => string | Buffer): Probe => ({
    ...right,
    mistakes: [told(rsaMistakes.overHash, detail)],
    reach: 1,
    accepts: ({ bytes }) => hash(algorithm, inner(bytes)) === hex,
  })
  const placings = [appendKey, ...keyVariants([]).flatMap(({ place, reach }) => (reach === 2 ? [place] : []))]
  const keyAppended = ownKeys(verifier, otherKeys).flatMap(({ key }) =>
    placings.map(
      (place): Probe => ({
        ...right,
        mistakes: [told(rsaMistakes.keyAppended)],
        reach: 1,
        shows: { ...showsText, caller: (text) => written(place(text, keyShown)) },
        accepts: (text) => hash(algorithm, bytesWith(text, place(text.candidate.text, key))) === hex,
      }),
    ),
  )
  return [
    right,
    overHash('MD5 in hex', (bytes) => hash('md5', bytes)),
    overHash('in hex', (bytes) => hash(algorithm, bytes)),
    overHash('as bytes', (bytes) => hash(algorithm, bytes, 'buffer')),
    ...keyAppended,
  ]
}

function pssProbes(signature: Buffer, publicKey: KeyObject, evident: readonly Mistake[]): readonly Probe[] {
  const key = { key: publicKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_AUTO }
  return ['sha256', 'sha1', 'sha512'].map((algorithm) => ({
    mistakes: [],
    evident,
    reach: 1,
    shows: showsText,
    accepts: ({ bytes }: CandidateBytes) => verifyBytes(algorithm, bytes, key, signature),
  }))
}
