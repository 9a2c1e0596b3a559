/**
 * How a latency is written in files and rules. Loaded on first need: it brings zod along. Meaning: latency.ts.
 */
import { z } from 'zod'
import type { Latency, WrittenLatency } from './latency.ts'
import { closed } from './problem.ts'

const ms = z.number().min(0)
const positiveMs = z.number().gt(0)

const point = closed({ atMs: ms, factor: z.number().min(0) })

const shaping = {
  atMostMs: ms.exactOptional().describe('No draw is longer; 120000 by default.'),
  schedule: z
    .array(point)
    .min(1)
    .refine(rises('atMs', 'as early as'), { error: 'atMs must not fall from point to point' })
    .exactOptional()
    .describe('Factors over time, evenly between two points; two points of one moment are a jump.'),
}

const bucket = closed({ upToMs: positiveMs, count: z.int().min(0) })

const buckets = z
  .array(bucket)
  .min(1)
  .refine(rises('upToMs', 'later'), { error: 'upToMs must rise from bucket to bucket' })
  .refine((rows) => rows.some(({ count }) => count > 0), { error: 'some bucket must count at least 1' })

const tailed = { p50Ms: positiveMs, p99Ms: positiveMs, ...shaping }
const tailIsLater = ({ p50Ms, p99Ms }: { p50Ms: number; p99Ms: number }) => p99Ms > p50Ms
const tailRule = { error: 'must be more than p50Ms', path: ['p99Ms'] }

const distributions = [
  closed({ kind: z.literal('fixed'), ms, ...shaping }),
  closed({ kind: z.literal('uniform'), fromMs: ms, toMs: ms, ...shaping }).refine(
    ({ fromMs, toMs }) => toMs >= fromMs,
    {
      error: 'must not be less than fromMs',
      path: ['toMs'],
    },
  ),
  closed({ kind: z.literal('log-normal'), ...tailed }).refine(tailIsLater, tailRule),
  closed({ kind: z.literal('pareto'), ...tailed }).refine(tailIsLater, tailRule),
  closed({ kind: z.literal('histogram'), buckets, ...shaping }),
] as const

export const latencySchema = z.discriminatedUnion('kind', distributions)

export const writtenLatencySchema = z
  .discriminatedUnion('kind', [
    ...distributions,
    closed({ kind: z.literal('preset'), name: z.string() }).describe('A file of scenarios/latency.'),
    closed({ kind: z.literal('histogram file'), file: z.string(), ...shaping }).describe(
      'Measured counts: lines of "milliseconds,count", beside the file that names it.',
    ),
  ])
  .meta({ id: 'latency' })

/** The types by hand and the schemas are one: a difference does not compile. */
export const latencyTypes: readonly [z.ZodType<Latency>, z.ZodType<WrittenLatency>] = [
  latencySchema,
  writtenLatencySchema,
]

function rises<Key extends string>(key: Key, equal: 'as early as' | 'later') {
  return (rows: readonly { readonly [K in Key]: number }[]) =>
    rows.every((row, index) => {
      const before = rows[index - 1]
      return before === undefined || (equal === 'later' ? row[key] > before[key] : row[key] >= before[key])
    })
}
