/**
 * A gateway for the client's tests: a real HTTP server on loopback that answers each request by a script and keeps what
 * it received. Knows no trade: the script says everything. Not published.
 */
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { answerContentType, answerFields, answerString, writeAcceptedAnswer } from '../../../protocol/answer.ts'
import { type Charset, charsetNamed } from '../../../protocol/charset.ts'
import { decodeForm, type Parameter, valueNamed } from '../../../protocol/parameter.ts'
import { type Signer, sign } from '../../../protocol/signature.ts'

export const testPartner = '2088000000000001'
/** The key of the worked examples in the protocol pages. */
export const testKey = `1${'0'.repeat(31)}`
export const md5Signer: Signer = { signType: 'MD5', key: testKey }

export type Received = {
  readonly method: string
  readonly url: URL
  readonly headers: IncomingHttpHeaders
  readonly body: string
  /** Query and body together, as the gateway signs over. */
  readonly parameters: readonly Parameter[]
  /** Which TCP connection it came over, counted from 1. */
  readonly connection: number
}

export type Reply = (response: ServerResponse, received: Received) => void

export type ScriptedGateway = {
  readonly url: string
  readonly received: readonly Received[]
  /** The replies of the next requests, in order; the last one stays. */
  script(...replies: readonly Reply[]): void
  /** Bytes written to all connections so far. */
  bytesWritten(): number
  close(): Promise<void>
}

export async function startScriptedGateway(): Promise<ScriptedGateway> {
  const received: Received[] = []
  let replies: readonly Reply[] = []
  const sockets = new Map<object, number>()
  let bytesWritten = 0
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const url = new URL(request.url ?? '', 'http://gateway')
    const charset = charsetNamed(url.searchParams.get('_input_charset') ?? '') ?? 'GBK'
    const parameters = [Buffer.from(url.search.slice(1)), Buffer.concat(chunks)].flatMap(
      (bytes) => decodeForm(bytes, charset).parameters,
    )
    const { method = '', headers } = request
    const connection = sockets.get(request.socket) ?? 0
    const one = { method, url, headers, body: Buffer.concat(chunks).toString('latin1'), parameters, connection }
    received.push(one)
    const [reply, ...rest] = replies
    if (rest.length > 0) replies = rest
    reply?.(response, one)
  })
  server.on('connection', (socket) => {
    sockets.set(socket, sockets.size + 1)
    socket.on('error', () => undefined)
    socket.on('close', () => {
      bytesWritten += socket.bytesWritten
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/gateway.do`,
    received,
    script(...next) {
      replies = next
    },
    bytesWritten: () => bytesWritten,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

export type AnswerStyle = {
  readonly signer?: Signer
  /** The charset of the signature. @default 'UTF-8' */
  readonly charset?: Charset
  /** What the XML declares and is written in. @default 'GBK', as captured */
  readonly declared?: Charset
  /** Instead of the right ones; empty leaves the element out. */
  readonly sign?: string
  readonly signType?: string
  readonly echo?: readonly Parameter[]
}

/** A signed answer with these fields, as bytes. */
export function signedAnswer(fields: Readonly<Record<string, string>>, style: AnswerStyle = {}): Buffer {
  const { signer = md5Signer, charset = 'UTF-8', declared = 'GBK', echo = [] } = style
  const response = answerFields(fields)
  const right = writeAcceptedAnswer(
    { request: echo, response, sign: sign(answerString(response), signer, charset), signType: signer.signType },
    declared,
  )
  if (style.sign === undefined && style.signType === undefined) return right
  const element = (name: string, text: string) => (text === '' ? '' : `<${name}>${text}</${name}>`)
  const text = right.toString('latin1')
  return Buffer.from(
    text
      .replace(/<sign>([^<]*)<\/sign>/, (_, given: string) => element('sign', style.sign ?? given))
      .replace(/<sign_type>([^<]*)<\/sign_type>/, (_, given: string) => element('sign_type', style.signType ?? given)),
    'latin1',
  )
}

/** Answers 200 with the signed fields and the echo of the request, as the gateway does. */
export const answers =
  (fields: Readonly<Record<string, string>>, style: AnswerStyle = {}): Reply =>
  (response, { parameters }) => {
    response.setHeader('content-type', answerContentType(style.declared ?? 'GBK'))
    response.end(signedAnswer(fields, { echo: parameters, ...style }))
  }

export const sends =
  (
    body: string | Buffer,
    { status = 200, headers = {} }: { status?: number; headers?: Record<string, string> } = {},
  ): Reply =>
  (response) => {
    response.writeHead(status, { 'content-type': 'text/xml;charset=GBK', ...headers })
    response.end(body)
  }

export const refuses = (error: string): Reply =>
  sends(`<?xml version="1.0" encoding="GBK"?><alipay><is_success>F</is_success><error>${error}</error></alipay>`)

/** The decoded value that was received. */
export function sent(received: Received | undefined, name: string): string | undefined {
  return valueNamed(received?.parameters ?? [], name)
}
