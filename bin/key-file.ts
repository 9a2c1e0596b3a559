/**
 * Key files as the settings name them. A file that holds no key, or the wrong half of a pair, is told by its path.
 */
import type { KeyObject } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { readPrivateKey, readPublicKey } from '../protocol/key.ts'
import { CommandError, systemCode } from './command-error.ts'

/** @throws CommandError UNREADABLE_FILE, UNUSABLE_KEY */
export async function privateKeyIn(file: string): Promise<KeyObject> {
  return keyOf(file, await textOf(file), readPrivateKey)
}

/** @throws CommandError UNREADABLE_FILE, UNUSABLE_KEY */
export async function publicKeyIn(file: string): Promise<KeyObject> {
  return keyOf(file, await textOf(file), readPublicKey)
}

/** Whichever half the file holds. @throws CommandError UNREADABLE_FILE, UNUSABLE_KEY */
export async function anyKeyIn(file: string): Promise<KeyObject> {
  const text = await textOf(file)
  try {
    return readPrivateKey(text)
  } catch {
    return keyOf(file, text, readPublicKey)
  }
}

async function textOf(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((cause: unknown) => {
    throw new CommandError('UNREADABLE_FILE', { detail: `${file} cannot be read (${systemCode(cause)}).`, cause })
  })
}

function keyOf(file: string, text: string, read: (text: string) => KeyObject): KeyObject {
  try {
    return read(text)
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.replace(/^\[[A-Z_]+\] /, '') : ''
    throw new CommandError('UNUSABLE_KEY', { detail: `${file} cannot be used. ${why}`, cause })
  }
}
