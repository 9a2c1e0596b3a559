/** The image as our Dockerfile builds it on the stand-in for its base: as any user would, but for the base. */
import { fileURLToPath } from 'node:url'
import { docker } from './docker.ts'
import { standIn } from './stand-in.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const name = 'alipay-sandbox-kit:under-test'
const proxies = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY'].flatMap((variable) => [variable, variable.toLowerCase()])

export type BuiltImage = { readonly image: string; readonly base: string }

/** What did not change since the last time comes from the engine's cache. */
export async function buildImage(): Promise<BuiltImage> {
  const base = await standIn()
  const given = [...proxies.filter((variable) => process.env[variable] !== undefined), `NODE_IMAGE=${base}`]
  // npm ci reaches the registry just as it does on this machine.
  const words = ['--quiet', '--network', 'host', ...given.flatMap((argument) => ['--build-arg', argument])]
  await docker('build', ...words, '--tag', name, root)
  return { image: name, base }
}
