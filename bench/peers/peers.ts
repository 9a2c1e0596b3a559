/**
 * Who answers the same signed pay: the kit with everything on, and others with a canned answer of the same bytes, each twice: set up
 * for speed as its manual says, and keeping what came, as the kit does and as a test asks of it that looks at what was sent. Each is a command that listens on the port it is given and answers as soon as it does.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ServerCommand } from '../server-process.ts'
import { hasJava, peersFolder, wireMockJar } from './install.ts'

export type Peer = ServerCommand & {
  /** Of load before anything is counted, in seconds: a JVM needs a minute, V8 some fifty thousand requests. */
  readonly warmUpSeconds: number
}

const type = 'text/xml;charset=UTF-8'

/** @param folder for the files of all of them @param body the canned answer @param bundle the published build, when there is one */
export function peersIn(folder: string, body: Buffer, bundle: string | undefined): readonly Peer[] {
  const canned = join(folder, 'answer.xml')
  writeFileSync(canned, body)
  const kit = bundle ?? fileURLToPath(new URL('../../bin/clone-launcher.js', import.meta.url))
  const node = (file: string, ...words: readonly string[]): Peer['command'] => {
    return (port) => [process.execPath, file, String(port), canned, ...words]
  }
  const mockttp = `${peersFolder}mockttp-server.ts`
  return [
    {
      title: 'this kit: verified, booked, signed, in the journal',
      command: (port) =>
        [...[process.execPath, kit, 'serve', '--state', 'memory', '--state-dir', folder, '--port', String(port)]] as [
          string,
          ...string[],
        ],
      warmUpSeconds: 20,
    },
    { title: 'express, canned', command: node(`${peersFolder}express-server.ts`), warmUpSeconds: 20 },
    ...wireMock(folder, body),
    { title: 'Mountebank, canned', command: mountebank(folder, body, false), warmUpSeconds: 20 },
    {
      title: 'Mountebank, keeping what came',
      command: mountebank(folder, body, true),
      warmUpSeconds: keeperWarmUpSeconds,
    },
    { title: 'mockttp, canned', command: node(mockttp, 'forgets'), warmUpSeconds: 20 },
    { title: 'mockttp, keeping what came', command: node(mockttp, 'keeps'), warmUpSeconds: keeperWarmUpSeconds },
  ]
}

/** What these two keep has no end: as long as the machine's memory takes it. */
const keeperWarmUpSeconds = 6

function wireMock(folder: string, body: Buffer): readonly Peer[] {
  const jar = wireMockJar()
  if (jar === undefined || !hasJava()) return []
  const root = join(folder, 'wiremock')
  mkdirSync(join(root, 'mappings'), { recursive: true })
  const mapping = {
    request: { method: 'POST', urlPath: '/gateway.do' },
    response: { status: 200, headers: { 'Content-Type': type }, base64Body: body.toString('base64') },
  }
  writeFileSync(join(root, 'mappings', 'pay.json'), JSON.stringify(mapping))
  const settings = ['--disable-banner', '--use-chunked-encoding', 'never']
  return [
    { title: 'WireMock, canned, without its journal', journal: ['--no-request-journal'] },
    // As many as the kit keeps.
    { title: 'WireMock, keeping what came', journal: ['--max-request-journal-entries', '10000'] },
  ].map(({ title, journal }) => ({
    title,
    command: (port) =>
      [
        ...[
          'java',
          '-jar',
          jar,
          '--root-dir',
          root,
          '--bind-address',
          '127.0.0.1',
          '--port',
          String(port),
          ...settings,
          ...journal,
        ],
      ] as [string, ...string[]],
    warmUpSeconds: 60,
  }))
}

function mountebank(folder: string, body: Buffer, recordRequests: boolean): Peer['command'] {
  return (port, spare) => {
    const headers = { 'Content-Type': type, 'Content-Length': String(body.length), Connection: 'keep-alive' }
    const response = { is: { statusCode: 200, headers, body: body.toString() } }
    const imposter = { protocol: 'http', port, host: '127.0.0.1', recordRequests, stubs: [{ responses: [response] }] }
    const file = join(folder, `imposters-${port}.json`)
    writeFileSync(file, JSON.stringify({ imposters: [imposter] }))
    const settings = ['--nologfile', '--loglevel', 'error', '--localOnly', '--pidfile', join(folder, `mb-${port}.pid`)]
    return [
      ...[
        process.execPath,
        `${peersFolder}node_modules/mountebank/bin/mb`,
        'start',
        '--port',
        String(spare),
        '--host',
        '127.0.0.1',
      ],
      ...['--configfile', file, ...settings],
    ] as [string, ...string[]]
  }
}
