/**
 * How long until somebody who starts the gateway gets the first signed, paid answer: from the clone and from the published bundle
 * (built here and now), a bare server on the same Node and Node doing nothing beside them, in turn.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { demoPartner } from '../simulator/demo-partner.ts'
import { buildBundle } from './bundle.ts'
import { bothCores } from './cores.ts'
import { median } from './median.ts'
import { freshId, payRequest } from './requests.ts'
import { type ServerCommand, startServer } from './server-process.ts'
import { table } from './table.ts'

const bareServer =
  "const s=require('http').createServer((q,r)=>r.end('>SUCCESS<'.padEnd(99))).listen(+process.argv[1],'127.0.0.1');process.on('SIGTERM',()=>process.exit())"
const cli = fileURLToPath(new URL('../bin/clone-launcher.js', import.meta.url))

const { pid, md5Key } = demoPartner
const request = payRequest({ pid, signer: { signType: 'MD5', key: md5Key } }, freshId())

export async function startTable(rounds: number): Promise<string> {
  const stateDir = mkdtempSync(join(tmpdir(), 'start-bench-'))
  const serve = (file: string, nth: number) => (port: number) =>
    [process.execPath, file, 'serve', '--port', String(port), '--state-dir', join(stateDir, String(nth))] as const
  const starters: readonly ServerCommand[] = [
    { title: 'bare node:http', command: (port) => [process.execPath, '-e', bareServer, String(port)] },
    { title: 'from the clone', command: serve(cli, 1) },
    { title: 'the published bundle', command: serve(buildBundle(), 2) },
  ]
  try {
    const nothingMs: number[] = []
    const tookMs = starters.map((): number[] => [])
    // The first round fills the compile cache and is not counted.
    for (let round = 0; round <= rounds; round++) {
      const emptyMs = await emptyRunMs()
      if (round > 0) nothingMs.push(emptyMs)
      for (const [i, starter] of starters.entries()) {
        const { startMs, stop } = await startServer(starter, bothCores, request)
        await stop()
        if (round > 0) tookMs[i]?.push(startMs)
      }
    }
    const bareMs = median(tookMs[0] ?? [])
    const row = (title: string, ms: number) => [title, ms.toFixed(0), (ms / bareMs).toFixed(2)]
    const rows = starters.map(({ title }, i) => row(title, median(tookMs[i] ?? [])))
    return table(
      ['start to first paid answer', 'ms', 'of bare'],
      [row('node -e 0, to its end', median(nothingMs)), ...rows],
    )
  } finally {
    rmSync(stateDir, { recursive: true })
  }
}

async function emptyRunMs(): Promise<number> {
  const startedMs = performance.now()
  await once(spawn(process.execPath, ['-e', '0'], { stdio: 'ignore' }), 'exit')
  return performance.now() - startedMs
}
