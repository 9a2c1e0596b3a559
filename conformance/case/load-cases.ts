/** All cases of a folder: `family/name.yaml` holds the case of that id. */
import { globSync } from 'node:fs'
import { join } from 'node:path'
import { KitError } from '../kit-error.ts'
import { readYamlFile } from '../yaml-file.ts'
import { type Case, caseSchema } from './case-schema.ts'

/** In the order of their ids. @throws KitError BAD_CASE with file and line */
export async function loadCases(folder: string): Promise<readonly Case[]> {
  const files = globSync('**/*.yaml', { cwd: folder })
  return Promise.all(
    files.sort().map(async (file) => {
      const read = await readYamlFile(join(folder, file), caseSchema, 'BAD_CASE')
      const id = file.replaceAll('\\', '/').replace(/\.yaml$/, '')
      if (read.id === id) return read
      throw new KitError('BAD_CASE', { detail: `${join(folder, file)}: its id is ${read.id}, and must be ${id}.` })
    }),
  )
}
