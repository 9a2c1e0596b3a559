/**
 * How a system under test is described: target.yaml. Published as conformance/target.schema.json for editors.
 * Source: terminal-api.md ("What a started SUT is told").
 */
import { z } from 'zod'
import { closed } from '../../simulator/behaviour/problem.ts'
import { restMappingSchema } from '../adapter/rest-mapping.ts'
import { capabilitiesSchema } from '../adapter/words-schema.ts'

const ms = z.int().min(1)
const command = z
  .array(z.string().min(1))
  .min(1)
  .describe('Program and arguments, no shell. {{gateway}} and its like are filled in.')

export const targetSchema = closed({
  name: z.string().min(1).describe('For reports.'),
  adapter: z
    .enum(['http', 'rest', 'exec', 'manual'])
    .describe(
      'http: the terminal API. rest: an API of its own, mapped below. exec: JSON lines on stdio. manual: a person at the till.',
    ),
  role: z
    .enum(['merchant', 'integrator', 'acquirer'])
    .default('merchant')
    .describe('integrator, acquirer: a relay. The kit plays its merchants and, behind an integrator, an acquirer.'),
  push_time_scale: z
    .number()
    .min(1)
    .max(100_000)
    .exactOptional()
    .describe('Of a relay: by what it divides the pauses between two pushes. By default time_scale.'),
  url: z
    .string()
    .regex(/^https?:\/\//, 'must begin with http:// or https://')
    .default('http://127.0.0.1:{{port}}')
    .describe('Where the SUT listens. Not for exec.'),
  headers: z.record(z.string(), z.string()).default({}).describe('With every call, for http.'),
  start: closed({
    command,
    cwd: z.string().default('.').describe('From the folder of this file.'),
    env: z
      .record(z.string(), z.string())
      .default({})
      .describe('Besides the SUT_… variables: names of its own, filled in alike.'),
  })
    .exactOptional()
    .describe('Left out: the SUT runs already, and gateway says what it was set up with.'),
  gateway: closed({
    host: z
      .enum(['127.0.0.1', '0.0.0.0'])
      .default('127.0.0.1')
      .describe('Where the simulator listens: 0.0.0.0 for a till that is another machine.'),
    port: z.int().min(1).max(65_535),
    partner: z.string().regex(/^2088\d{12}$/, 'must be 16 digits in quotes that begin with 2088'),
    md5_key: z.string().min(1),
  })
    .exactOptional()
    .describe('What a SUT that runs already is set up with.'),
  ready_within_ms: ms.default(15_000).describe('From the start until it answers.'),
  stop: command.exactOptional().describe('By default the started program is asked to end (SIGTERM).'),
  kill: command.exactOptional().describe('By default the started program is killed (SIGKILL).'),
  restart: command.exactOptional().describe('By default the start command again, with the same state folder.'),
  sign_type: z.enum(['MD5', 'RSA', 'RSA2']).default('MD5'),
  time_scale: z
    .number()
    .min(1)
    .max(100)
    .default(1)
    .describe('10: SUT and simulator wait a tenth. The SUT must be able to.'),
  answer_within_ms: ms
    .exactOptional()
    .describe('How long the kit waits for an answer. By default long enough for a whole payment.'),
  capabilities: capabilitiesSchema
    .exactOptional()
    .describe('What the SUT claims, instead of asking it; needed for rest.'),
  rest: restMappingSchema.exactOptional(),
})
  .refine(({ adapter, rest }) => (adapter === 'rest') === (rest !== undefined), {
    error: 'goes with adapter: rest, and is needed there',
    path: ['rest'],
  })
  .refine(({ adapter, capabilities }) => adapter !== 'rest' || capabilities !== undefined, {
    error: 'is needed with adapter: rest',
    path: ['capabilities'],
  })
  .refine(({ adapter, start }) => adapter !== 'exec' || start !== undefined, {
    error: 'is needed with adapter: exec',
    path: ['start'],
  })
  .refine(({ adapter, start, gateway }) => adapter !== 'manual' || (start === undefined && gateway !== undefined), {
    error: 'is needed with adapter: manual, and no start: a person switches the till on',
    path: ['gateway'],
  })
  .refine(({ adapter, role, start }) => role === 'merchant' || (adapter === 'http' && start !== undefined), {
    error: 'of a relay needs adapter: http and start',
    path: ['role'],
  })
  .refine(({ start, gateway }) => start !== undefined || gateway !== undefined, {
    error: 'or gateway is needed',
    path: ['start'],
  })

export type WrittenTarget = z.output<typeof targetSchema>
