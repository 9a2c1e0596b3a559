/** How a climate is written: one YAML file of scenarios/climates. Loaded on first need. Meaning: climate.ts. */
import { z } from 'zod'
import { type Service, services } from '../../protocol/service.ts'
import { writtenLatencySchema } from './latency-schema.ts'
import { closed } from './problem.ts'
import { looseStepSchema } from './step-schema.ts'

const trouble = closed({
  label: z.string().regex(/^[a-z][a-z0-9-]*$/, 'must be small letters, digits and -'),
  service: z.enum(services as [Service, ...Service[]]),
  percent: z.number().gt(0).max(100).describe('Of the calls of that service.'),
  because: z.string().min(10),
  behaviour: z
    .string({ error: 'must be four digits in quotes: "0303"' })
    .regex(/^\d{4}$/, 'must be four digits in quotes: "0303"')
    .exactOptional()
    .describe('For pay: the trade goes on with this behaviour. This or play.'),
  play: looseStepSchema.exactOptional().describe('What this one call gets. This or behaviour.'),
})
  .refine(({ behaviour, play }) => (behaviour === undefined) !== (play === undefined), {
    error: 'or play is needed, and only one of the two',
    path: ['behaviour'],
  })
  .refine(({ behaviour, service }) => behaviour === undefined || service === 'pay', {
    error: 'is for pay only; elsewhere write a play',
    path: ['behaviour'],
  })

export const climateSchema = closed({
  looksLike: z.string().min(10).describe('What one sees at the till: a phrase.'),
  because: z.string().min(10).describe('Where such weather comes from: a sentence.'),
  patience: z
    .int()
    .min(0)
    .max(20)
    .default(3)
    .describe('After this many calls of one service on one trade each further one goes as normal.'),
  latency: writtenLatencySchema.exactOptional(),
  troubles: z.array(trouble).check((context) => {
    for (const service of services) {
      const sum = context.value
        .filter((line) => line.service === service)
        .reduce((total, line) => total + line.percent, 0)
      if (sum > 100)
        context.issues.push({
          code: 'custom',
          input: context.value,
          message: `come to ${sum} % of ${service}, more than 100`,
        })
    }
  }),
})
