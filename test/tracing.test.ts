/** `serve --traces` against a receiver of OTLP: one trace a request, under the caller's own, with a span for each step. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json, text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { demoPartner } from '../simulator/demo-partner.ts'
import { payFields, send, signed } from './signed-call.ts'

type OtlpSpan = {
  readonly traceId: string
  readonly parentSpanId?: string
  readonly name: string
  readonly attributes: readonly { readonly key: string; readonly value: { readonly stringValue?: string } }[]
}
type OtlpBody = {
  readonly resourceSpans: readonly { readonly scopeSpans: readonly { readonly spans: readonly OtlpSpan[] }[] }[]
}

const launcher = fileURLToPath(new URL('../bin/alipay-sandbox.ts', import.meta.url))
const callersTrace = '0af7651916cd43dd8448eb211c80319c'

describe('a simulator that is traced', () => {
  it('sends a span for the request, under the trace of its caller, and one for each step', async () => {
    const spans: OtlpSpan[] = []
    const collector = createServer(async (incoming, outgoing) => {
      const body = (await json(incoming)) as OtlpBody
      spans.push(...body.resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)))
      outgoing.writeHead(200, { 'content-type': 'application/json' }).end('{}')
    })
    await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve))
    const { port } = collector.address() as AddressInfo
    const child = spawn(
      process.execPath,
      [launcher, 'serve', '--traces', '--port', '0', '--log', 'json', '--state', 'memory'],
      {
        env: { ...process.env, OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}` },
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    )
    const [line] = (await once(child.stdout, 'data')) as [Buffer]
    const { gateway } = JSON.parse(line.toString().split('\n')[0] ?? '') as { gateway: string }
    const { pid, md5Key } = demoPartner
    const fields = payFields('TRACE-1', { partner: pid, alipay_seller_id: pid })
    await send(gateway, signed(fields, { signer: { signType: 'MD5', key: md5Key } }), {
      headers: { traceparent: `00-${callersTrace}-b7ad6b7169203331-01` },
    })
    const rest = text(child.stdout)
    child.kill('SIGTERM')
    await rest
    collector.close()

    const names = spans.map(({ name }) => name)
    expect(names.toSorted()).toEqual(
      ['pay', 'receive', 'decode', 'identify', 'verify', 'validate', 'execute', 'render', 'disturb', 'send'].toSorted(),
    )
    expect(new Set(spans.map(({ traceId }) => traceId))).toEqual(new Set([callersTrace]))
    const whole = spans.find(({ name }) => name === 'pay')
    expect(whole?.parentSpanId).toBe('b7ad6b7169203331')
    expect(whole?.attributes).toContainEqual({ key: 'alipay.outcome', value: { stringValue: 'SUCCESS' } })
    expect(JSON.stringify(spans)).not.toContain(fields.buyer_identity_code)
  })
})
