/**
 * The command line: hands the world to one command, and turns what comes back into an exit code and, when it could not
 * run, one sentence. The only file that ends the process.
 */
import type { Surroundings } from './command.ts'
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

// A reader that went away (`| head`) is no failure of ours.
process.stdout.on('error', () => process.exit(0))

try {
  process.exitCode = await runProgram(words, surroundings)
} catch (thrown) {
  surroundings.remark(failureText(thrown, { debug: words.includes('--debug') }))
  process.exitCode = 2
}
