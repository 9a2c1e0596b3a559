/** `observe --since last`: a small file in the working folder that says up to where the journal was seen. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { AdminClient } from '../simulator/admin/client/index.ts'
import type { Surroundings } from './command.ts'
import { CommandError, systemCode } from './command-error.ts'

const markFile = '.alipay-sandbox-observed.json'

export type ObservedMark = {
  /** The number of the last exchange that was seen; 0 when none was. */
  readonly after: number
  write(last: number): Promise<void>
}

type Observer = {
  readonly options: { readonly admin: string; readonly partner: string }
  readonly surroundings: Pick<Surroundings, 'workingFolder' | 'remark'>
}

/** @throws CommandError UNREADABLE_FILE, UNWRITABLE_FILE; AdminError */
export async function openObservedMark(
  client: AdminClient,
  { options, surroundings }: Observer,
): Promise<ObservedMark> {
  const path = join(surroundings.workingFolder, markFile)
  const key = `${options.admin} ${options.partner}`
  const marks = await readMarks(path)
  const kept = marks[key] ?? 0
  const newest = (await client.journal.list({ limit: 1 })).at(-1)?.id ?? 0
  // A simulator that was started anew counts from one.
  if (kept > newest)
    surroundings.remark('The simulator was started anew since the last time: all of it is looked at.\n')
  return {
    after: kept > newest ? 0 : kept,
    async write(last) {
      try {
        await writeFile(
          path,
          `${JSON.stringify({ ...marks, [key]: Math.max(last, kept > newest ? 0 : kept) }, null, 2)}\n`,
        )
      } catch (cause) {
        throw new CommandError('UNWRITABLE_FILE', {
          detail: `${path} cannot be written (${systemCode(cause)}).`,
          cause,
        })
      }
    },
  }
}

async function readMarks(path: string): Promise<Readonly<Record<string, number>>> {
  try {
    const read: unknown = JSON.parse(await readFile(path, 'utf8'))
    if (typeof read !== 'object' || read === null) throw new TypeError('no table')
    return Object.fromEntries(Object.entries(read).filter(([, value]) => Number.isSafeInteger(value)))
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT') return {}
    throw new CommandError('UNREADABLE_FILE', { detail: `${path} does not hold what observe wrote. Delete it.`, cause })
  }
}
