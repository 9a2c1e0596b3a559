/** Where k6 is: named, in K6_BIN, in the PATH, or as a container image that is on this machine already. Downloads nothing. */
import { execFile } from 'node:child_process'
import { access, constants } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { LoadError } from '../load-error.ts'

export type FoundK6 = {
  /** Where it was found, for a person. */
  readonly where: string
  /** The command, for a run that reads its scripts in one folder and writes into another. */
  command(folders: {
    readonly scripts: string
    readonly out: string
    readonly variables: readonly string[]
  }): readonly string[]
  /** The folder as k6 sees it. */
  seen(folder: string, kind: 'scripts' | 'out'): string
}

export type K6Wishes = {
  /** `--k6`. */
  readonly named: string | undefined
  readonly environment: Readonly<Record<string, string | undefined>>
}

export const k6Image = 'grafana/k6'

/** @throws LoadError NO_K6 */
export async function findK6({ named, environment }: K6Wishes): Promise<FoundK6> {
  for (const [from, path] of [
    ['--k6', named],
    ['K6_BIN', environment.K6_BIN],
  ] as const) {
    if (path === undefined || path === '') continue
    if (await isProgram(path)) return program(path)
    throw new LoadError('NO_K6', { detail: `${from} names ${path}, which is no program that can be run.` })
  }
  for (const folder of (environment.PATH ?? '').split(delimiter)) {
    const path = join(folder, 'k6')
    if (folder !== '' && (await isProgram(path))) return program(path)
  }
  if (await hasImage(environment)) return container()
  throw new LoadError('NO_K6', { detail: 'k6 was not found.' })
}

function program(path: string): FoundK6 {
  return { where: path, command: () => [path], seen: (folder) => folder }
}

/** On the network of this machine, where simulator and till listen. */
function container(): FoundK6 {
  const inside = { scripts: '/load', out: '/out' } as const
  return {
    where: `the container image ${k6Image}`,
    command: ({ scripts, out, variables }) => [
      ...['docker', 'run', '--rm', '--init', '--network', 'host', '--user', `${process.getuid?.() ?? 0}`],
      ...['--volume', `${scripts}:${inside.scripts}:ro`, '--volume', `${out}:${inside.out}`],
      ...variables.flatMap((name) => ['--env', name]),
      k6Image,
    ],
    seen: (_, kind) => inside[kind],
  }
}

async function isProgram(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  )
}

function hasImage(environment: K6Wishes['environment']): Promise<boolean> {
  return new Promise((resolve) => {
    execFile('docker', ['image', 'inspect', k6Image], { env: environment, timeout: 10_000 }, (error) =>
      resolve(error === null),
    )
  })
}
