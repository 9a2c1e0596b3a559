/**
 * Step 11, send: a delivery onto the socket. Resolves when the last byte is written or nobody is left to read it.
 */
import type { ServerResponse } from 'node:http'
import type { Instant } from '../../protocol/beijing-time.ts'
import type { Pause } from '../pause.ts'
import type { Delivery } from './disturb.ts'

const fillerChunk = Buffer.alloc(65_536, 'x')
const dripBytes = 16

export type Sending = {
  readonly pause: Pause
  /** What the Date header says: the partner's time, so that a run on a frozen clock can be repeated byte by byte. */
  readonly at: Instant
}

export async function send(outgoing: ServerResponse, delivery: Delivery, sending: Sending): Promise<void> {
  switch (delivery.kind) {
    case 'reset':
      outgoing.socket?.resetAndDestroy()
      return
    case 'silence':
      await Promise.race([sending.pause(delivery.holdMs), closed(outgoing)])
      outgoing.socket?.destroy()
      return
    case 'answer':
      return sendAnswer(outgoing, delivery, sending)
  }
}

async function sendAnswer(
  outgoing: ServerResponse,
  { status, headers, body, promised, overMs, filler }: Extract<Delivery, { kind: 'answer' }>,
  { pause, at }: Sending,
): Promise<void> {
  const date = httpDate(at)
  outgoing.writeHead(status, { ...headers, date, 'content-length': promised ?? body.length })
  if (overMs !== undefined) await drip(outgoing, body, overMs, pause)
  else if (filler !== undefined) await fill(outgoing, body, filler)
  else if (promised !== undefined && promised > body.length) {
    outgoing.write(body, () => outgoing.socket?.destroy())
  } else {
    // As text of one byte a character: Node then writes head and body in one piece, where two buffers cost a gathered write.
    outgoing.end(body.toString('latin1'), 'latin1')
  }
}

let lastDate = { second: Number.NaN, text: '' }

function httpDate(at: Instant): string {
  const second = Math.floor(at / 1000)
  if (second !== lastDate.second) lastDate = { second, text: new Date(at).toUTCString() }
  return lastDate.text
}

async function drip(outgoing: ServerResponse, body: Buffer, overMs: number, pause: Pause): Promise<void> {
  const pieces = Math.ceil(body.length / dripBytes)
  const hungUp = closed(outgoing)
  for (let piece = 0; piece < pieces && !outgoing.destroyed; piece++) {
    outgoing.write(body.subarray(piece * dripBytes, (piece + 1) * dripBytes))
    await Promise.race([pause(overMs / pieces), hungUp])
  }
  outgoing.end()
}

/** As fast as the reader takes it; a reader that hangs up ends it. */
async function fill(outgoing: ServerResponse, head: Buffer, filler: number): Promise<void> {
  const hungUp = closed(outgoing)
  outgoing.write(head)
  for (let left = filler; left > 0 && !outgoing.destroyed; left -= fillerChunk.length) {
    const room = outgoing.write(left >= fillerChunk.length ? fillerChunk : fillerChunk.subarray(0, left))
    if (!room) await Promise.race([new Promise((resolve) => outgoing.once('drain', resolve)), hungUp])
  }
  outgoing.end()
}

function closed(outgoing: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    if (outgoing.destroyed) resolve()
    else outgoing.once('close', () => resolve())
  })
}
