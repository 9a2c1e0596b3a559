/** A YAML file of the kit's, read by a schema: a mistake is told with its file, line and column as a KitError. */
import type { z } from 'zod'
import { openDataFile } from '../simulator/behaviour/data-file.ts'
import { SimulatorError } from '../simulator/simulator-error.ts'
import { KitError, type KitErrorCode } from './kit-error.ts'

/** @throws KitError with the code given */
export async function readYamlFile<T>(file: string, schema: z.ZodType<T>, code: KitErrorCode): Promise<T> {
  try {
    return (await openDataFile(file, 'UNREADABLE_BEHAVIOUR')).read(schema)
  } catch (cause) {
    if (!(cause instanceof SimulatorError)) throw cause
    const detail = cause.message.replace(/^\[\w+\] /, '')
    // The simulator's advice is about its own files.
    throw new KitError(code, { detail: detail.slice(0, detail.lastIndexOf('. ') + 1) || detail, cause })
  }
}
