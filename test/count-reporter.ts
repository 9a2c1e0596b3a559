/**
 * Closes a run with what was skipped and why, and then, alone on the last line, `N passed, N failed, N skipped`.
 * A file that could not be loaded and an error outside any test count as failed, so a red run never says 0 failed.
 * Knows nothing of pieces: a suite skipped for want of one carries the reason in its name (system-piece.ts).
 */
import type { Reporter, TestModule } from 'vitest/node'

type Write = (text: string) => void

export class CountReporter implements Reporter {
  readonly #write: Write

  constructor({ write = (text) => process.stdout.write(text) }: { write?: Write } = {}) {
    this.#write = write
  }

  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const skipped = modules.flatMap((module) => skippedSuites(module))
    const lines = [...skipped.map((name) => `skipped: ${name}`), countLine(modules, unhandledErrors)]
    this.#write(`\n${lines.join('\n')}\n`)
  }
}

function countLine(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): string {
  const count = { passed: 0, failed: unhandledErrors.length, skipped: 0, pending: 0 }
  for (const module of modules) {
    for (const test of module.children.allTests()) count[test.result().state] += 1
    count.failed += brokenSuites(module)
  }
  // A test that never came to its end (the run was cut short) has not passed.
  return `${count.passed} passed, ${count.failed + count.pending} failed, ${count.skipped} skipped`
}

/** Files and suites with an error of their own: an import that threw, a hook that failed. */
function brokenSuites(module: TestModule): number {
  return [module, ...module.children.allSuites()].filter((suite) => suite.errors().length > 0).length
}

/** The outermost suites with nothing but skipped tests, and single tests skipped on their own. */
function skippedSuites(module: TestModule): string[] {
  const suites = [...module.children.allSuites()].filter((suite) => suite.state() === 'skipped')
  const tests = [...module.children.allTests('skipped')]
  const inside = (names: string[]) => (name: string) => !names.some((outer) => name.startsWith(`${outer} > `))
  const suiteNames = suites.map((suite) => suite.fullName)
  const outermost = suiteNames.filter(inside(suiteNames))
  return [...outermost, ...tests.map((test) => test.fullName).filter(inside(outermost))]
}
