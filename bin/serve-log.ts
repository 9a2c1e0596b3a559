/**
 * What serve prints while it runs: lines for people, or pino's JSON lines for machines.
 */
import type { Exchange, NotificationRecord, RuleFileChange, Simulator } from '../simulator/index.ts'
import { SimulatorError } from '../simulator/simulator-error.ts'
import { exchangeLine, exchangeRecord } from './exchange-line.ts'
import { notificationLine, notificationRecord } from './notification-line.ts'
import type { Settings } from './settings.ts'

export type ServeLog = {
  readonly listening: (simulator: Simulator, settings: Settings) => Promise<void>
  readonly exchange: (exchange: Exchange) => void
  readonly delivery: (record: NotificationRecord) => void
  /** An edit of the rules file was taken, or not. */
  readonly rules: (change: RuleFileChange) => void
  /** What should not happen. */
  readonly trouble: (error: unknown) => void
  readonly stopping: () => void
}

export function textLog(write: (text: string) => void): ServeLog {
  return {
    async listening(simulator, settings) {
      // Loaded once it listens: the first payment need not wait for it.
      const { greeting } = await import('./serve-greeting.ts')
      write(await greeting(simulator, settings))
    },
    exchange: (exchange) => write(exchangeLine(exchange, clockTime)),
    delivery: (record) => write(notificationLine(record, clockTime)),
    rules: (change) => write(`${clockTime(Date.now())}  ${rulesText(change)}\n`),
    trouble: (error) => write(`${clockTime(Date.now())}  trouble: ${troubleText(error)}\n`),
    stopping: () => write('Stopping: answers under way are finished. Once more ends it at once.\n'),
  }
}

/** pino is loaded for this alone. */
export async function jsonLog(write: (text: string) => void): Promise<ServeLog> {
  const { pino } = await import('pino')
  const log = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, { write })
  return {
    listening: async ({ gateway, tls, admin, partner, seed }, { dialect }) =>
      log.info({ gateway, tls: tls?.gateway, admin, partner: partner.pid, seed, dialect }, 'listening'),
    exchange: (exchange) => log.info(exchangeRecord(exchange), 'exchange'),
    delivery: (record) => log.info(notificationRecord(record), 'notification'),
    rules: (change) => (change.ok ? log.info(change, 'rules read') : log.warn(change, 'rules kept')),
    trouble: (error) => log.error({ err: error }, 'trouble'),
    stopping: () => log.info('stopping'),
  }
}

/** What has a name of ours is understood, a Redis that is away for instance; of an accident the place is wanted. */
function troubleText(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error instanceof SimulatorError ? error.message : (error.stack ?? error.message)
}

function rulesText(change: RuleFileChange): string {
  return change.ok ? `${change.count} rules read` : `rules kept as they were: ${change.why}`
}

/** The time of day where the terminal is: people compare it with their own clock. */
function clockTime(instant: number): string {
  const local = new Date(instant - new Date(instant).getTimezoneOffset() * 60_000)
  return local.toISOString().slice(11, 23)
}
