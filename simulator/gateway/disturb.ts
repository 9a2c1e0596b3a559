/**
 * Step 10, disturb: what becomes of the finished answer on its way. Pure: says what is to be sent, send.ts sends it.
 * Source: design.md "The way of one request"; the kinds of fault: behaviour/behaviour.ts.
 */
import type { Fault } from '../behaviour/behaviour.ts'
import type { Rendered } from './render.ts'

export type Delivery =
  | {
      readonly kind: 'answer'
      readonly status: number
      readonly headers: Readonly<Record<string, string>>
      readonly body: Buffer
      /** What Content-Length promises. @default the body's length */
      readonly promised?: number
      /** Spread over this many milliseconds, a few bytes at a time. */
      readonly overMs?: number
      /** The body is followed by this many bytes of filler. */
      readonly filler?: number
    }
  /** Not a byte; the socket is closed after `holdMs`. */
  | { readonly kind: 'silence'; readonly holdMs: number }
  /** The socket is reset at once. */
  | { readonly kind: 'reset' }

type Whole = Extract<Delivery, { kind: 'answer' }>

/** The answer as it was rendered. */
export function whole({ contentType, body }: Rendered): Whole {
  return { kind: 'answer', status: 200, headers: { 'content-type': contentType }, body }
}

/** Bytes by chance, repeatable: piece after piece, 20 or more bytes each. */
export type Noise = (piece: string) => Buffer

export function disturb(rendered: Rendered, fault: Fault | undefined, noise: Noise): Delivery {
  const xml = (body: Buffer | string): Delivery => ({
    kind: 'answer',
    status: 200,
    headers: { 'content-type': rendered.contentType },
    body: typeof body === 'string' ? Buffer.from(body) : body,
  })
  const undisturbed = whole(rendered)
  switch (fault?.kind) {
    case undefined:
    case 'wrong key':
    case 'unsigned':
    case 'other order':
    case 'other charset':
    case 'extra fields':
      return undisturbed
    case 'no answer':
      return { kind: 'silence', holdMs: fault.holdMs }
    case 'reset':
      return { kind: 'reset' }
    case 'http status':
      return page(fault.status, { 'content-type': 'text/html;charset=UTF-8' }, htmlPage(fault.status))
    case 'redirect':
      return page(
        fault.status,
        { location: fault.to, 'content-type': 'text/html;charset=UTF-8' },
        htmlPage(fault.status),
      )
    case 'truncated': {
      const kept = rendered.body.subarray(0, Math.floor(rendered.body.length * fault.keep))
      return { ...undisturbed, body: kept, promised: rendered.body.length }
    }
    case 'garbage':
      return xml(garbage(fault.bytes, noise))
    case 'slow drip':
      return { ...undisturbed, overMs: fault.overMs }
    case 'xml bomb':
      return xml(bomb(fault.levels))
    case 'external entity':
      return xml(externalEntity(fault.systemId))
    case 'huge': {
      const head = Buffer.from(
        '<?xml version="1.0" encoding="UTF-8"?><alipay><is_success>T</is_success><request><param name="filler">',
      )
      return { ...undisturbed, body: head, filler: fault.bytes - head.length, promised: fault.bytes }
    }
    case 'empty':
      return xml('')
  }
}

function page(status: number, headers: Record<string, string>, body: string): Delivery {
  return { kind: 'answer', status, headers, body: Buffer.from(body) }
}

function htmlPage(status: number): string {
  return `<html>\r\n<head><title>${status}</title></head>\r\n<body>\r\n<center><h1>${status}</h1></center>\r\n<hr><center>Tengine</center>\r\n</body>\r\n</html>\r\n`
}

function garbage(count: number, noise: Noise): Buffer {
  const pieces: Buffer[] = []
  for (let have = 0; have < count; have += 20) pieces.push(noise(String(have)))
  return Buffer.concat(pieces).subarray(0, count)
}

function bomb(levels: number): string {
  const entities = ['<!ENTITY e0 "bomb">']
  for (let level = 1; level <= levels; level++) entities.push(`<!ENTITY e${level} "${`&e${level - 1};`.repeat(10)}">`)
  return `<?xml version="1.0"?><!DOCTYPE alipay [${entities.join('')}]><alipay><is_success>T</is_success><response><alipay><result_code>&e${levels};</result_code></alipay></response></alipay>`
}

function externalEntity(systemId: string): string {
  return `<?xml version="1.0"?><!DOCTYPE alipay [<!ENTITY secret SYSTEM "${systemId}">]><alipay><is_success>T</is_success><response><alipay><result_code>SUCCESS</result_code><partner_trans_id>&secret;</partner_trans_id></alipay></response></alipay>`
}
