/**
 * Who may use the control API. Without a token: only this machine, by its own name, so that neither the network nor a
 * web page in somebody's browser can move money here. With a token: whoever knows it. Source: issue 4 (Bad input).
 */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { type Refused, refuse } from './problem-details.ts'

/** Undefined: come in. */
export type AccessCheck = (request: Pick<IncomingMessage, 'headers' | 'socket'>) => Refused | undefined

export function accessCheck(token: string | undefined): AccessCheck {
  return token === undefined ? localOnly : bearerOf(token)
}

function bearerOf(token: string): AccessCheck {
  const wanted = digest(token)
  return function checkToken({ headers }) {
    const given = /^Bearer +(\S+) *$/i.exec(headers.authorization ?? '')?.[1] ?? ''
    // Digests have one length, and comparing them takes the same time whatever they are.
    if (timingSafeEqual(digest(given), wanted)) return undefined
    return refuse(
      'TOKEN_NEEDED',
      'Send the header Authorization: Bearer with the token that the simulator was started with.',
      {
        errors: [{ in: 'header', field: 'Authorization', detail: 'is missing or wrong' }],
      },
    )
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

const ownNames: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]'])

function localOnly({ headers, socket }: Parameters<AccessCheck>[0]): Refused | undefined {
  if (!isLoopback(socket.remoteAddress ?? ''))
    return refuse('NOT_LOCAL', 'Start the simulator with an admin token to use the control API from elsewhere.')
  const { host = '', origin } = headers
  // A name that an attacker's DNS points here would let a web page of theirs in.
  if (!ownNames.has(host.replace(/:\d+$/, '').toLowerCase())) return foreign('Host', host)
  // A web page may send simple requests to any address; the browser says where the page came from.
  if (origin !== undefined && origin !== `http://${host}`) return foreign('Origin', origin)
  return undefined
}

function foreign(field: string, value: string): Refused {
  return refuse('FOREIGN_NAME', `${field} "${value}" is not this machine: use localhost, 127.0.0.1 or [::1].`, {
    errors: [{ in: 'header', field, detail: 'must name localhost, 127.0.0.1 or [::1]' }],
  })
}

function isLoopback(address: string): boolean {
  return address === '::1' || /^(?:::ffff:)?127\./.test(address)
}
