/**
 * `pos`: the reference till as a process, from its environment until somebody asks it to end.
 */
import { createInterface } from 'node:readline'
import { type Pos, startPos } from '../../reference/pos/pos.ts'
import { defineCommand, type Surroundings } from '../command.ts'
import { posSettings, posVariables } from '../pos-settings.ts'
import { defectOptions, jsonLines, printDefects, tillPartsWith } from '../sut-parts.ts'
import { environmentSentence } from '../sut-settings.ts'

const options = {
  stdio: {
    type: 'flag',
    default: false,
    meaning: 'speak the terminal API as JSON lines on stdin and stdout, not over HTTP',
  },
  ...defectOptions,
} as const

export const pos = defineCommand({
  about: [
    "For whoever wants to see what a good merchant's backend does, or needs a system under test: takes payments over the",
    'terminal API, keeps them in an order book that survives a power cut, and receives notifications. Its log goes to stderr.',
    environmentSentence(posVariables),
  ].join(' '),
  options,
  examples: [
    'SUT_GATEWAY=http://127.0.0.1:4100/gateway.do SUT_PARTNER=2088... SUT_MD5_KEY=... alipay-sandbox pos',
    'alipay-sandbox pos --list-defects',
    'alipay-sandbox pos --defect paid-on-unknow',
  ],
  exits: { held: 'it was asked to end (SIGINT, SIGTERM, `bye`) and ended' },
  async run({ options: given, surroundings }) {
    if (given.listDefects) {
      printDefects(surroundings, (await import('../../reference/pos/defects/defects.ts')).defects)
      return 0
    }
    const parts = await tillPartsWith(given.defect)
    const settings = await posSettings({ ...surroundings, log: jsonLines(surroundings), stdio: given.stdio })
    const interrupted = surroundings.interruption()
    const till = await startPos(settings, parts)
    try {
      await (given.stdio
        ? Promise.race([speak(till, surroundings), interrupted])
        : greet(till, surroundings, interrupted))
    } finally {
      await till.stop()
    }
    return 0
  },
})

async function greet({ url, notifyUrl }: Pos, { write }: Surroundings, interrupted: Promise<void>): Promise<void> {
  write(`The till listens at ${url}, for notifications at ${notifyUrl}.\n`)
  await interrupted
}

async function speak({ till }: Pos, surroundings: Surroundings): Promise<void> {
  const { serveStdio } = await import('../../reference/pos/till/stdio-api.ts')
  const lines = createInterface({ input: process.stdin, terminal: false })
  const write = (line: string) => surroundings.write(`${line}\n`)
  await serveStdio({ till, lines, log: jsonLines(surroundings), write })
  lines.close()
}
