/**
 * What a payment costs whose state several processes share: the same signed pays against the store in memory, against a Redis of
 * this run's own with one simulator on it, and with two, in turn in one run. Redis keeps nothing on disk here: what is measured is
 * the way there and back. It runs on the generator's core, with two simulators on both.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { demoPartner } from '../simulator/index.ts'
import { type Child, openChild } from './child.ts'
import { generate } from './generator.ts'
import { median } from './median.ts'
import { type Caller, freshId, payRequest } from './requests.ts'
import { table } from './table.ts'

const caller: Caller = { pid: demoPartner.pid, signer: { signType: 'MD5', key: demoPartner.md5Key } }
const notified = { notify_url: 'http://127.0.0.1:9/notify' }

export type RedisSizes = { readonly rounds: number; readonly pays: number }

type Server = { readonly child: Child; readonly port: number }
type Rate = { readonly perSecond: number; readonly cpuMicros: number }

/** Undefined when there is no redis-server on this machine. */
export async function redisTable({ rounds, pays }: RedisSizes): Promise<string | undefined> {
  if (spawnSync('redis-server', ['--version']).status !== 0) return undefined
  const folder = mkdtempSync(join(tmpdir(), 'redis-bench-'))
  const children: Child[] = []
  const open = async (settings: Readonly<Record<string, string>>): Promise<Server> => {
    const child = openChild('store-server.ts')
    children.push(child)
    return { child, port: (await child.ask({ ask: 'start', settings })).value }
  }
  const redis = await ownRedis(folder)
  try {
    const memory = await open({ kind: 'memory' })
    const alone = await open({ kind: 'redis', path: `${redis.url}?prefix=one` })
    const both = [
      await open({ kind: 'redis', path: `${redis.url}?prefix=two` }),
      await open({ kind: 'redis', path: `${redis.url}?prefix=two` }),
    ]
    const contenders = { memory: [memory], one: [alone], two: both }
    const rates = { memory: [] as Rate[], one: [] as Rate[], two: [] as Rate[] }
    // The first round warms up.
    for (let round = 0; round <= rounds; round++)
      for (const name of ['memory', 'one', 'two'] as const) {
        const rate = await rateOf(contenders[name], pays)
        if (round > 0) rates[name].push(rate)
      }
    const of = (name: keyof typeof rates) => median(rates[name].map(({ perSecond }) => perSecond))
    const row = (title: string, name: keyof typeof rates) => [
      title,
      of(name).toFixed(0),
      (of(name) / of('memory')).toFixed(2),
      median(rates[name].map(({ cpuMicros }) => cpuMicros)).toFixed(0),
    ]
    return table(
      ['store', 'pays/s', 'of memory', 'CPU µs'],
      [row('memory', 'memory'), row('Redis, one process', 'one'), row('Redis, two processes', 'two')],
    )
  } finally {
    await Promise.all(children.map((child) => child.stop()))
    redis.child.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The servers share the pays, as behind a balancer. */
async function rateOf(servers: readonly Server[], count: number): Promise<Rate> {
  const cpu = async () => {
    const answers = await Promise.all(servers.map(({ child }) => child.ask({ ask: 'cpu' })))
    return answers.reduce((sum, { cpuMicros }) => sum + cpuMicros, 0)
  }
  const each = Math.floor(count / servers.length)
  const requests = servers.map(() => Array.from({ length: each }, () => payRequest(caller, freshId(), notified)))
  const before = await cpu()
  const times = await Promise.all(
    servers.map(({ port }, i) =>
      generate({ port, requests: requests[i] ?? [], inARow: 1, sleeps: true, ready: async () => {} }),
    ),
  )
  const cpuMicros = ((await cpu()) - before) / (each * servers.length)
  return { perSecond: ((each * servers.length) / Math.max(...times)) * 1_000, cpuMicros }
}

async function ownRedis(folder: string): Promise<{ readonly child: ChildProcess; readonly url: string }> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  const words = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '']
  const child = spawn('redis-server', words, { stdio: 'ignore' })
  for (let tries = 0; tries < 200; tries++) {
    if (
      spawnSync('redis-cli', ['-p', String(port), 'PING'])
        .stdout?.toString()
        .startsWith('PONG')
    )
      break
    await pause(25)
  }
  return { child, url: `redis://127.0.0.1:${port}` }
}
