/** The web console in front of a simulator and a till, wherever they run. */
import { adminClient } from '../simulator/admin/client/index.ts'
import { type ConsoleServer, startConsole } from '../simulator/console/console-server.ts'
import { stageHand } from '../simulator/console/stage-hand.ts'
import { tillCalls } from '../simulator/console/till-calls.ts'
import { CommandError, systemCode } from './command-error.ts'
import { freshId } from './fresh-ids.ts'

export type ConsolePlan = {
  /** `http://127.0.0.1:4100/_admin` */
  readonly admin: string
  readonly adminToken?: string | undefined
  /** The terminal API: `http://127.0.0.1:4200`. */
  readonly till: string
  readonly host: string
  readonly port: number
}

/** @throws CommandError ADDRESS_IN_USE */
export async function openConsole({ admin: url, adminToken, till, host, port }: ConsolePlan): Promise<ConsoleServer> {
  const admin = adminClient({ url: url.replace(/\/+$/, ''), ...(adminToken !== undefined && { token: adminToken }) })
  const hand = stageHand({
    ...{ admin, till: tillCalls(till.replace(/\/+$/, '')), tillUrl: till },
    gateway: url.replace(/\/_admin\/?$/, '/gateway.do'),
    freshId: () => freshId('SHOW'),
  })
  try {
    return await startConsole({ hand, admin, simulator: url, host, port })
  } catch (cause) {
    if (systemCode(cause) !== 'EADDRINUSE') throw cause
    throw new CommandError('ADDRESS_IN_USE', { detail: `Somebody listens on ${host}:${port} already.`, cause })
  }
}
