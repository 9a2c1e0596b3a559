/** `alipay-sandbox topology` and `relay` as a user runs them: processes of their own, and none left behind. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, vi } from 'vitest'
import { callProgram } from './command-line.ts'

const launcher = fileURLToPath(new URL('../bin/alipay-sandbox.ts', import.meta.url))
const call = (...words: string[]) => callProgram(words, { folder: tmpdir() })

describe('topology', { timeout: 60_000 }, () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('says who talks to whom, and stops all it started on %s', async (signal) => {
    const child = spawn(process.execPath, [launcher, 'topology', 'integrator-acquirer', '--time-scale', '10'])
    let printed = ''
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString()
    })
    const closed = once(child, 'close')
    await vi.waitUntil(() => printed.includes('curl'), { timeout: 50_000 })
    expect(printed).toContain('till → integrator → acquirer → gateway')
    const urls = [...printed.matchAll(/^(?:acquirer|integrator|till) +(\S+)$/gm)].map(([, url]) => url ?? '')
    expect(urls).toHaveLength(3)
    const [, line = ''] = /curl -sS (\S+\/payments)/.exec(printed) ?? []
    const body = /-d '(.*)'/.exec(printed)?.[1] ?? ''
    const paid = await fetch(line, { method: 'POST', body })
    expect(await paid.json()).toMatchObject({ status: 'paid' })
    child.kill(signal)
    expect(await closed).toEqual([0, null])
    for (const url of urls) await expect(fetch(`${url}/capabilities`)).rejects.toThrow()
  })

  it('shows a sale as it happened, as text and as a diagram', async () => {
    const shown = await call('topology', 'acquirer', '--demo', '--time-scale', '50')
    expect(shown.code).toBe(0)
    const way = ['cashier → till', 'till → acquirer', 'acquirer → Alipay', 'Alipay → customer', 'acquirer ⇠ Alipay']
    const first = shown.stdout.split('\n\n')[1] ?? ''
    let from = -1
    for (const step of [...way, 'till ⇠ acquirer', 'till → cashier']) {
      expect(first.indexOf(step), `${step} in\n${first}`).toBeGreaterThan(from)
      from = first.indexOf(step)
    }
    expect(first).toContain('books: till paid, refunded 0.00; acquirer paid, refunded 0.00; gateway TRADE_SUCCESS')
  })

  it('shows that a defect changes how a sale ends', async () => {
    const shown = await call(
      'topology',
      'direct',
      '--demo',
      '--mermaid',
      '--time-scale',
      '50',
      '--defect',
      'till=not-paid-on-unknow',
    )
    expect(shown.code).toBe(1)
    expect(shown.stdout).toContain('### password: expected paid')
    expect(shown.stdout).toMatch(
      /```mermaid\nsequenceDiagram\n(?: {2}participant \w+\n)+(?: {2}\w+(?:->>|-->>|-\))\w+: .+\n)+```/,
    )
  })

  it.each([
    [['nowhere'], 'A mode is one of direct, integrator, acquirer, integrator-acquirer.'],
    [['direct', '--defect', 'acquirer=replays-accepted'], 'There is no acquirer in mode direct, but till.'],
    [['acquirer', '--demo', '--defect', 'acquirer=no-such'], 'There is no defect "no-such"'],
  ])('refuses %j', async (words, says) => {
    const refused = await call('topology', ...words)
    expect(refused.code).toBe(2)
    expect(refused.stderr).toContain(says)
  })
})

describe('relay', () => {
  it('lists its own defects, and those of a till', async () => {
    const { stdout } = await call('relay', '--list-defects')
    expect(stdout).toMatch(/^replays-accepted$/m)
    expect(stdout).toMatch(/^paid-on-unknow$/m)
  })

  it.each([
    [{}, 'SUT_GATEWAY must be set'],
    [{ SUT_RELAY: 'http://127.0.0.1:9', SUT_ROLE: 'bank' }, 'SUT_ROLE must be integrator or acquirer'],
    [{ SUT_RELAY: 'http://127.0.0.1:9', SUT_MERCHANTS_FILE: 'no-such-file.json' }, 'no-such-file.json cannot be read'],
  ])('says what is wrong with its environment: %j', async (environment, says) => {
    const refused = await callProgram(['relay'], { folder: tmpdir(), environment })
    expect(refused.code).toBe(2)
    expect(refused.stderr).toContain(says)
  })
})
