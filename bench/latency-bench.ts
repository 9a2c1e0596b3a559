/** How punctual an asked latency is: payments at a steady pace, every answer asked to wait; beside it,
 * a bare server with a timer for each request. Source: issue 9 (4). */
import { demoPartner } from '../simulator/index.ts'
import { openChild } from './child.ts'
import { pacedPays, percentile } from './paced-load.ts'
import { table } from './table.ts'

const latencyMs = 50
const perSecond = 500

export async function latencyTable(seconds: number): Promise<string> {
  const bare = await lateness('bare-server.ts', { latencyMs: String(latencyMs), bytes: '1500' }, seconds)
  const pay = await lateness('pay-server.ts', { latencyMs: String(latencyMs) }, seconds)
  return table(
    [`${perSecond} a second, ${latencyMs} ms asked`, 'late, median ms', 'p99 ms', 'most ms'],
    [
      ['bare node:http with a timer', ...bare],
      ['MD5 pay', ...pay],
    ],
  )
}

async function lateness(entry: string, settings: Readonly<Record<string, string>>, seconds: number): Promise<string[]> {
  const { pid, md5Key } = demoPartner
  const child = openChild(entry)
  try {
    const { value: port } = await child.ask({ ask: 'start', settings })
    const caller = { pid, signer: { signType: 'MD5', key: md5Key } } as const
    // Code is compiled before anything counts.
    await pacedPays(caller, { port, perSecond, count: perSecond * 2 })
    const tookMs = await pacedPays(caller, { port, perSecond, count: perSecond * seconds })
    return [0.5, 0.99, 1].map((share) => (percentile(tookMs, share) - latencyMs).toFixed(1))
  } finally {
    await child.stop()
  }
}
