/**
 * What a payment costs that is on the disk before it is answered: the same signed pays against the store in memory, in a file, in
 * a file with a wait for the disk each, in turn in one run; beside them, bare SQLite with rows of the same size and nothing else.
 * Every payment writes its trade, its notification and task, and its journal entry.
 */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { demoPartner } from '../simulator/index.ts'
import { type Child, openChild } from './child.ts'
import { generate } from './generator.ts'
import { median } from './median.ts'
import { type Caller, freshId, payRequest } from './requests.ts'
import { table } from './table.ts'

const caller: Caller = { pid: demoPartner.pid, signer: { signType: 'MD5', key: demoPartner.md5Key } }
const notified = { notify_url: 'http://127.0.0.1:9/notify' }
/** The disk that is measured is the one that the kit stands on: a folder for temporary files may be memory. */
const base = resolve('.bench')

const kinds = ['memory', 'sqlite', 'one by one'] as const
type Kind = (typeof kinds)[number]
export type StoreSizes = { readonly rounds: number; readonly pays: number; readonly oneByOne: number }

type Server = { readonly child: Child; readonly port: number }

async function open(kind: Kind, folder: string, children: Child[]): Promise<Server> {
  const child = openChild('store-server.ts')
  children.push(child)
  const settings = { kind, path: join(folder, `${kind.replaceAll(' ', '-')}.db`) }
  return { child, port: (await child.ask({ ask: 'start', settings })).value }
}

function pays(count: number): Buffer[] {
  return Array.from({ length: count }, () => payRequest(caller, freshId(), notified))
}

const piece = 1_000
const warmUp = 20_000

type Rate = { readonly perSecond: number; readonly cpuMicros: number }

async function rateOf({ child, port }: Server, count: number): Promise<Rate> {
  let cpuBefore = 0
  const ready = async () => {
    cpuBefore = (await child.ask({ ask: 'cpu' })).cpuMicros
  }
  const ms = await generate({ port, requests: pays(count), inARow: 1, ready })
  const { cpuMicros } = await child.ask({ ask: 'cpu' })
  return { perSecond: (count / ms) * 1_000, cpuMicros: (cpuMicros - cpuBefore) / count }
}

async function withServers<Result>(run: (folder: string, children: Child[]) => Promise<Result>): Promise<Result> {
  mkdirSync(base, { recursive: true })
  const folder = mkdtempSync(join(base, 'store-'))
  const children: Child[] = []
  try {
    return await run(folder, children)
  } finally {
    await Promise.all(children.map((child) => child.stop()))
    rmSync(folder, { recursive: true })
  }
}

export function storeTable({ rounds, pays: count, oneByOne }: StoreSizes): Promise<string> {
  return withServers(async (folder, children) => {
    const servers = new Map<Kind, Server>()
    for (const kind of kinds) servers.set(kind, await open(kind, folder, children))
    const rates = new Map<string, Rate[]>([...kinds, 'bare'].map((kind) => [kind, []]))
    // The first round warms up.
    for (let round = 0; round <= rounds; round++) {
      for (const [kind, server] of servers) {
        const rate = await rateOf(server, kind === 'one by one' ? oneByOne : count)
        if (round > 0) rates.get(kind)?.push(rate)
      }
      const rate = { perSecond: bareRate(join(folder, `bare-${round}.db`), count), cpuMicros: 0 }
      if (round > 0) rates.get('bare')?.push(rate)
    }
    const of = (kind: string) => median((rates.get(kind) ?? []).map(({ perSecond }) => perSecond))
    const cpu = (kind: string) => median((rates.get(kind) ?? []).map(({ cpuMicros }) => cpuMicros))
    const row = (title: string, kind: string) => [
      title,
      of(kind).toFixed(0),
      (of(kind) / of('memory')).toFixed(2),
      kind === 'bare' ? '' : cpu(kind).toFixed(0),
      kind === 'bare' ? '' : (of(kind) / of('one by one')).toFixed(1),
    ]
    return table(
      ['store', 'pays/s', 'of memory', 'CPU µs', 'of a wait each'],
      [
        row('memory', 'memory'),
        row('SQLite, FULL, grouped', 'sqlite'),
        row('SQLite, FULL, a wait for the disk each', 'one by one'),
        row('bare SQLite, rows of the same size, 32 a transaction', 'bare'),
      ],
    )
  })
}

const rowsOfAPay = [900, 30, 110, 950, 900, 1_500] as const
const together = 32

/** No gateway, no index but one: as fast as the disk and the library go. */
function bareRate(path: string, count: number): number {
  const database = new DatabaseSync(path)
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
  database.exec('CREATE TABLE bare (id INTEGER PRIMARY KEY, name TEXT UNIQUE, data TEXT)')
  const insert = database.prepare('INSERT INTO bare (name, data) VALUES (?, ?)')
  const texts = rowsOfAPay.map((size) => 'x'.repeat(size))
  const started = performance.now()
  for (let done = 0; done < count; done += together) {
    database.exec('BEGIN IMMEDIATE')
    for (let pay = done; pay < done + together; pay++)
      for (const [i, text] of texts.entries()) insert.run(i === 0 ? `BENCH${pay}` : null, text)
    database.exec('COMMIT')
  }
  const rate = (count / (performance.now() - started)) * 1_000
  database.close()
  return rate
}

/** Many payments into one file: does it keep its pace, its memory, and how large does it grow? Then a start on it. */
export function growthTable(count: number): Promise<string> {
  return withServers(async (folder, children) => {
    const server = await open('sqlite', folder, children)
    await rateInPieces(server, warmUp)
    const tenth = Math.floor(count / 10)
    const rows: string[][] = []
    const rates: Rate[] = []
    for (let nth = 1; nth <= 10; nth++) {
      const rate = await rateInPieces(server, tenth)
      rates.push(rate)
      const { perSecond, cpuMicros } = rates[0] ?? rate
      const mebibytes = (await server.child.ask({ ask: 'work', count: 0 })).value / 2 ** 20
      rows.push([
        String(warmUp + nth * tenth),
        rate.perSecond.toFixed(0),
        `${(rate.perSecond / perSecond).toFixed(2)} (${(cpuMicros / rate.cpuMicros).toFixed(2)})`,
        mebibytes.toFixed(0),
        (sizeOf(folder) / (warmUp + nth * tenth)).toFixed(0),
      ])
    }
    await server.child.stop()
    const started = performance.now()
    await open('sqlite', folder, children)
    const readyMs = performance.now() - started
    return `${table(['payments', 'pays/s', 'of the first tenth (by CPU)', 'MiB in memory', 'bytes a payment'], rows)}\nready again after ${readyMs.toFixed(0)} ms, the process included\n`
  })
}

/** Requests are made a piece at a time: a million of them at once would be a memory of their own. */
async function rateInPieces(server: Server, count: number): Promise<Rate> {
  const rates: Rate[] = []
  for (let done = 0; done < count; done += piece) rates.push(await rateOf(server, Math.min(piece, count - done)))
  return {
    perSecond: median(rates.map(({ perSecond }) => perSecond)),
    cpuMicros: median(rates.map(({ cpuMicros }) => cpuMicros)),
  }
}

function sizeOf(folder: string): number {
  return readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0)
}
