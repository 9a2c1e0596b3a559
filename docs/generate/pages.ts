/**
 * The pages of the manual, and files beside it, that are printed from tables, and whether the files still say the same.
 * A further page is a row here. Writing is for bin/generate-docs.ts.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { caseJsonSchema, targetJsonSchema } from '../../conformance/json-schema.ts'
import { behaviourJsonSchema } from '../../simulator/behaviour/schema.ts'
import { behavioursPage } from './behaviours-page.ts'
import { dialectsPage } from './dialects-page.ts'
import { protocolPage } from './protocol-page.ts'
import { settingsPage } from './settings-page.ts'

export type GeneratedPage = {
  /** From the root of the repository. */
  readonly path: string
  /** The whole file. Pure: the same tables give the same text. */
  readonly render: () => string | Promise<string>
}

export const generatedPages: readonly GeneratedPage[] = [
  { path: 'docs/behaviours.md', render: behavioursPage },
  { path: 'docs/dialects.md', render: dialectsPage },
  { path: 'docs/protocol.md', render: protocolPage },
  { path: 'docs/settings.md', render: settingsPage },
  { path: 'conformance/target.schema.json', render: targetJsonSchema },
  { path: 'scenarios/behaviours/behaviour.schema.json', render: behaviourJsonSchema },
  { path: 'scenarios/cases/case.schema.json', render: caseJsonSchema },
]

export type StalePage = { readonly path: string; readonly file: string; readonly content: string }

/** The pages whose file under `root` is missing or says something else, with what it has to say. */
export async function stalePages(root: string): Promise<readonly StalePage[]> {
  const stale: StalePage[] = []
  for (const { path, render } of generatedPages) {
    const file = join(root, path)
    const content = await render()
    if ((await textOf(file)) !== content) stale.push({ path, file, content })
  }
  return stale
}

async function textOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
