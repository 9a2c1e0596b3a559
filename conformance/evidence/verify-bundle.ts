/**
 * Whether a bundle is the one that was signed, and if not, what of it is not. Each fault is a value: only what is no bundle,
 * is newer or is too large is an error.
 */
import { createPublicKey, type KeyObject, verify } from 'node:crypto'
import { printable } from '../../protocol/diagnosis/shown.ts'
import { fingerprint } from '../../protocol/key.ts'
import { KitError } from '../kit-error.ts'
import { bundleNames, isBundleName } from './bundle.ts'
import { formatOf, formatVersion, type Manifest, readManifest, sha256 } from './manifest.ts'
import { readContainer } from './read-container.ts'
import { type PackedFile, stored, unpack } from './zip-container.ts'

export type FaultCode =
  | 'truncated'
  /** The zip itself: a header, a name, bytes between or behind the files. */
  | 'container'
  | 'missing'
  | 'added'
  | 'reordered'
  | 'changed'
  | 'manifest'
  | 'signature'
  /** It was signed, but by another key. */
  | 'key'

export type Fault = { readonly code: FaultCode; readonly text: string }

export type Verification = {
  readonly faults: readonly Fault[]
  /** What could be unpacked, whether it is as it was or not. */
  readonly files: ReadonlyMap<string, Buffer>
  /** Undefined when it cannot be read. */
  readonly manifest: Manifest | undefined
  /** The key that the signature holds by; undefined when it does not. */
  readonly signedBy: string | undefined
}

/**
 * @param key the public key that must have signed it; without one, the key in the bundle
 * @throws KitError NO_EVIDENCE, NEWER_EVIDENCE, EVIDENCE_TOO_LARGE
 */
export function verifyBundle(bytes: Buffer, { key }: { readonly key?: KeyObject | undefined } = {}): Verification {
  const container = readContainer(bytes)
  const packed = container.files
  const files = new Map(packed.flatMap((file) => asEntry(file)))
  const text = files.get(bundleNames.manifest)?.toString()
  if (text === undefined && container.faults.length === 0 && !packed.some(({ name }) => name === bundleNames.manifest))
    throw new KitError('NO_EVIDENCE', { detail: `The zip holds no ${bundleNames.manifest}.` })
  checkFormat(text ?? '')
  const manifest = text === undefined ? undefined : readManifest(text)
  const signature = checkSignature(files, key)
  return {
    faults: [
      ...container.faults,
      ...packed.flatMap((file) => nameFaults(file, packed)),
      ...packed.filter(({ name }) => !files.has(name)).map(({ name }) => changed(name, 'cannot be unpacked')),
      ...(manifest === undefined
        ? [
            fault(
              'manifest',
              `${bundleNames.manifest} ${text === undefined ? 'is missing' : 'is not as it was written'}`,
            ),
          ]
        : listFaults({ manifest, packed, files, bytes })),
      ...signature.faults,
    ],
    files,
    manifest,
    signedBy: signature.by,
  }
}

function fault(code: FaultCode, text: string): Fault {
  return { code, text: printable(text) }
}

function changed(name: string, how: string): Fault {
  return fault('changed', `${name} ${how}`)
}

function asEntry(file: PackedFile): readonly (readonly [name: string, content: Buffer])[] {
  const content = unpack(file)
  return content === undefined ? [] : [[file.name, content]]
}

/** @throws KitError NEWER_EVIDENCE */
function checkFormat(text: string): void {
  const format = formatOf(text)
  if (format !== undefined && format > formatVersion)
    throw new KitError('NEWER_EVIDENCE', { detail: `Its format is ${format}; this kit knows ${formatVersion}.` })
}

function nameFaults(file: PackedFile, all: readonly PackedFile[]): readonly Fault[] {
  const { name } = file
  const isSigning = name === bundleNames.manifest || name === bundleNames.signature
  if (isSigning && file.method !== stored) return [fault('container', `${name} is compressed`)]
  if (!isBundleName(name)) return [fault('container', `"${name.slice(0, 120)}" is no name of a file in a bundle`)]
  return all.find((one) => one.name === name) === file ? [] : [fault('added', `${name} is there twice`)]
}

type Listed = {
  readonly manifest: Manifest
  readonly packed: readonly PackedFile[]
  readonly files: ReadonlyMap<string, Buffer>
  readonly bytes: Buffer
}

/** The files against the list that was signed. */
function listFaults({ manifest, packed, files, bytes }: Listed): readonly Fault[] {
  const wanted = [...manifest.files.map(({ name }) => name), bundleNames.manifest, bundleNames.signature]
  const there = packed.map(({ name }) => name)
  const [known, present] = [new Set(wanted), new Set(there)]
  const missing = wanted.filter((name) => !present.has(name))
  const added = there.filter((name) => !known.has(name))
  const moved = there.filter((name) => known.has(name)).find((name, at) => wanted[at] !== name)
  const other = manifest.files.filter(
    ({ name, sha256: hex }) => sha256(files.get(name) ?? '') !== hex && files.has(name),
  )
  const before = bytes.subarray(0, manifest.packed.bytes)
  const isPacked = before.length === manifest.packed.bytes && sha256(before) === manifest.packed.sha256
  const faults = [
    ...missing.map((name) => fault('missing', `${name} is missing`)),
    ...added.map((name) => fault('added', `${name} was not signed`)),
    ...(missing.length + added.length === 0 && moved !== undefined
      ? [fault('reordered', `${moved} stands where another file stood`)]
      : []),
    ...other.map(({ name }) => changed(name, 'is not the file that was signed')),
  ]
  const isBroken = packed.some(({ name }) => !files.has(name))
  if (isPacked || isBroken || faults.length > 0) return faults
  return [fault('container', `the first ${manifest.packed.bytes} bytes are not as they were packed`)]
}

type Signature = { readonly by: string | undefined; readonly faults: readonly Fault[] }

function checkSignature(files: ReadonlyMap<string, Buffer>, given: KeyObject | undefined): Signature {
  const own = publicKeyIn(files.get(bundleNames.key))
  const text = files.get(bundleNames.manifest)
  const signature = files.get(bundleNames.signature)
  const holdsBy = (key: KeyObject | undefined) =>
    key !== undefined && text !== undefined && signature !== undefined && verify(null, text, key, signature)
  if (given !== undefined && holdsBy(given)) return signedBy(given, text)
  if (!holdsBy(own) || own === undefined)
    return { by: undefined, faults: [fault('signature', `${bundleNames.signature} is no signature of the manifest`)] }
  const held = signedBy(own, text)
  if (given === undefined) return held
  const detail = `it is signed with ${fingerprint(own)}, not with ${fingerprint(given)}`
  return { by: undefined, faults: [...held.faults, fault('key', detail)] }
}

/** What the manifest says of the key must be the key that signed it. */
function signedBy(key: KeyObject, text: Buffer | undefined): Signature {
  const by = fingerprint(key)
  const said = readManifest(text?.toString() ?? '')?.key.fingerprint
  const isSaid = said === undefined || said === by
  return { by, faults: isSaid ? [] : [fault('manifest', `it names the key ${said}, and is signed with ${by}`)] }
}

function publicKeyIn(pem: Buffer | undefined): KeyObject | undefined {
  try {
    const key = createPublicKey(pem ?? '')
    return key.asymmetricKeyType === 'ed25519' ? key : undefined
  } catch {
    return undefined
  }
}
