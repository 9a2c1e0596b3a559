/** Reads target.yaml: checked whole before anything is started. */
import { dirname, resolve } from 'node:path'
import { checkMapping } from '../adapter/rest.ts'
import { readYamlFile } from '../yaml-file.ts'
import { targetSchema, type WrittenTarget } from './target-schema.ts'

export type Target = WrittenTarget & {
  /** Absolute: what its paths are from. */
  readonly folder: string
}

/** @throws KitError BAD_TARGET, BAD_EXPRESSION */
export async function loadTarget(file: string): Promise<Target> {
  const written = await readYamlFile(file, targetSchema, 'BAD_TARGET')
  if (written.rest !== undefined) checkMapping(written.rest)
  return { ...written, folder: dirname(resolve(file)) }
}
