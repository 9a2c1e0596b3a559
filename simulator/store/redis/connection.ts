/**
 * Connections to one Redis or Valkey, checked before anything is kept there: reachable, let in, new enough, and one that never
 * throws away what it was given. While it is away every command fails at once; connections come back by themselves.
 */
import type { Cluster, Redis } from 'ioredis'
import { SimulatorError } from '../../simulator-error.ts'
import { type RedisOptions, readRedisUrl } from './address.ts'
import { doorError } from './door-error.ts'
import { type ScriptName, scripts } from './scripts.ts'

type Word = string | number | Buffer

/** What a store asks of a connection. */
export type Commands = {
  readonly [Name in ScriptName | 'selectExchangesBuffer']: (...words: readonly Word[]) => Promise<unknown>
} & {
  get(key: string): Promise<string | null>
  set(key: string, value: string, ...how: readonly Word[]): Promise<string | null>
  incrby(key: string, by: number): Promise<number>
  hget(key: string, field: string): Promise<string | null>
  hgetBuffer(key: string, field: string): Promise<Buffer | null>
  hmget(key: string, ...fields: string[]): Promise<(string | null)[]>
  hgetall(key: string): Promise<Record<string, string>>
  hsetnx(key: string, field: string, value: Word): Promise<number>
  hincrby(key: string, field: string, by: number): Promise<number>
  sadd(key: string, member: string): Promise<number>
  smembers(key: string): Promise<string[]>
  zrem(key: string, member: string): Promise<number>
  publish(channel: string, message: string): Promise<number>
  pubsub(what: 'NUMSUB', ...channels: string[]): Promise<unknown[]>
}

export type RedisDoor = {
  readonly commands: Commands
  readonly isCluster: boolean
  /** Another connection, which hears the channels. It hears them again when it comes back, after `returned`. */
  listen(
    channels: readonly string[],
    heard: (channel: string, message: string) => void,
    returned: () => void,
  ): Promise<void>
  close(): void
}

export type DoorOptions = {
  readonly url: string
  /** How long a command may take. In milliseconds. */
  readonly patienceMs: number
  readonly onError: (error: unknown) => void
}

const oldest = [6, 2] as const
const connectMs = 5_000
const retryMs = 250

/** @throws SimulatorError STATE_ADDRESS, STATE_UNREACHABLE, STATE_NOT_LET_IN, STATE_TOO_OLD, STATE_EVICTS */
export async function openDoor({ url, patienceMs, onError }: DoorOptions): Promise<RedisDoor> {
  const address = readRedisUrl(url)
  const ioredis = await import('ioredis')
  const options: RedisOptions = {
    ...address.options,
    protocol: 2,
    lazyConnect: true,
    connectTimeout: connectMs,
    commandTimeout: patienceMs,
    // Whoever asks while it is away hears so now, and nothing is asked twice.
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    disableClientInfo: true,
    retryStrategy: null,
    // After a fail-over the old master takes no writes: another connection finds the new one.
    reconnectOnError: (error) => error.message.startsWith('READONLY'),
  }
  const first = new ioredis.Redis(options)
  let last: unknown
  first.on('error', (error) => {
    last = error
  })
  const isCluster = await first
    .connect()
    // A database that is not there is passed over in silence when it connects.
    .then(() => first.select(address.options.db ?? 0))
    .then(() => inspect(first, address.name))
    .catch((error: unknown) => {
      throw doorError(last ?? error, address.name)
    })
    .finally(() => first.disconnect())

  const opened: (Redis | Cluster)[] = []
  const open = async (more: RedisOptions): Promise<Redis | Cluster> => {
    const {
      host: _,
      port: __,
      enableOfflineQueue: ___,
      retryStrategy: ____,
      readOnly: _____,
      ...redisOptions
    } = { ...options, ...more }
    const made: Redis | Cluster = isCluster
      ? new ioredis.Cluster([{ host: address.host, port: address.port }], {
          lazyConnect: true,
          redisOptions,
          enableOfflineQueue: false,
          clusterRetryStrategy: () => retryMs,
        })
      : new ioredis.Redis({ ...options, ...more, retryStrategy: () => retryMs })
    opened.push(made)
    let told = ''
    made.on('error', (error: Error) => {
      // Said once, not at each try.
      if (told !== error.message) onError(doorError(error, address.name))
      told = error.message
    })
    made.on('ready', () => {
      told = ''
    })
    await made.connect()
    return made
  }
  const client = await open({})
  for (const [name, { keys, lua }] of Object.entries(scripts)) client.defineCommand(name, { numberOfKeys: keys, lua })
  return {
    isCluster,
    commands: saying(client as unknown as Commands, address.name),
    async listen(channels, heard, returned) {
      const ear = await open({ autoResubscribe: true, commandTimeout: connectMs })
      ear.on('message', heard)
      await ear.subscribe(...channels)
      ear.on('ready', returned)
    },
    close() {
      for (const one of opened) one.disconnect()
    },
  }
}

const plainCommands = [
  ...([
    'get',
    'set',
    'incrby',
    'hget',
    'hgetBuffer',
    'hmget',
    'hgetall',
    'hsetnx',
    'hincrby',
    'sadd',
    'smembers',
    'zrem',
  ] as const),
  ...(['publish', 'pubsub', 'selectExchangesBuffer'] as const),
] as const

/** The same commands; what goes wrong is said in our words. */
function saying(commands: Commands, name: string): Commands {
  const asked = commands as unknown as Record<string, (...words: readonly Word[]) => Promise<unknown>>
  const failed = (error: unknown) => {
    throw doorError(error, name)
  }
  const named = [...plainCommands, ...Object.keys(scripts)]
  const entries = named.map((one) => [one, (...words: readonly Word[]) => asked[one]?.(...words).catch(failed)])
  return Object.fromEntries(entries) as Commands
}

/** @returns whether it is part of a cluster */
async function inspect(client: Redis, name: string): Promise<boolean> {
  const text = await client.info()
  const told = new Map(
    text.split(/\r?\n/).map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]),
  )
  const version = told.get('redis_version') ?? '0'
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major < oldest[0] || (major === oldest[0] && minor < oldest[1]))
    throw new SimulatorError('STATE_TOO_OLD', {
      detail: `${name} is version ${version}; ${oldest.join('.')} is needed.`,
    })
  const policy = told.get('maxmemory_policy') ?? 'noeviction'
  if (policy !== 'noeviction' && told.get('maxmemory') !== '0')
    throw new SimulatorError('STATE_EVICTS', { detail: `${name} throws data away when memory is short (${policy}).` })
  if (told.get('role') === 'slave')
    throw new SimulatorError('STATE_UNREACHABLE', { detail: `${name} is a replica and takes no writes.` })
  return told.get('redis_mode') === 'cluster'
}
