/** How a latency preset is written: one YAML file of scenarios/latency. Loaded on first need. Meaning: latency-preset.ts. */
import { z } from 'zod'
import { writtenLatencySchema } from './latency-schema.ts'
import { closed } from './problem.ts'

export const latencyPresetSchema = closed({
  looksLike: z.string().min(10).describe('What one sees at the till: a phrase.'),
  because: z.string().min(10).describe('Where it comes from: a sentence.'),
  latency: writtenLatencySchema.describe('Of every service that has none of its own below.'),
  pay: writtenLatencySchema.exactOptional(),
  query: writtenLatencySchema.exactOptional(),
  cancel: writtenLatencySchema.exactOptional(),
  refund: writtenLatencySchema.exactOptional(),
})
