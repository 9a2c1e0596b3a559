/**
 * The error of the command line: it could not do its work, and says what to do about it. Ends in exit code 2, one sentence
 * and no stack. A payment that is refused or a signature that is wrong is a result, not an error.
 */

/** What to do next, by code. */
export const commandErrors = {
  BAD_USAGE: 'See alipay-sandbox --help.',
  UNKNOWN_SETTING: 'docs/settings.md lists every setting.',
  BAD_SETTING: 'See --help, or docs/settings.md.',
  UNREADABLE_CONFIG: 'Write names and values like `port: 4100`, or leave --config away.',
  UNREADABLE_FILE: 'Give the path of a file that can be read.',
  UNREADABLE_INPUT: 'Give one text, or --file FILE, or - for standard input; --as says what it is.',
  UNUSABLE_KEY: 'Run alipay-sandbox keys FILE to see what a file holds.',
  UNUSABLE_EVIDENCE_KEY: 'Run alipay-sandbox evidence keys FILE to see what a file holds.',
  KEY_MISSING: 'Give the key that the sign type needs.',
  KEY_REFUSED: 'Check --partner and the key; a simulator tells the reason in its journal and its log.',
  FILE_EXISTS: 'Nothing was overwritten: give another name or folder, or move the file away.',
  UNWRITABLE_FILE: 'Give a path that can be written.',
  UNREACHABLE_GATEWAY: 'Start one with alipay-sandbox serve, or name another with --gateway.',
  ADDRESS_IN_USE: 'Stop what listens there, or take another with --port; --port 0 takes a free one.',
  UNUSABLE_ADDRESS: 'Give an address of this machine with --host, and a port that you may open with --port.',
  UNEXPECTED: 'Run it again with --debug to see where, and report it.',
} as const satisfies Record<string, string>

export type CommandErrorCode = keyof typeof commandErrors

export class CommandError extends Error {
  override name = 'CommandError' as const
  readonly code: CommandErrorCode
  readonly detail: string

  /**
   * @param detail what is wrong: a sentence with its full stop
   * @param command whose help explains it. @default the help that lists them all
   */
  constructor(
    code: CommandErrorCode,
    { detail, cause, command }: { detail: string; cause?: unknown; command?: string },
  ) {
    const isUsage = code === 'BAD_USAGE' && command !== undefined
    super(`[${code}] ${detail} ${isUsage ? `See alipay-sandbox ${command} --help.` : commandErrors[code]}`, { cause })
    this.code = code
    this.detail = detail
  }
}

/** `ENOENT` and the like of a system error; undefined for everything else. */
export function systemCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
