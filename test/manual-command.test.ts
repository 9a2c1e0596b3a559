import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { runCommand } from './command-line.ts'
import { handTarget, handTill } from './hand-till.ts'

const launcher = fileURLToPath(new URL('../bin/alipay-sandbox.ts', import.meta.url))
const timeScale = 20

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'manual-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** Writes target.yaml, on a port of its own. */
async function target(more: object = {}) {
  const { folder: _, ...said } = await handTarget(timeScale, more)
  await writeFile(join(folder, 'target.yaml'), stringify(said))
  return said
}

type Talk = {
  readonly child: ChildProcessWithoutNullStreams
  heard(text: string): Promise<void>
  all(): string
  say(line: string): void
}

/** The command, and what it prints for the person at the terminal. */
function converse(words: readonly string[]): Talk {
  const child = spawn(process.execPath, [launcher, 'conform', '--manual', 'terminal', ...words], { cwd: folder })
  let printed = ''
  let read = 0
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    printed += chunk
    child.emit('printed')
  })
  return {
    child,
    all: () => printed,
    say: (line) => void child.stdin.write(`${line}\n`),
    async heard(wanted) {
      for (;;) {
        const at = printed.indexOf(wanted, read)
        if (at >= 0) {
          read = at + wanted.length
          return
        }
        if (child.exitCode !== null) throw new Error(`ended without "${wanted}": ${printed}`)
        await Promise.race([once(child, 'printed'), once(child, 'exit')])
      }
    },
  }
}

describe('conform with a person at a terminal', () => {
  it('goes on where it was killed, and the end holds all', { timeout: 90_000 }, async () => {
    const said = await target()
    const words = ['SPOT-001', 'SPOT-002', '--resume', 'run.jsonl', '--seed', '5']
    const till = handTill(`http://127.0.0.1:${said.gateway?.port}/gateway.do`, timeScale)
    const sell = async ({ all, heard, say }: Talk) => {
      await heard('What did the till show?')
      await heard('> ')
      const code =
        all()
          .match(/^(?:\d{4} )+\d{1,4}$/gm)
          ?.at(-1) ?? ''
      const { answer } = await till.take(code.replaceAll(' ', ''), '12.30 USD')
      say(answer === 'paid' ? '1' : '5')
      await heard('Its words')
      say('PAID, thank you')
    }

    const first = converse(words)
    await first.heard('Who is at the till?')
    first.say('')
    await first.heard('Say who you are')
    first.say('Ann')
    await sell(first)
    await first.heard('SPOT-001: passed')
    await first.heard('SPOT-002')
    first.say('9')
    await first.heard('Type 1 to 6, or p to pause.')
    first.child.kill('SIGKILL')
    await once(first.child, 'close')
    expect((await readFile(join(folder, 'run.jsonl'), 'utf8')).trim().split('\n')).toHaveLength(2)

    const second = converse([...words, '--operator', 'Bob'])
    const out = text(second.child.stdout)
    await second.heard('1 of 2 cases were done before.')
    await second.heard('Bob, press Enter to begin.')
    second.say('')
    await sell(second)
    const [code] = await once(second.child, 'close')
    expect([code, await out]).toEqual([0, expect.stringContaining('2 cases: 2 passed\n')])
    till.close()
  })

  it('is paused by p, by an interruption and by input that ends', { timeout: 90_000 }, async () => {
    await target()
    const ways: ((talk: Talk) => unknown)[] = [
      ({ say }) => say('p'),
      ({ child }) => child.kill('SIGINT'),
      ({ child }) => child.stdin.end(),
    ]
    for (const pause of ways) {
      const talk = converse(['SPOT-001', '--operator', 'Ann'])
      await talk.heard('press Enter to begin.')
      talk.say('')
      await talk.heard('> ')
      pause(talk)
      const [code] = await once(talk.child, 'close')
      expect([code, talk.all()]).toEqual([2, expect.stringMatching(/\[PAUSED\] .* Run the same command/)])
    }
  })

  it('says what a target of that kind needs, and what it cannot do', { timeout: 60_000 }, async () => {
    await writeFile(join(folder, 'target.yaml'), 'name: till\nadapter: manual\nstart: { command: [x] }\n')
    const noGateway = await runCommand(['conform'], { folder })
    expect([noGateway.code, noGateway.stderr]).toEqual([
      2,
      expect.stringContaining('gateway is needed with adapter: manual'),
    ])
    await target()
    const explored = await runCommand(['conform', 'SPOT-001', '--explore', '5'], { folder })
    expect([explored.code, explored.stderr]).toEqual([
      2,
      expect.stringContaining('[BAD_USAGE] A person at a till cannot explore'),
    ])
    const elsewhere = await runCommand(['conform', 'SPOT-001', '--host', '203.0.113.9'], { folder })
    expect([elsewhere.code, elsewhere.stderr]).toEqual([
      2,
      expect.stringContaining('[NO_PAGE] Nothing can listen on 203.0.113.9'),
    ])
  })
})
