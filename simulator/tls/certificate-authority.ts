/**
 * A certificate authority of the user's own machine: made once, kept with the state, signs a certificate for each name that
 * the simulator is asked for. Whoever trusts it trusts nothing but this folder's private key.
 */
import { createHash, createPrivateKey, type KeyObject } from 'node:crypto'
import { chmod, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { isIP } from 'node:net'
import { dirname, join } from 'node:path'
import type { Instant } from '../../protocol/beijing-time.ts'
import { SimulatorError } from '../simulator-error.ts'

const keyFile = 'ca-key.pem'
const certificateFile = 'ca.pem'
const name = 'CN=alipay-sandbox-kit test CA, O=nobody but this machine'
const curve = { name: 'ECDSA', namedCurve: 'P-256' } as const
const signing = { name: 'ECDSA', hash: 'SHA-256' } as const
const dayMs = 86_400_000
const authorityDays = 3_650
/** Some clients refuse a certificate that is valid for longer. */
const leafDays = 397

export type Leaf = { readonly key: string; readonly cert: string }

export type CertificateAuthority = {
  /** What clients are told to trust: PEM. */
  readonly certificate: string
  /** The file it is in. */
  readonly path: string
  /** For a name or an address; the private key and the chain as PEM. */
  leafFor(host: string): Promise<Leaf>
}

export type AuthorityOptions = {
  /** Where it is kept; it is made there when there is none. */
  readonly folder: string
  readonly now: () => Instant
}

type Kept = { readonly certificate: string; readonly key: string }

/** @throws SimulatorError AUTHORITY_INCOMPLETE; when the folder cannot be written, or holds something that is no key and certificate */
export async function openAuthority({ folder, now }: AuthorityOptions): Promise<CertificateAuthority> {
  const kept = (await read(folder)) ?? (await make(folder, now()))
  const key = await importKey(createPrivateKey(kept.key))
  const issuer = new (await x509()).X509Certificate(kept.certificate)
  return {
    certificate: kept.certificate,
    path: join(folder, certificateFile),
    async leafFor(host) {
      const { X509CertificateGenerator, KeyUsagesExtension, KeyUsageFlags, ...kinds } = await x509()
      const pair = await makePair()
      const from = now() - dayMs
      const certificate = await X509CertificateGenerator.create({
        serialNumber: serialOf(host, from),
        issuer: issuer.subject,
        subject: `CN=${host}`,
        notBefore: new Date(from),
        notAfter: new Date(from + leafDays * dayMs),
        signingAlgorithm: signing,
        publicKey: pair.publicKey,
        signingKey: key,
        extensions: [
          new kinds.BasicConstraintsExtension(false, undefined, true),
          new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
          new kinds.ExtendedKeyUsageExtension([kinds.ExtendedKeyUsage.serverAuth]),
          new kinds.SubjectAlternativeNameExtension([{ type: isIP(host) === 0 ? 'dns' : 'ip', value: host }]),
          await kinds.AuthorityKeyIdentifierExtension.create(issuer.publicKey),
        ],
      })
      return { key: await pemOf(pair.privateKey), cert: `${certificate.toString('pem')}\n${kept.certificate}` }
    },
  }
}

/** Both or none: they come into the folder at once. @throws SimulatorError AUTHORITY_INCOMPLETE */
async function read(folder: string): Promise<Kept | undefined> {
  const both = () => Promise.all([readIfThere(folder, certificateFile), readIfThere(folder, keyFile)])
  let [certificate, key] = await both()
  // Another process may have put the folder in its place between the two.
  if ((certificate === undefined) !== (key === undefined)) [certificate, key] = await both()
  if (certificate !== undefined && key !== undefined) return { certificate, key }
  if (certificate === undefined && key === undefined) return undefined
  const [lost, there] = certificate === undefined ? [certificateFile, keyFile] : [keyFile, certificateFile]
  throw incomplete(`The certificate authority in ${folder} has its ${there}, but no ${lost}.`)
}

function incomplete(detail: string, cause?: unknown): SimulatorError {
  return new SimulatorError('AUTHORITY_INCOMPLETE', { detail, cause })
}

async function readIfThere(folder: string, file: string): Promise<string | undefined> {
  try {
    return await readFile(join(folder, file), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

async function make(folder: string, now: Instant): Promise<Kept> {
  const { X509CertificateGenerator, BasicConstraintsExtension, KeyUsagesExtension, KeyUsageFlags, ...kinds } =
    await x509()
  const keys = await makePair()
  const authority = await X509CertificateGenerator.createSelfSigned({
    serialNumber: serialOf(name, now),
    name,
    notBefore: new Date(now - dayMs),
    notAfter: new Date(now + authorityDays * dayMs),
    signingAlgorithm: signing,
    keys,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await kinds.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  })
  const made = { certificate: `${authority.toString('pem')}\n`, key: await pemOf(keys.privateKey) }
  return (await keep(folder, made)) ?? made
}

/** Both files at once, and only where there are none: of two that start at once, one authority wins. It is given, if it is the other. */
async function keep(folder: string, { certificate, key }: Kept): Promise<Kept | undefined> {
  await mkdir(dirname(folder), { recursive: true })
  const draft = await mkdtemp(`${folder}-`)
  try {
    await writeFile(join(draft, keyFile), key, { mode: 0o600 })
    await writeFile(join(draft, certificateFile), certificate)
    // The certificate is for everybody to read; the key has a mode of its own.
    await chmod(draft, 0o755)
    await rename(draft, folder)
    return undefined
  } catch (error) {
    await rm(draft, { recursive: true, force: true })
    const code = (error as NodeJS.ErrnoException).code
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error
    const other = await read(folder)
    if (other !== undefined) return other
    const holds = `${folder} holds something, but neither ${certificateFile} nor ${keyFile} of a certificate authority.`
    throw incomplete(holds, error)
  }
}

/** 64 bits, told apart by what it is for and when it was made; it only has to be unique under one authority. */
function serialOf(subject: string, at: Instant): string {
  return `00${createHash('sha256').update(`${subject} ${at}`).digest('hex').slice(0, 16)}`
}

function makePair() {
  return crypto.subtle.generateKey(curve, true, ['sign', 'verify'])
}

function importKey(key: KeyObject): Promise<CryptoKey> {
  return crypto.subtle.importKey('pkcs8', key.export({ type: 'pkcs8', format: 'der' }), curve, false, ['sign'])
}

async function pemOf(key: CryptoKey): Promise<string> {
  const der = Buffer.from(await crypto.subtle.exportKey('pkcs8', key))
  return String(createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }).export({ type: 'pkcs8', format: 'pem' }))
}

/** Loaded on first use: only who asks for TLS pays for it. */
async function x509() {
  await import('reflect-metadata')
  return import('@peculiar/x509')
}
