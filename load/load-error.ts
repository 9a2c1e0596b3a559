/** The error of a load run: it could not be done (never: the system fell short, which is a result). Ends in exit code 2. */

/** What to do next, by code. */
export const loadErrors = {
  NO_K6:
    'Get k6 from https://grafana.com/docs/k6/latest/set-up/install-k6/ (or docker pull grafana/k6), then name it with --k6 or K6_BIN, or put it into the PATH.',
  K6_FAILED: 'Run it again with --keep FOLDER and look at k6.log in there.',
  BAD_BOOK: 'docs/load.md tells what an export of the book looks like.',
  BAD_MIX: 'Name one of those that load --help lists, or write one: 0000=90,0303=10.',
  BAD_LOAD: 'See alipay-sandbox load --help.',
  INCOMPLETE_PACKAGE: 'Install the package again.',
} as const satisfies Record<string, string>

export type LoadErrorCode = keyof typeof loadErrors

export class LoadError extends Error {
  override name = 'LoadError' as const
  readonly code: LoadErrorCode

  /** @param detail what is wrong: a sentence with its full stop */
  constructor(code: LoadErrorCode, { detail, cause }: { detail: string; cause?: unknown }) {
    super(`[${code}] ${detail} ${loadErrors[code]}`, { cause })
    this.code = code
  }
}
