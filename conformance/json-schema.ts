/** The JSON Schemas that the kit publishes for editors: of target.yaml and of a case. Written by bin/generate-docs.ts. */
import { z } from 'zod'
import { caseSchema } from './case/case-schema.ts'
import { targetSchema } from './target/target-schema.ts'

export function caseJsonSchema(): string {
  return schemaText(caseSchema, 'A test case of the alipay-sandbox-kit')
}

export function targetJsonSchema(): string {
  return schemaText(targetSchema, 'A system under test, for alipay-sandbox conform')
}

/** Laid out as the formatter of this repository would. */
function schemaText(schema: z.ZodType, title: string): string {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  const text = JSON.stringify({ $schema, title, ...rest }, null, 2)
  return `${text.replaceAll(/^( *)(.*)\[\n([^[\]{}]+?)\n *\](,?)$/gm, shortList)}\n`
}

const lineMost = 120

/** A list of plain values on one line, when there is room. */
function shortList(whole: string, indent: string, key: string, items: string, comma: string): string {
  const line = `${indent}${key}[${items.trim().replaceAll(/,\n */g, ', ')}]${comma}`
  return line.length > lineMost ? whole : line
}
