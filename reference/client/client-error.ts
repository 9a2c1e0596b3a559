/**
 * The one error that the client throws: misuse by the program that calls it. What the gateway, the network or a forger
 * does is an outcome, never an exception.
 */
export const clientErrors = {
  UNUSABLE_GATEWAY: 'Give the address of the gateway, http or https, without a query: https://host/gateway.do',
  UNUSABLE_SETTING: 'See the docstring of the setting for what it may be.',
  NOT_IN_CHARSET: 'Replace what the charset cannot write, or send in UTF-8: the gateway would see question marks.',
} as const satisfies Record<string, string>

export type ClientErrorCode = keyof typeof clientErrors

export class AlipayClientError extends Error {
  override name = 'AlipayClientError' as const
  readonly code: ClientErrorCode

  constructor(code: ClientErrorCode, { detail, cause }: { detail: string; cause?: unknown }) {
    super(`[${code}] ${detail} ${clientErrors[code]}`, { cause })
    this.code = code
  }
}
