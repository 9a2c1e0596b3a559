/** A key pair as two files: both or none, and nothing that is there is overwritten. */
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { CommandError, systemCode } from './command-error.ts'

export type Pair = { readonly private: string; readonly public: string }

/** @throws CommandError FILE_EXISTS, UNWRITABLE_FILE */
export async function writePair(files: Pair, pems: Pair): Promise<void> {
  const folder = dirname(files.private)
  await mkdir(folder, { recursive: true }).catch((cause: unknown) => {
    throw unwritable(folder, cause)
  })
  await writeNew(files.private, pems.private, 0o600)
  try {
    await writeNew(files.public, pems.public, 0o644)
  } catch (error) {
    await rm(files.private)
    throw error
  }
}

async function writeNew(path: string, text: string, mode: number): Promise<void> {
  try {
    await writeFile(path, text, { mode, flag: 'wx' })
  } catch (cause) {
    if (systemCode(cause) === 'EEXIST')
      throw new CommandError('FILE_EXISTS', { detail: `${path} is there already.`, cause })
    throw unwritable(path, cause)
  }
}

function unwritable(path: string, cause: unknown): CommandError {
  return new CommandError('UNWRITABLE_FILE', { detail: `${path} cannot be written (${systemCode(cause)}).`, cause })
}
