/** How a backend's own API is mapped: the `rest` part of a target.yaml. Source: terminal-api.md. */
import { z } from 'zod'
import { terminalErrorCodes } from '../../reference/terminal-api/words.ts'
import { closed } from '../../simulator/behaviour/problem.ts'

const expression = z.string().min(1).describe('JMESPath over { status, body, asked }.')

const callSchema = closed({
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']).default('POST'),
  path: z.string().startsWith('/').describe('{{payment_id}} and its like are filled in.'),
  headers: z.record(z.string(), z.string()).exactOptional(),
  body: z
    .unknown()
    .optional()
    .describe('A template: "{{amount}}" is filled in; { $: "expression" } is JMESPath over { asked }.'),
  answer: z.record(z.string(), expression).describe('A word of the terminal API, and the expression that yields it.'),
  errors: z
    .partialRecord(z.enum(terminalErrorCodes), expression)
    .exactOptional()
    .describe('When an answer is an error of that code: expressions that yield true.'),
})

const listSchema = closed({
  method: z.enum(['GET', 'POST']).default('GET'),
  path: z.string().startsWith('/').describe('{{cursor}} is what next yielded on the page before.'),
  first: z.string().default('').describe('The cursor of the first page.'),
  headers: z.record(z.string(), z.string()).exactOptional(),
  items: expression.describe(
    'JMESPath over { status, body }: the payments of the page, each as the answer of get has it.',
  ),
  answer: z
    .record(z.string(), expression)
    .refine((answer) => 'payment_id' in answer, { error: 'needs payment_id: which payment an item is' })
    .describe(
      'JMESPath over { status, body }, where body is one item: payment_id, and what differs from the answer of get.',
    ),
  next: expression
    .exactOptional()
    .describe('JMESPath over { status, body }: the next cursor; nothing on the last page.'),
})

export const restMappingSchema = closed({
  headers: z.record(z.string(), z.string()).default({}),
  calls: closed({
    pay: callSchema,
    get: callSchema,
    cancel: callSchema.exactOptional(),
    refund: callSchema.exactOptional(),
    get_refund: callSchema.exactOptional(),
    list: listSchema.exactOptional().describe('The book, page by page, for audits.'),
  }),
})

export type RestMapping = z.output<typeof restMappingSchema>
export type RestCall = z.output<typeof callSchema>
export type RestList = z.output<typeof listSchema>

export type RestSettings = {
  readonly baseUrl: string
  readonly mapping: RestMapping
  /** What the target file claims: an API of one's own seldom tells it. */
  readonly capabilities: unknown
  readonly timeoutMs: number
}
