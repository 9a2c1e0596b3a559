/**
 * Requests per second and CPU per request of all contenders, in turn, round by round in one run, so that what disturbs the
 * machine disturbs all of them alike.
 */
import type { Child } from './child.ts'
import { type ContenderName, contenderNames, openContenders, type RoundSizes, type Sample } from './contenders.ts'
import { median } from './median.ts'
import { table } from './table.ts'

/** `warmUps`: rounds before those that count: code is compiled for good after some ten thousand requests only. */
export type LoadSizes = RoundSizes & { readonly warmUps: number; readonly rounds: number }

type Result = { readonly perSecond: number; readonly cpuMicros: number; readonly busy: number }
type Results = Readonly<Record<ContenderName, Result>>

/** Medians of all rounds that count. */
export async function measureLoad(sizes: LoadSizes): Promise<Results> {
  const children: Child[] = []
  try {
    const contenders = await openContenders(sizes, children)
    const samples = Object.fromEntries(contenderNames.map((name) => [name, []])) as unknown as Record<
      ContenderName,
      Sample[]
    >
    for (let round = -sizes.warmUps; round < sizes.rounds; round++)
      for (const name of contenderNames) {
        const sample = await contenders[name]()
        if (round >= 0) samples[name].push(sample)
      }
    return Object.fromEntries(contenderNames.map((name) => [name, resultOf(samples[name])])) as Results
  } finally {
    await Promise.all(children.map((child) => child.stop()))
  }
}

function resultOf(samples: readonly Sample[]): Result {
  return {
    perSecond: median(samples.map(({ count, watchMicros }) => (count / watchMicros) * 1e6)),
    cpuMicros: median(samples.map(({ count, cpuMicros }) => cpuMicros / count)),
    busy: median(samples.map(({ cpuMicros, watchMicros }) => cpuMicros / watchMicros)),
  }
}

const rowTitles: Record<ContenderName, string> = {
  bare: 'bare node:http, canned XML of the same size',
  'MD5 pay': 'MD5 pay',
  'MD5 pay+query': 'MD5 pay and query in turn',
  'RSA2 alone': 'RSA2 alone: verify and sign, 2048 bits',
  'RSA2 pay': 'RSA2 pay',
  'RSA2 pay+query': 'RSA2 pay and query in turn',
  'RSA2 pay, two cores': 'RSA2 pay, on the second core as well',
}

/** Shares are of requests per second; in brackets, the same by CPU per request. */
export function loadTable(results: Results): string {
  const share = (of: ContenderName, to: ContenderName) => {
    const [part, whole] = [results[of], results[to]]
    return `${(part.perSecond / whole.perSecond).toFixed(2)} (${(whole.cpuMicros / part.cpuMicros).toFixed(2)})`
  }
  const rows = contenderNames.map((name) => {
    const { perSecond, cpuMicros, busy } = results[name]
    return [
      rowTitles[name],
      perSecond.toFixed(0),
      cpuMicros.toFixed(1),
      busy.toFixed(2),
      name === 'RSA2 alone' ? '' : share(name, 'bare'),
      name.startsWith('RSA2') ? share(name, 'RSA2 alone') : '',
      name === 'RSA2 pay, two cores' ? (perSecond / results['RSA2 pay'].perSecond).toFixed(2) : '',
    ]
  })
  return table(
    ['server', 'requests/s', 'CPU µs', 'core busy', 'of bare (by CPU)', 'of RSA2 alone (by CPU)', 'of one core'],
    rows,
  )
}
