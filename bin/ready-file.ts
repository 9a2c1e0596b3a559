/**
 * The ready file: where a simulator listens and with which keys, as JSON for scripts. Whoever sees the file sees all of it.
 */
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { CommandError, systemCode } from './command-error.ts'

export type ReadyContent = {
  readonly gateway: string
  readonly admin: string
  readonly partner: string
  readonly md5_key: string
  /** PEM. */
  readonly alipay_public_key: string
}

/** Takes away what an earlier run left, so that nobody takes it for this one's. @throws CommandError UNWRITABLE_FILE */
export function clearReadyFile(path: string): Promise<void> {
  return orUnwritable(path, () => rm(path, { force: true }))
}

/** @throws CommandError UNWRITABLE_FILE */
export function writeReadyFile(path: string, content: ReadyContent): Promise<void> {
  const beside = `${path}.${process.pid}.tmp`
  return orUnwritable(path, async () => {
    await mkdir(dirname(path), { recursive: true })
    try {
      // Only for the owner: the partner and its key may be real ones.
      await writeFile(beside, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 })
      await rename(beside, path)
    } catch (error) {
      await rm(beside, { force: true })
      throw error
    }
  })
}

async function orUnwritable(path: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (cause) {
    const detail = `The ready file ${path} cannot be written (${systemCode(cause) ?? cause}).`
    throw new CommandError('UNWRITABLE_FILE', { detail, cause })
  }
}
