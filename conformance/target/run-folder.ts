/** What a run needs of the machine: a folder with its keys and the SUT's state, and two ports that nobody listens on. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { GatewaySide } from '../runner/gateway-side.ts'
import type { RunFacts } from './run-facts.ts'

export type RunFolder = { readonly facts: RunFacts; remove(): Promise<void> }

export async function makeRunFolder(
  side: Pick<GatewaySide, 'gateway' | 'partner' | 'md5Key' | 'privateKey' | 'alipayPublicKey'>,
  { signType, timeScale }: { readonly signType: string; readonly timeScale: number },
): Promise<RunFolder> {
  const folder = await mkdtemp(join(tmpdir(), 'alipay-conformance-'))
  const files = {
    private_key_file: join(folder, 'partner-private.pem'),
    alipay_public_key_file: join(folder, 'alipay-public.pem'),
    state_dir: join(folder, 'state'),
  }
  await mkdir(files.state_dir)
  await writeFile(files.alipay_public_key_file, side.alipayPublicKey)
  if (side.privateKey !== null) await writeFile(files.private_key_file, side.privateKey, { mode: 0o600 })
  const [port, notifyPort] = await freePorts(2)
  return {
    facts: {
      gateway: side.gateway,
      partner: side.partner,
      md5_key: side.md5Key,
      sign_type: signType,
      ...files,
      // A file that is not there would be read by whoever believes its name.
      private_key_file: side.privateKey === null ? '' : files.private_key_file,
      port: String(port),
      notify_port: String(notifyPort),
      time_scale: String(timeScale),
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

/** All held before the first is let go, so that no two are the same. */
async function freePorts(count: number): Promise<readonly number[]> {
  const servers = await Promise.all(Array.from({ length: count }, listening))
  const ports = servers.map((server) => {
    const address = server.address()
    return typeof address === 'object' && address !== null ? address.port : 0
  })
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  return ports
}

function listening() {
  const server = createServer()
  return new Promise<typeof server>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => resolve(server))
  })
}
