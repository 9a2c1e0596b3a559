import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { execConversation } from './exec.ts'

/** A program that answers each line by this function; several lines, none, or an end. */
function programThat(answer: (asked: { id: number; op: string; body: object }) => string | undefined) {
  const [stdin, stdout] = [new PassThrough(), new PassThrough()]
  const heard: string[] = []
  stdin.setEncoding('utf8').on('data', (text: string) => {
    for (const line of text.trim().split('\n')) {
      const asked = JSON.parse(line)
      heard.push(asked.op)
      const said = answer(asked)
      if (said !== undefined) stdout.write(`${said}\n`)
    }
  })
  return { stdio: { stdin, stdout }, heard }
}

const payment = { payment_id: 'P1', code: '', amount: '1', currency: 'USD', status: 'pending' }

describe('JSON lines on stdio', () => {
  it('finds the answer to each question, in any order', async () => {
    const late: string[] = []
    const { stdio } = programThat(({ id, body }) => {
      const said = JSON.stringify({ id, ok: { ...payment, ...body } })
      if (late.push(said) < 2) return undefined
      return late.toReversed().join('\n')
    })
    const sut = execConversation(() => stdio, { timeoutMs: 2_000 })
    const [first, second] = await Promise.all([sut.get('A'), sut.get('B')])
    expect([first.payment_id, second.payment_id]).toEqual(['A', 'B'])
  })

  it('says hello first when it asks for capabilities, and bye', async () => {
    const { stdio, heard } = programThat(({ id, op }) =>
      JSON.stringify({ id, ok: op === 'hello' ? { version: 1 } : {} }),
    )
    const sut = execConversation(() => stdio, { timeoutMs: 2_000 })
    expect((await sut.capabilities()).timings.query_interval_ms).toBe(3_000)
    await sut.bye()
    expect(heard).toEqual(['hello', 'bye'])
  })

  it("hands on the program's own errors", async () => {
    const { stdio } = programThat(({ id }) =>
      JSON.stringify({ id, error: { code: 'conflict', message: 'other data' } }),
    )
    const sut = execConversation(() => stdio, { timeoutMs: 2_000 })
    await expect(sut.get('P1')).rejects.toMatchObject({ code: 'conflict', message: '[conflict] other data' })
  })

  it.each(['Listening on 8080', '[1]', '{"id":1}'])('takes %s for nonsense', async (line) => {
    const { stdio } = programThat(() => line)
    const sut = execConversation(() => stdio, { timeoutMs: 2_000 })
    await expect(sut.get('P1')).rejects.toMatchObject({ code: 'nonsense' })
  })

  it.each(['{"id":null,"error":{"code":"internal"}}', '{"id":"1","ok":{}}', '{"level":"info"}'])(
    'takes %s for nobody’s answer, and goes on',
    async (line) => {
      const { stdio } = programThat(({ id, body }) =>
        'payment_id' in body && body.payment_id === 'A' ? line : JSON.stringify({ id, ok: { ...payment, ...body } }),
      )
      const sut = execConversation(() => stdio, { timeoutMs: 300 })
      const lost = expect(sut.get('A')).rejects.toThrow(`It wrote a line that answers nothing: ${line}`)
      expect(await sut.get('B')).toMatchObject({ payment_id: 'B' })
      await lost
      expect(await sut.get('C')).toMatchObject({ payment_id: 'C' })
    },
  )

  it('ends all questions when the program ends', async () => {
    const { stdio } = programThat(() => {
      stdio.stdout.end()
      return undefined
    })
    const sut = execConversation(() => stdio, { timeoutMs: 2_000 })
    await expect(sut.get('P1')).rejects.toMatchObject({ code: 'unreachable' })
    await expect(sut.get('P2')).rejects.toMatchObject({ code: 'unreachable' })
  })

  it('does not wait for ever', async () => {
    const { stdio } = programThat(() => undefined)
    const sut = execConversation(() => stdio, { timeoutMs: 30 })
    await expect(sut.get('P1')).rejects.toMatchObject({ code: 'timeout' })
  })
})
