/**
 * Many payments at half of what the gateway can take: does it answer as fast at the end as at the beginning, and how much memory
 * does a payment keep? The journal is bounded and kept small here. Source: issue 9 (4).
 */
import { demoPartner } from '../simulator/index.ts'
import { type Child, openChild } from './child.ts'
import { generate } from './generator.ts'
import { pacedPays, percentile } from './paced-load.ts'
import { type Caller, freshId, payRequest } from './requests.ts'
import { table } from './table.ts'

const caller: Caller = { pid: demoPartner.pid, signer: { signType: 'MD5', key: demoPartner.md5Key } }
const warmUp = 20_000
const piece = 2_000

export async function soakTable(pays: number): Promise<string> {
  const child = openChild('pay-server.ts')
  try {
    const { value: port } = await child.ask({ ask: 'start', settings: { journalSize: '100' } })
    const half = (await capacity(port)) / 2
    const before = await bytesKept(child)
    const tookMs = await pacedPays(caller, { port, perSecond: half, count: pays })
    const heapMebibytes = ((await bytesKept(child)) - before) / 2 ** 20
    const tenth = Math.floor(pays / 10)
    const first = percentile(tookMs.subarray(0, tenth), 0.99)
    const last = percentile(tookMs.subarray(-tenth), 0.99)
    return table(
      [
        'soak at half load',
        'pays',
        'a second',
        'p99 of the first tenth',
        'of the last, ms',
        'last / first',
        'MiB a million',
      ],
      [
        [
          'MD5 pay',
          String(pays),
          half.toFixed(0),
          first.toFixed(2),
          last.toFixed(2),
          (last / first).toFixed(2),
          ((heapMebibytes / pays) * 1e6).toFixed(0),
        ],
      ],
    )
  } finally {
    await child.stop()
  }
}

/** Of the last of several pieces, when all is compiled. */
async function capacity(port: number): Promise<number> {
  let perSecond = 0
  for (let done = 0; done < warmUp; done += piece) {
    const requests = Array.from({ length: piece }, () => payRequest(caller, freshId()))
    const ms = await generate({ port, requests, inARow: 1, ready: async () => {} })
    perSecond = (piece / ms) * 1_000
  }
  return perSecond
}

async function bytesKept(child: Child): Promise<number> {
  return (await child.ask({ ask: 'work', count: 0 })).value
}
