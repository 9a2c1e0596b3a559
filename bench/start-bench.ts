/**
 * How long until somebody who starts the gateway gets the first signed, paid answer: from the clone, from the published
 * bundle when there is one (`npm run build`), and a bare server on the same Node beside them, in turn.
 */
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { demoPartner } from '../simulator/demo-partner.ts'
import { median } from './median.ts'
import { freshId, payRequest } from './requests.ts'
import { table } from './table.ts'

const port = 4_790
const longestMs = 20_000
const bareServer =
  "const s=require('http').createServer((q,r)=>r.end('</alipay>')).listen(+process.argv[1]);process.on('SIGTERM',()=>process.exit())"

const { pid, md5Key } = demoPartner
const request = payRequest({ pid, signer: { signType: 'MD5', key: md5Key } }, freshId())

type Starter = { readonly title: string; readonly args: readonly string[] }

/** Milliseconds from the start of the process to the last byte of its first answer. */
function firstAnswerMs(args: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const started = performance.now()
    const child = spawn(process.execPath, args, { stdio: 'ignore' })
    child.once('error', reject)
    let ended = false
    child.once('exit', () => {
      ended = true
      clearTimeout(timer)
      reject(new Error(`no answer from: node ${args.join(' ')}`))
    })
    const timer = setTimeout(() => child.kill('SIGKILL'), longestMs)
    const ask = () => {
      if (ended) return
      const socket = connect(port, '127.0.0.1')
      socket.on('connect', () => socket.write(request))
      socket.on('error', () => setTimeout(ask, 2))
      socket.on('data', (chunk) => {
        if (!chunk.includes('</alipay>')) return
        const tookMs = performance.now() - started
        socket.destroy()
        child.removeAllListeners('exit').once('exit', () => {
          clearTimeout(timer)
          resolve(tookMs)
        })
        child.kill('SIGTERM')
      })
    }
    ask()
  })
}

export async function startTable(rounds: number): Promise<string> {
  const stateDir = mkdtempSync(join(tmpdir(), 'start-bench-'))
  const serve = ['serve', '--port', String(port), '--state-dir', stateDir]
  const bundle = existsSync('dist/alipay-sandbox.js')
  const starters: Starter[] = [
    { title: 'bare node:http', args: ['-e', bareServer, String(port)] },
    { title: 'from the clone', args: ['bin/alipay-sandbox.ts', ...serve] },
    ...(bundle ? [{ title: 'the published bundle', args: ['dist/alipay-sandbox.js', ...serve] }] : []),
  ]
  const tookMs = starters.map((): number[] => [])
  // The first round fills the compile cache and is not counted.
  for (let round = 0; round <= rounds; round++)
    for (const [i, { args }] of starters.entries()) {
      const ms = await firstAnswerMs(args)
      if (round > 0) tookMs[i]?.push(ms)
    }
  rmSync(stateDir, { recursive: true })
  const bareMs = median(tookMs[0] ?? [])
  const rows = starters.map(({ title }, i) => {
    const ms = median(tookMs[i] ?? [])
    return [title, ms.toFixed(0), (ms / bareMs).toFixed(2)]
  })
  return table(['start to first paid answer', 'ms', 'of bare'], rows)
}
