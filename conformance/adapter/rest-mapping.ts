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

export const restMappingSchema = closed({
  headers: z.record(z.string(), z.string()).default({}),
  calls: closed({
    pay: callSchema,
    get: callSchema,
    cancel: callSchema.exactOptional(),
    refund: callSchema.exactOptional(),
    get_refund: callSchema.exactOptional(),
  }),
})

export type RestMapping = z.output<typeof restMappingSchema>
export type RestCall = z.output<typeof callSchema>
