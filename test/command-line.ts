/**
 * The command line as somebody uses it: real processes of bin/alipay-sandbox.ts, each in a folder of its own, without the
 * settings of whoever runs the tests.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { failureText } from '../bin/failure.ts'
import { runProgram } from '../bin/program.ts'

const launcher = fileURLToPath(new URL('../bin/alipay-sandbox.ts', import.meta.url))

export type Surroundings = {
  readonly folder: string
  readonly environment?: Readonly<Record<string, string>>
  readonly input?: string | Buffer
}

export type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string }

/** Runs one command to its end. */
export async function runCommand(words: readonly string[], surroundings: Surroundings): Promise<Ended> {
  const child = start(words, surroundings)
  child.stdin?.end(surroundings.input ?? '')
  return ended(child)
}

/** The same without a process, for what a process adds nothing to. */
export async function callProgram(words: readonly string[], { folder, environment = {}, input = '' }: Surroundings) {
  const ended = { code: 0, stdout: '', stderr: '' }
  const surroundings = {
    environment,
    workingFolder: folder,
    write(text: string) {
      ended.stdout += text
    },
    remark(text: string) {
      ended.stderr += text
    },
    readStandardInput: async () => Buffer.from(input),
    interruption: () => new Promise<void>(() => undefined),
  }
  try {
    ended.code = await runProgram(words, surroundings)
  } catch (thrown) {
    ended.stderr += failureText(thrown, { debug: false })
    ended.code = 2
  }
  return ended satisfies Ended
}

/** Ended at the latest when the test is over that holds it by `await using`. */
export type Served = AsyncDisposable & {
  /** What it has printed so far. */
  printed(): string
  /** Resolves when the text is printed; rejects when the process ends before. */
  prints(text: string): Promise<void>
  /** Asks it to end, and waits for it. */
  end(signal?: NodeJS.Signals): Promise<Ended>
  readonly child: ChildProcess
}

/** Starts `serve` on a free port, and waits until it listens. */
export async function startServe(words: readonly string[], surroundings: Surroundings): Promise<Served> {
  const child = start(['serve', '--port', '0', ...words], surroundings)
  let printed = ''
  child.stdout?.on('data', (chunk: Buffer) => {
    printed += chunk.toString()
    child.emit('printed')
  })
  const end = ended(child)
  const prints = async (wanted: string) => {
    while (!printed.includes(wanted)) {
      const over = end.then(({ stderr }) => {
        throw new Error(`serve ended without printing "${wanted}": ${printed}${stderr}`)
      })
      await Promise.race([once(child, 'printed'), over])
    }
  }
  await prints('listen')
  return {
    child,
    printed: () => printed,
    prints,
    end(signal = 'SIGTERM') {
      child.kill(signal)
      return end
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await end
    },
  }
}

function start(words: readonly string[], { folder, environment = {} }: Surroundings): ChildProcess {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('ALIPAY_SANDBOX_'))
  return spawn(process.execPath, [launcher, ...words], {
    cwd: folder,
    // Several run in one folder at a time: who needs a state file names one.
    env: { ...Object.fromEntries(own), ALIPAY_SANDBOX_STATE: 'memory', ...environment },
  })
}

async function ended(child: ChildProcess): Promise<Ended> {
  const { stdout, stderr } = child
  const [printed, remarked, [code]] = await Promise.all([
    stdout === null ? '' : text(stdout),
    stderr === null ? '' : text(stderr),
    once(child, 'close'),
  ])
  return { code, stdout: printed, stderr: remarked }
}
