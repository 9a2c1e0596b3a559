/**
 * The command line: hands the world to one command, and turns what comes back into an exit code and, when it could not
 * run, one sentence. The only file that ends the process.
 */
import type { Surroundings } from './command.ts'
import { CommandError } from './command-error.ts'
import { failureText } from './failure.ts'
import { runProgram } from './program.ts'

const words = process.argv.slice(2)

const surroundings: Surroundings = {
  environment: process.env,
  workingFolder: process.cwd(),
  write: (text) => void process.stdout.write(text),
  remark: (text) => void process.stderr.write(text),
  readStandardInput: async () => (await import('node:stream/consumers')).buffer(process.stdin),
  interruption: () =>
    new Promise((resolve) => {
      const signals = { SIGINT: 130, SIGTERM: 143 } as const
      let asked = false
      for (const [signal, status] of Object.entries(signals))
        process.on(signal, () => {
          if (asked) process.exit(status)
          asked = true
          resolve()
        })
    }),
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // A reader that went away (`| head`) is no failure of ours; a disk that is full is one: half a report is none.
  if (error.code === 'EPIPE') process.exit(0)
  fail(
    new CommandError('UNWRITABLE_FILE', { detail: `Standard output cannot be written (${error.code}).`, cause: error }),
  )
  process.exit()
})

try {
  process.exitCode = await runProgram(words, surroundings)
} catch (thrown) {
  fail(thrown)
}

function fail(thrown: unknown): void {
  surroundings.remark(failureText(thrown, { debug: words.includes('--debug') }))
  process.exitCode = 2
}
