/** What `serve` hands to the simulator for TLS, for the proxy, for a real gateway in front, and for traces. */
import { join } from 'node:path'
import type { SimulatorOptions } from '../simulator/index.ts'
import type { Surroundings } from './command.ts'
import type { ServeLog } from './serve-log.ts'
import type { Settings } from './settings.ts'

export type ServeDoors = {
  readonly options: Pick<SimulatorOptions, 'tls' | 'upstream' | 'tracing'>
  /** Says what the comparison with a real gateway came to, and lets the last traces out. */
  end(): Promise<void>
}

export async function serveDoors(
  settings: Settings,
  { write, remark, environment }: Surroundings,
  log: ServeLog,
): Promise<ServeDoors> {
  const { stateDir, tls, tlsPort: port, proxy, upstream: url, upstreamLog: file } = settings
  const compared =
    url === undefined
      ? undefined
      : (await import('./upstream-log.ts')).upstreamLog(file, {
          // Machines read the file: lines for people would break their JSON.
          write: settings.log === 'json' ? () => undefined : write,
          trouble: log.trouble,
        })
  const tracing = settings.traces ? (await import('./open-tracing.ts')).openTracing(environment) : undefined
  return {
    options: {
      ...(tls || proxy ? { tls: { folder: join(stateDir, 'ca'), port, proxy } } : {}),
      ...(url !== undefined && compared !== undefined && { upstream: { url, onRecord: compared.record } }),
      ...(tracing !== undefined && { tracing }),
    },
    async end() {
      if (compared !== undefined) remark(await compared.summary())
      await tracing?.stop().catch(log.trouble)
    },
  }
}
