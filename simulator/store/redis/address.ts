/** Where a Redis is, how one gets in, and what all that is ours there begins with: read from one URL. */
import type { RedisOptions as AllOptions } from 'ioredis'
import { SimulatorError } from '../../simulator-error.ts'

export type RedisOptions = Omit<AllOptions, 'replyMapping'>

export type RedisAddress = {
  /** Without the password: for messages. */
  readonly name: string
  readonly host: string
  readonly port: number
  /** What all keys begin with. */
  readonly prefix: string
  readonly options: RedisOptions
}

/** `redis://[user]:[password]@host:[port]/[database][?prefix=name]`, `rediss` with TLS. @throws SimulatorError STATE_ADDRESS */
export function readRedisUrl(text: string): RedisAddress {
  const refuse = (why: string) => new SimulatorError('STATE_ADDRESS', { detail: `${why}.` })
  if (!URL.canParse(text)) throw refuse('The address of the Redis cannot be read')
  const { protocol, hostname, port, pathname, username, password, searchParams } = new URL(text)
  const name = `${protocol}//${hostname}${port === '' ? '' : `:${port}`}${pathname === '/' ? '' : pathname}`
  const database = /^\/?(\d{0,5})$/.exec(pathname)?.[1]
  if (hostname === '') throw refuse(`${name} names no host`)
  if (database === undefined) throw refuse(`${name}: after the host stands the number of a database, or nothing`)
  const { prefix = 'alipay-sandbox', ...others } = Object.fromEntries(searchParams)
  const [unknown] = Object.keys(others)
  if (unknown !== undefined) throw refuse(`${name}: "${unknown}" is no parameter of it; prefix is`)
  if (!/^[\w.-]+$/.test(prefix)) throw refuse(`${name}: prefix is made of letters, digits, ".", "_" and "-"`)
  const host = hostname.replace(/^\[|\]$/g, '')
  const number = Number(port || 6_379)
  const options: RedisOptions = {
    host,
    port: number,
    ...(database !== '' && { db: Number(database) }),
    ...(username !== '' && { username: decodeURIComponent(username) }),
    ...(password !== '' && { password: decodeURIComponent(password) }),
    ...(protocol === 'rediss:' && { tls: {} }),
  }
  return { name, host, port: number, prefix, options }
}
