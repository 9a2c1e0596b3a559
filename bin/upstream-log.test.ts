/** What an operator sees of a real gateway's answers: words of strangers, made harmless. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { upstreamLog } from './upstream-log.ts'

it('lets nothing that a caller or the other gateway sent steer the terminal', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'upstream-log-'))
  let printed = ''
  const log = upstreamLog(join(folder, 'upstream.jsonl'), {
    write(text) {
      printed += text
    },
    trouble(error) {
      throw error
    },
  })
  const steer = '\u001b[2J\u009b1A\u202e'
  const answer = { status: 200, content_type: 'text/xml', body: '' }
  log.record({
    ...{ at: '2026-01-01T00:00:00.000Z', service: `alipay.${steer}`, partner_trans_id: `T${steer}` },
    request: { method: 'POST', target: '/gateway.do', body: '' },
    ...{ theirs: answer, ours: null, why: `ours: ${steer}` },
    differences: [{ of: `error${steer}`, how: 'value', theirs: steer, ours: null }],
  })
  const shown = printed + (await log.summary())
  expect(shown).toContain('\\u001b[2J')
  expect(shown).not.toMatch(/[\u001b\u009b\u202e]/)
  rmSync(folder, { recursive: true })
})
