/**
 * The kit beside other simulators: the same signed pay, on one core and on two, all in one run, in turn, after each was warmed up;
 * and how long each takes from its start to its first answer. Source: issue 9 (5).
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { demoPartner } from '../../simulator/index.ts'
import { openChild } from '../child.ts'
import { askOnce } from '../connection.ts'
import { bothCores, serverCore } from '../cores.ts'
import { generate } from '../generator.ts'
import { median } from '../median.ts'
import { type Caller, freshId, payRequest } from '../requests.ts'
import { type ServerProcess, startServer } from '../server-process.ts'
import { table } from '../table.ts'
import { installPeers } from './install.ts'
import { type Peer, peersIn } from './peers.ts'

export type PeerSizes = {
  readonly rounds: number
  readonly requests: number
  readonly starts: number
  /** A share of each peer's own. @default 1 */
  readonly warmUp?: number
}

const caller: Caller = { pid: demoPartner.pid, signer: { signType: 'MD5', key: demoPartner.md5Key } }
const coreSets = { one: serverCore, two: bothCores } as const

type Round = { readonly perSecond: number; readonly cpuMicros: number }
type Row = { readonly one: Round; readonly two: Round; readonly startMs: number }

/** @param bundle the published build; without it the kit runs from the clone */
export async function peersTable(
  sizes: PeerSizes,
  bundle: string | undefined,
  say: (text: string) => void,
): Promise<string> {
  installPeers(say)
  const folder = mkdtempSync(join(tmpdir(), 'peers-bench-'))
  try {
    const peers = peersIn(folder, await cannedAnswer(), bundle)
    const one = await measured(peers, coreSets.one, sizes, say)
    const two = await measured(peers, coreSets.two, sizes, say)
    const startMs = await startTimes(peers, sizes)
    const rows = peers.map((_, i) => ({ one: one[i], two: two[i], startMs: startMs[i] }))
    return peersRows(peers, rows.map(whole))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function whole({ one, two, startMs }: { one: Round | undefined; two: Round | undefined; startMs: number | undefined }) {
  if (one === undefined || two === undefined || startMs === undefined) throw new RangeError('no measurement was taken')
  return { one, two, startMs }
}

/** What the kit itself says to such a pay. */
async function cannedAnswer(): Promise<Buffer> {
  const child = openChild('pay-server.ts')
  try {
    const { value: port } = await child.ask({ ask: 'start', settings: {} })
    const answer = await askOnce(port, payRequest(caller, freshId()))
    return answer.subarray(answer.indexOf('\r\n\r\n') + 4)
  } finally {
    await child.stop()
  }
}

async function measured(
  peers: readonly Peer[],
  cores: string,
  { rounds, requests, warmUp = 1 }: PeerSizes,
  say: (text: string) => void,
): Promise<readonly Round[]> {
  const running: ServerProcess[] = []
  try {
    for (const peer of peers) {
      const process = await startServer(peer, cores, payRequest(caller, freshId()))
      running.push(process)
      const seconds = peer.warmUpSeconds * warmUp
      say(`${peer.title}: warming up for ${seconds} s on core ${cores} …\n`)
      const endMs = performance.now() + seconds * 1_000
      while (performance.now() < endMs) await load(process, 1_000, cores)
    }
    const taken = running.map((): Round[] => [])
    for (let round = 0; round < rounds; round++)
      for (const [i, process] of running.entries()) {
        // Whoever waited for its turn has cooled down.
        await load(process, requests / 2, cores)
        taken[i]?.push(await load(process, requests, cores))
      }
    return taken.map((all) => ({
      perSecond: median(all.map(({ perSecond }) => perSecond)),
      cpuMicros: median(all.map(({ cpuMicros }) => cpuMicros)),
    }))
  } finally {
    await Promise.all(running.map((process) => process.stop()))
  }
}

async function load({ port, cpuMicros }: ServerProcess, count: number, cores: string): Promise<Round> {
  const requests = Array.from({ length: count }, () => payRequest(caller, freshId()))
  let before = 0
  const ready = async () => {
    before = cpuMicros()
  }
  const ms = await generate({ port, requests, inARow: 1, ready, sleeps: cores === coreSets.two })
  return { perSecond: (count / ms) * 1_000, cpuMicros: (cpuMicros() - before) / count }
}

async function startTimes(peers: readonly Peer[], { starts }: PeerSizes): Promise<readonly number[]> {
  const taken = peers.map((): number[] => [])
  // The first fills caches and is not counted.
  for (let start = 0; start <= starts; start++)
    for (const [i, peer] of peers.entries()) {
      const process = await startServer(peer, coreSets.two, payRequest(caller, freshId()))
      await process.stop()
      if (start > 0) taken[i]?.push(process.startMs)
    }
  return taken.map(median)
}

/** Shares are the kit's over the peer's: by CPU a request, and in brackets by requests per second. */
function peersRows(peers: readonly Peer[], rows: readonly Row[]): string {
  const [kit] = rows
  if (kit === undefined) throw new RangeError('the kit was not measured')
  const times = (cores: 'one' | 'two', row: Row) =>
    `${(row[cores].cpuMicros / kit[cores].cpuMicros).toFixed(1)} (${(kit[cores].perSecond / row[cores].perSecond).toFixed(1)})`
  return table(
    ['same signed pay', 'CPU µs', 'kit ×, one core', 'CPU µs on two', 'kit ×, two cores', 'start, ms', "of WireMock's"],
    rows.map((row, i) => [
      peers[i]?.title ?? '',
      row.one.cpuMicros.toFixed(0),
      times('one', row),
      row.two.cpuMicros.toFixed(0),
      times('two', row),
      row.startMs.toFixed(0),
      shareOfWireMock(peers, rows, row),
    ]),
  )
}

function shareOfWireMock(peers: readonly Peer[], rows: readonly Row[], { startMs }: Row): string {
  const wireMock = rows[peers.findIndex(({ title }) => title.startsWith('WireMock'))]
  return wireMock === undefined ? '' : (startMs / wireMock.startMs).toFixed(2)
}
