/** mockttp with a canned answer. `node mockttp-server.ts PORT FILE keeps|forgets`: its record of the traffic on or off. */
import { readFileSync } from 'node:fs'
import { peersFolder } from './install.ts'

type Mockttp = {
  getLocal(options: { recordTraffic: boolean }): {
    start(port: number): Promise<void>
    forPost(path: string): {
      thenReply(status: number, body: Buffer, headers: Record<string, string>): Promise<unknown>
    }
  }
}

const [, , port, file = '', record] = process.argv
const body = readFileSync(file)
// By its path: it is installed when the bench first runs, and the type checker must do without it.
const { getLocal } = (await import(`${peersFolder}node_modules/mockttp/dist/main.js`)) as Mockttp
const server = getLocal({ recordTraffic: record === 'keeps' })
await server.start(Number(port))
const headers = { 'content-type': 'text/xml;charset=UTF-8', 'content-length': String(body.length) }
await server.forPost('/gateway.do').thenReply(200, body, headers)
