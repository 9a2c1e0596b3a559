/** Ed25519 key files: what evidence is signed and checked with. The wrong half, or a key of another kind, is told by its path. */
import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { CommandError, systemCode } from './command-error.ts'

/** @throws CommandError UNREADABLE_FILE, UNUSABLE_EVIDENCE_KEY */
export async function evidencePrivateKey(file: string): Promise<KeyObject> {
  const key = await evidenceKeyIn(file)
  if (key.type === 'private') return key
  throw unusable(file, 'It holds the public half; the private half signs.')
}

/** @throws CommandError UNREADABLE_FILE, UNUSABLE_EVIDENCE_KEY */
export async function evidencePublicKey(file: string): Promise<KeyObject> {
  const key = await evidenceKeyIn(file)
  if (key.type === 'public') return key
  throw unusable(file, 'It holds the private half, which nobody but its owner should have; the public half checks.')
}

/** Whichever half the file holds. @throws CommandError UNREADABLE_FILE, UNUSABLE_EVIDENCE_KEY */
export async function evidenceKeyIn(file: string): Promise<KeyObject> {
  const pem = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new CommandError('UNREADABLE_FILE', { detail: `${file} cannot be read (${systemCode(cause)}).`, cause })
  })
  const key = made(createPrivateKey, pem) ?? made(createPublicKey, pem)
  if (key === undefined) throw unusable(file, 'It holds no key in PEM.')
  if (key.asymmetricKeyType === 'ed25519') return key
  throw unusable(file, `It holds a key of the kind ${key.asymmetricKeyType}; evidence is signed with Ed25519.`)
}

/** Asked for the private half first: Node would make a public key of it and say nothing. */
function made(make: (pem: string) => KeyObject, pem: string): KeyObject | undefined {
  try {
    return make(pem)
  } catch {
    return undefined
  }
}

function unusable(file: string, why: string): CommandError {
  return new CommandError('UNUSABLE_EVIDENCE_KEY', { detail: `${file} cannot be used. ${why}` })
}
