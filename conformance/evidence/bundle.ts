/** Makes a bundle: files in order, the manifest over them, its signature. The bytes follow from what is given. */
import { createPublicKey, type KeyObject, sign } from 'node:crypto'
import { fingerprint, toPem } from '../../protocol/key.ts'
import { type KeyOrigin, type Manifest, manifestText, sha256 } from './manifest.ts'
import { readMe } from './read-me.ts'
import { localPart, pack, writeContainer } from './zip-container.ts'

export type BundleFile = { readonly name: string; readonly text: string }

/** Files that every bundle has. */
export const bundleNames = {
  readMe: 'README.txt',
  key: 'public-key.pem',
  manifest: 'manifest.txt',
  signature: 'manifest.sig',
} as const

/** Nothing absolute, nothing above, nothing that a shell or a file system reads in its own way. */
const namePattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}(?:\/[A-Za-z0-9][A-Za-z0-9._-]{0,99}){0,4}$/

export function isBundleName(name: string): boolean {
  return namePattern.test(name) && !name.includes('..')
}

export type Signer = {
  /** Ed25519. */
  readonly privateKey: KeyObject
  readonly origin: KeyOrigin
}

export type Bundle = { readonly bytes: Buffer; readonly manifest: Manifest }

/** @throws KitError EVIDENCE_TOO_LARGE */
export function makeBundle(files: readonly BundleFile[], { privateKey, origin }: Signer): Bundle {
  const publicKey = createPublicKey(privateKey)
  const all = [
    { name: bundleNames.readMe, text: readMe },
    { name: bundleNames.key, text: toPem(publicKey) },
    ...files,
  ].map(({ name, text }) => ({ name, content: Buffer.from(text) }))
  const packed = all.map(({ name, content }) => pack(name, content))
  const before = localPart(packed)
  const manifest: Manifest = {
    key: { fingerprint: fingerprint(publicKey), origin },
    packed: { bytes: before.length, sha256: sha256(before) },
    files: all.map(({ name, content }) => ({ name, sha256: sha256(content) })),
  }
  const text = Buffer.from(manifestText(manifest))
  const bytes = writeContainer([
    ...packed,
    pack(bundleNames.manifest, text, { small: true }),
    pack(bundleNames.signature, sign(null, text, privateKey), { small: true }),
  ])
  return { bytes, manifest }
}
