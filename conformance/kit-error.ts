/**
 * The error of the kit: it could not do its work (never: the system under test fell short, which is a result). Ends in
 * exit code 2.
 */

/** What to do next, by code. */
export const kitErrors = {
  BAD_TARGET: 'docs/conformance.md shows one that works; alipay-sandbox conform init writes one.',
  BAD_CASE: 'docs/conformance.md tells how a case is written.',
  BAD_KNOWN_FAILURES: 'Write a list of case, rule and because.',
  NOTHING_SELECTED: 'Run with --list to see every case.',
  NOT_STARTED: 'Run the start command of the target by hand, with the variables that it is given.',
  NO_SIMULATOR: 'Check --admin and --admin-token.',
  PAUSED: 'Run the same command with the same --resume FILE to go on.',
  BAD_RESUME: 'Name another file, or run what it was begun with.',
  NO_PAGE: 'Name an address of this machine with --host, and a free port with --port.',
  NO_EVIDENCE: 'Give a file that alipay-sandbox conform --evidence wrote.',
  EVIDENCE_CHANGED: 'Run alipay-sandbox evidence verify FILE to see every change.',
  NEWER_EVIDENCE: 'Take the version of the kit that wrote it, or a newer one.',
  EVIDENCE_TOO_LARGE: 'docs/evidence.md tells how large a bundle may be.',
  BAD_EVIDENCE: 'It was signed as it is: ask whoever made it. docs/evidence.md tells the format.',
  JOURNAL_LOST: 'Start the simulator with a larger --journal-size, or look at less with --since.',
  NOTHING_OBSERVED: 'Run the tests against this simulator and partner first; --since may leave out too much.',
  BAD_EXPRESSION: 'See https://jmespath.site for the language.',
} as const satisfies Record<string, string>

export type KitErrorCode = keyof typeof kitErrors

export class KitError extends Error {
  override name = 'KitError' as const
  readonly code: KitErrorCode

  /** @param detail what is wrong: a sentence with its full stop */
  constructor(code: KitErrorCode, { detail, cause }: { detail: string; cause?: unknown }) {
    // After the last words of somebody else the advice begins anew.
    super(`[${code}] ${detail}${detail.includes('\n') ? '\n' : ' '}${kitErrors[code]}`, { cause })
    this.code = code
  }
}
