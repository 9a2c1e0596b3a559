/**
 * manifest.txt: which files a bundle holds, in order, with the hash of each, the chain over them, and the key that signs it.
 * Lines of `sha256sum`, and comments. Pure; knows no container. Source: docs/evidence.md, which tells how to check it by hand.
 */
import { hash } from 'node:crypto'

/** One more whenever an older kit could not read it any more. */
export const formatVersion = 1

const keyOrigins = ['given', 'made for this run'] as const
export type KeyOrigin = (typeof keyOrigins)[number]

export type Manifest = {
  /** `SHA256:…` of the public key, and where it is from. */
  readonly key: { readonly fingerprint: string; readonly origin: KeyOrigin }
  /** Everything in the container before the manifest: how many bytes, and their hash. */
  readonly packed: { readonly bytes: number; readonly sha256: string }
  readonly files: readonly { readonly name: string; readonly sha256: string }[]
}

/** Hexadecimal, as sha256sum prints it. */
export function sha256(content: Buffer | string): string {
  return hash('sha256', content)
}

export function manifestText({ key, packed, files }: Manifest): string {
  return [
    `# alipay-sandbox-kit evidence ${formatVersion}`,
    `# key ${key.fingerprint}, ${key.origin}`,
    `# packed ${packed.bytes} ${packed.sha256}`,
    ...files.map(fileLine),
    `# chain ${chainOf(files)}`,
    '',
  ].join('\n')
}

/** Each link is the hash of the link before it and the line of a file; the first one follows 64 zeros. */
export function chainOf(files: Manifest['files']): string {
  return files.reduce((link, file) => sha256(`${link}${fileLine(file)}\n`), '0'.repeat(64))
}

function fileLine({ name, sha256: hex }: Manifest['files'][number]): string {
  return `${hex}  ${name}`
}

/** The format that it says to have; undefined when it is no manifest. */
export function formatOf(text: string): number | undefined {
  const number = /^# alipay-sandbox-kit evidence (\d{1,9})\n/.exec(text)?.[1]
  return number === undefined ? undefined : Number(number)
}

/** Undefined when it is not word for word as {@link manifestText} writes it, its chain included. */
export function readManifest(text: string): Manifest | undefined {
  const [, key, packed, ...rest] = text.split('\n')
  const [, fingerprint = '', origin = ''] = /^# key (SHA256:\S+), (.+)$/.exec(key ?? '') ?? []
  const [, bytes = '', hex = ''] = /^# packed (\d{1,12}) ([0-9a-f]{64})$/.exec(packed ?? '') ?? []
  const known = keyOrigins.find((one) => one === origin)
  if (known === undefined || hex === '') return undefined
  const files = rest.flatMap((line) => {
    const [, sum, name] = /^([0-9a-f]{64}) {2}(\S+)$/.exec(line) ?? []
    return sum === undefined || name === undefined ? [] : [{ name, sha256: sum }]
  })
  const read = { key: { fingerprint, origin: known }, packed: { bytes: Number(bytes), sha256: hex }, files }
  return manifestText(read) === text ? read : undefined
}
