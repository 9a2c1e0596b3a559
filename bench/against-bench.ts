/**
 * This tree against another checkout of the kit, before a change and after it: the same MD5 pays to both and to the bare server, round
 * by round in one run. What pays is seen here, and only what pays is kept.
 */
import { generateKeyPairSync } from 'node:crypto'
import { join, resolve } from 'node:path'
import { toPem } from '../protocol/key.ts'
import { demoPartner } from '../simulator/index.ts'
import { type Child, openChild } from './child.ts'
import { generate } from './generator.ts'
import { median } from './median.ts'
import { freshId, payRequest } from './requests.ts'
import { table } from './table.ts'

export type AgainstSizes = { readonly rounds: number; readonly pays: number }

const caller = { pid: demoPartner.pid, signer: { signType: 'MD5', key: demoPartner.md5Key } } as const
const warmUpRounds = 4

/** @param tree the other checkout's folder, its packages installed */
export async function againstTable(tree: string, { rounds, pays }: AgainstSizes): Promise<string> {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const settings = { bytes: '1500', publicKey: toPem(publicKey) }
  const servers = [
    { title: 'bare node:http', child: openChild('bare-server.ts') },
    { title: tree, child: openChild(join(resolve(tree), 'bench/pay-server.ts')) },
    { title: 'this tree', child: openChild('pay-server.ts') },
  ]
  try {
    const running: { readonly child: Child; readonly port: number; readonly cpuMicros: number[] }[] = []
    for (const { child } of servers)
      running.push({ child, port: (await child.ask({ ask: 'start', settings })).value, cpuMicros: [] })
    for (let round = -warmUpRounds; round < rounds; round++)
      for (const { child, port, cpuMicros } of running) {
        const micros = await cpuMicrosOf(child, port, pays)
        if (round >= 0) cpuMicros.push(micros)
      }
    const medians = running.map(({ cpuMicros }) => median(cpuMicros))
    const [bare = Number.NaN, other = Number.NaN] = medians
    const rows = servers.map(({ title }, i) => {
      const micros = medians[i] ?? Number.NaN
      return [title, micros.toFixed(1), (bare / micros).toFixed(2), (other / micros).toFixed(2)]
    })
    return table(['MD5 pay', 'CPU µs', 'of bare', 'of the other tree'], rows)
  } finally {
    await Promise.all(servers.map(({ child }) => child.stop()))
  }
}

async function cpuMicrosOf(child: Child, port: number, pays: number): Promise<number> {
  const requests = Array.from({ length: pays }, () => payRequest(caller, freshId()))
  let before = 0
  const ready = async () => {
    before = (await child.ask({ ask: 'cpu' })).cpuMicros
  }
  await generate({ port, requests, inARow: 1, ready })
  return ((await child.ask({ ask: 'cpu' })).cpuMicros - before) / pays
}
