/** Where the person of `adapter: manual` is asked: a page of this process, or the terminal that the command runs in. */
import { randomBytes } from 'node:crypto'
import { networkInterfaces } from 'node:os'
import type { Board } from '../conformance/manual/board.ts'
import { startPageServer } from '../conformance/manual/page-server.ts'
import { startTerminal } from '../conformance/manual/terminal.ts'
import { blocksOf } from '../simulator/wallet/barcode.ts'
import type { CommandRun } from './command.ts'
import type { conformOptions } from './conform-options.ts'

type Run = Pick<CommandRun<typeof conformOptions>, 'options' | 'surroundings'>

/** @returns closes it; the windows that are open keep the last state. @throws KitError NO_PAGE */
export async function openDesk({ options, surroundings }: Run, board: Board): Promise<() => Promise<void>> {
  // The first interruption lets the case go and saves what is done; the second ends the process.
  void surroundings.interruption().then(() => board.pause())
  if (options.manual === 'terminal') {
    const leave = startTerminal({ board, input: process.stdin, write: surroundings.remark })
    return async () => leave()
  }
  const { host, port } = options
  const token = randomBytes(12).toString('base64url')
  let open = 0
  const server = await startPageServer({ board, host, port, token, onWindows: windows })
  const urls = addressesOf(host).map(server.urlAt)
  const [first = ''] = urls
  function windows(count: number): void {
    const closed = count < open
    open = count
    // A form that is sent loads the page anew: only who stays away is gone.
    if (closed)
      setTimeout(() => {
        if (open === 0 && server.isListening())
          surroundings.remark(`Nobody has the page open. The run waits at ${first}\n`)
      }, 3_000).unref()
  }
  surroundings.remark(`Open at the till:\n${urls.map((url) => `  ${url}\n`).join('')}`)
  if (isForOthers(host) && process.stderr.isTTY === true) surroundings.remark(`${blocksOf(first).join('\n')}\n`)
  return async () => {
    board.finish()
    await server.stop()
  }
}

function isForOthers(host: string): boolean {
  return !['127.0.0.1', '::1', 'localhost'].includes(host)
}

/** Of every network that the machine is in, when it listens to all. */
function addressesOf(host: string): readonly string[] {
  if (host !== '0.0.0.0' && host !== '::') return [host]
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? [])
  const outside = all.filter(({ internal, family }) => !internal && family === 'IPv4').map(({ address }) => address)
  return outside.length === 0 ? ['127.0.0.1'] : outside
}
