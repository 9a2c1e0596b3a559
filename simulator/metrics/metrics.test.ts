import { describe, expect, it } from 'vitest'
import { openControlRoom } from '../../test/control-room.ts'
import { openReceiver } from '../../test/receiver.ts'

describe('what Prometheus fetches', () => {
  it('counts requests by service, outcome and behaviour, and how long they took', async () => {
    await using room = await openControlRoom()
    const till = room.till()
    await till.pay('M-1')
    await till.pay('M-1')
    await till.pay('M-2', { buyer_identity_code: '280002060000000001' })
    await till.query('M-3')
    const text = await (await room.raw('/metrics')).text()
    expect(text).toContain('alipay_sandbox_requests_total{service="pay",outcome="SUCCESS",behaviour="default"} 2')
    expect(text).toMatch(/requests_total\{service="pay",outcome="[A-Z_]+",behaviour="0206"\} 1/)
    expect(text).toMatch(/alipay_sandbox_request_seconds_bucket\{service="pay",le="\+Inf"\} 3/)
    expect(text).toMatch(/alipay_sandbox_store_commit_seconds_count\{result="committed"\} \d/)
    expect(text).toContain('process_cpu_user_seconds_total')
  })

  it('tells how late notifications were, and how many sends it took', async () => {
    await using room = await openControlRoom()
    await using receiver = await openReceiver((outgoing, nth) => outgoing.end(nth === 0 ? 'busy' : 'success'))
    const { pid } = room.simulator.partner
    await room.admin.partner(pid).clock.freeze()
    await room.till().pay('M-1', { notify_url: receiver.url })
    await room.admin.partner(pid).clock.advance({ ms: 300_000 })
    const text = await (await room.raw('/metrics')).text()
    expect(text).toContain('alipay_sandbox_notification_sends_total{result="not acknowledged"} 1')
    expect(text).toContain('alipay_sandbox_notification_sends_total{result="acknowledged"} 1')
    expect(text).toMatch(/notification_lag_seconds_bucket\{le="600"\} 1/)
    expect(text).toMatch(/notification_lag_seconds_bucket\{le="5"\} 0/)
  })

  it('is of the type that Prometheus asks for', async () => {
    await using room = await openControlRoom()
    expect((await room.raw('/metrics')).headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/)
  })

  it('grows by no name that a caller makes up', async () => {
    await using room = await openControlRoom()
    for (let nth = 0; nth < 5; nth++) await fetch(`${room.simulator.gateway}?service=made.up.${nth}`)
    const text = await (await room.raw('/metrics')).text()
    expect(text).toContain('alipay_sandbox_requests_total{service="other",outcome="ILLEGAL_SERVICE",behaviour=""} 5')
    expect(text).not.toContain('made.up')
  })
})
