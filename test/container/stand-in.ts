/**
 * A stand-in for the base image, made of this machine's own files, for machines that may pull no image: the Node of our
 * devDependency, npm, a shell and what the Dockerfile calls. It has a name of its own, so that nobody takes it for the real one.
 */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  copyFileSync,
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { docker } from './docker.ts'

const commands = ['sh', 'env', 'mkdir', 'mv', 'ln', 'chmod', 'tar', 'gzip']
/** Parts of the C library that are opened by name, and so are not named by ldd. */
const openedByName = '/lib/*-linux-gnu/lib{rt,dl,pthread,util,resolv,nss_dns,nss_files}.so.*'
const accounts = ['root:x:0:0:root:/root:/bin/sh', 'node:x:1000:1000::/home/node:/bin/sh']
const authorities = process.env.NODE_EXTRA_CA_CERTS ?? '/etc/ssl/certs/ca-certificates.crt'

/** Its name; made when this machine has none of this kind yet. */
export async function standIn(): Promise<string> {
  const npm = dirname(dirname(realpathSync(process.env.npm_execpath ?? pathOf('npm'))))
  const registry = execFileSync('npm', ['config', 'get', 'registry'], { encoding: 'utf8', stdio: 'pipe' }).trim()
  const parts = [readFileSync(import.meta.filename, 'utf8'), process.version, npmVersion(npm), registry]
  const name = `alipay-sandbox-kit-base:${createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 12)}`
  if ((await docker('images', '--quiet', name)) === '') await build(name, { npm, registry })
  return name
}

async function build(name: string, { npm, registry }: { npm: string; registry: string }): Promise<void> {
  const context = mkdtempSync(join(tmpdir(), 'alipay-sandbox-base-'))
  try {
    const root = join(context, 'root')
    fillRoot(root, npm)
    const environment = [
      'PATH=/usr/local/bin:/usr/bin:/bin',
      `npm_config_registry=${registry}`,
      ...(existsSync(authorities) ? ['NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt'] : []),
    ]
    writeFileSync(join(context, 'Dockerfile'), `FROM scratch\nCOPY root/ /\nENV ${environment.join(' ')}\n`)
    await docker('build', '--quiet', '--tag', name, context)
  } finally {
    rmSync(context, { recursive: true, force: true })
  }
}

function fillRoot(root: string, npm: string): void {
  const put = (from: string, to = from) => {
    mkdirSync(dirname(join(root, to)), { recursive: true })
    copyFileSync(from, join(root, to))
  }
  const putProgram = (from: string, to?: string) => {
    put(from, to)
    for (const library of librariesOf(from)) put(library)
  }
  for (const command of commands) putProgram(pathOf(command), `/bin/${command}`)
  putProgram(process.execPath, '/usr/local/bin/node')
  for (const library of globSync(openedByName)) put(library)
  // The shebang lines of npm's packages name it there.
  put(pathOf('env'), '/usr/bin/env')
  if (existsSync(authorities)) put(authorities, '/etc/ssl/certs/ca-certificates.crt')
  cpSync(npm, join(root, 'usr/local/lib/node_modules/npm'), { recursive: true, dereference: true })
  symlinkSync('../lib/node_modules/npm/bin/npm-cli.js', join(root, 'usr/local/bin/npm'))
  for (const folder of ['tmp', 'root', 'etc', 'opt', 'var']) mkdirSync(join(root, folder), { recursive: true })
  writeFileSync(join(root, 'etc/passwd'), `${accounts.join('\n')}\n`)
  writeFileSync(join(root, 'etc/nsswitch.conf'), 'hosts: files dns\n')
}

/** Where the loader finds them, by their names in the program. */
function librariesOf(program: string): string[] {
  return [...execFileSync('ldd', [program], { encoding: 'utf8' }).matchAll(/(?<=\s)\/\S+/g)].map(([path]) => path)
}

function pathOf(command: string): string {
  return realpathSync(execFileSync('sh', ['-c', `command -v ${command}`], { encoding: 'utf8' }).trim())
}

function npmVersion(folder: string): string {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version
}
