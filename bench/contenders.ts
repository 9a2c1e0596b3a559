/**
 * Who is measured against whom: the bare server, the simulator paying and answering queries under MD5 and RSA2, and RSA2 alone;
 * each a process of its own.
 */
import { generateKeyPairSync } from 'node:crypto'
import { toPem } from '../protocol/key.ts'
import { demoPartner } from '../simulator/index.ts'
import { type Child, openChild } from './child.ts'
import { askOnce } from './connection.ts'
import { bothCores } from './cores.ts'
import { generate } from './generator.ts'
import { type Caller, freshId, payRequest, queryRequest } from './requests.ts'

export const contenderNames = [
  'bare',
  'MD5 pay',
  'MD5 pay+query',
  'RSA2 alone',
  'RSA2 pay',
  'RSA2 pay+query',
  'RSA2 pay, two cores',
] as const
export type ContenderName = (typeof contenderNames)[number]

/** What one round came to: by the watch, and on the processor. */
export type Sample = { readonly count: number; readonly watchMicros: number; readonly cpuMicros: number }

export type Contenders = Readonly<Record<ContenderName, () => Promise<Sample>>>

/** Requests a round. */
export type RoundSizes = { readonly bare: number; readonly md5: number; readonly rsa2: number }

type Settings = Readonly<Record<string, string>>
type Server = { readonly child: Child; readonly port: number }

/** @param children gets every process as soon as it runs, for whoever has to stop them */
export async function openContenders(sizes: RoundSizes, children: Child[]): Promise<Contenders> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const md5: Caller = { pid: demoPartner.pid, signer: { signType: 'MD5', key: demoPartner.md5Key } }
  const rsa2: Caller = { pid: demoPartner.pid, signer: { signType: 'RSA2', privateKey } }
  const open = async (entry: string, settings: Settings = {}, cores?: string): Promise<Server> => {
    const child = openChild(entry, cores)
    children.push(child)
    return { child, port: (await child.ask({ ask: 'start', settings })).value }
  }
  const simulator = (cores?: string) => open('pay-server.ts', { publicKey: toPem(publicKey) }, cores)

  const md5Payer = await simulator()
  const bytes = await bodyBytes(md5Payer, payRequest(md5, freshId()))
  const bare = await open('bare-server.ts', { bytes: String(bytes) })
  const canned = payRequest(md5, freshId())
  const [md5Both, rsa2Payer, rsa2Both, rsa2OnTwo, loop] = [
    await simulator(),
    await simulator(),
    await simulator(),
    await simulator(bothCores),
    await open('crypto-loop.ts'),
  ]
  const paying = (caller: Caller) => (count: number) =>
    Array.from({ length: count }, () => payRequest(caller, freshId()))
  const payingAndAsking = (caller: Caller) => (count: number) => paysAndQueries(caller, count)
  return {
    bare: () => loadRound(bare, { make: (count) => Array<Buffer>(count).fill(canned), count: sizes.bare }),
    'MD5 pay': () => loadRound(md5Payer, { make: paying(md5), count: sizes.md5 }),
    'MD5 pay+query': () => loadRound(md5Both, { make: payingAndAsking(md5), count: sizes.md5, inARow: 2 }),
    'RSA2 alone': () => loopRound(loop.child, sizes.rsa2),
    'RSA2 pay': () => loadRound(rsa2Payer, { make: paying(rsa2), count: sizes.rsa2 }),
    'RSA2 pay+query': () => loadRound(rsa2Both, { make: payingAndAsking(rsa2), count: sizes.rsa2, inARow: 2 }),
    'RSA2 pay, two cores': () => loadRound(rsa2OnTwo, { make: paying(rsa2), count: sizes.rsa2, sleeps: true }),
  }
}

async function bodyBytes({ port }: Server, request: Buffer): Promise<number> {
  const answer = await askOnce(port, request)
  return answer.length - answer.indexOf('\r\n\r\n') - 4
}

/** Each pay is followed by the query of what it paid. */
function paysAndQueries(caller: Caller, count: number): Buffer[] {
  return Array.from({ length: count / 2 }, freshId).flatMap((id) => [payRequest(caller, id), queryRequest(caller, id)])
}

type Round = {
  readonly make: (count: number) => Buffer[]
  readonly count: number
  readonly inARow?: number
  readonly sleeps?: boolean
}

/** Half as many requests run before those that count. */
async function loadRound({ child, port }: Server, { make, count, inARow = 1, sleeps = false }: Round): Promise<Sample> {
  const load = (requests: readonly Buffer[], ready = async () => {}) =>
    generate({ port, requests, inARow, sleeps, ready })
  await load(make(count / 2))
  let cpuBefore = 0
  const watchMs = await load(make(count), async () => {
    cpuBefore = (await child.ask({ ask: 'cpu' })).cpuMicros
  })
  const { cpuMicros } = await child.ask({ ask: 'cpu' })
  return { count, watchMicros: watchMs * 1_000, cpuMicros: cpuMicros - cpuBefore }
}

async function loopRound(child: Child, count: number): Promise<Sample> {
  const { cpuMicros: cpuBefore } = await child.ask({ ask: 'cpu' })
  const { cpuMicros, value: watchMicros } = await child.ask({ ask: 'work', count })
  return { count, watchMicros, cpuMicros: cpuMicros - cpuBefore }
}
