/**
 * What Node alone can do: a server on `node:http` that answers every request with the same XML, `bytes` long, after `latencyMs`
 * if any, and looks at none.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { answerParent } from './child-door.ts'

answerParent({
  start: ({ bytes, latencyMs }) => {
    const head =
      '<?xml version="1.0" encoding="UTF-8"?><alipay><is_success>T</is_success><result_code>SUCCESS</result_code>'
    const body = Buffer.from(`${head.padEnd(Number(bytes) - '</alipay>'.length)}</alipay>`)
    const headers = { 'content-type': 'text/xml;charset=UTF-8', 'content-length': body.length }
    const server = createServer((incoming, outgoing) => {
      incoming.resume()
      const answer = () => outgoing.writeHead(200, headers).end(body)
      if (latencyMs === undefined) answer()
      else setTimeout(answer, Number(latencyMs))
    })
    return new Promise((resolve) =>
      server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)),
    )
  },
})
