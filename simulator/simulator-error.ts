/**
 * The one error that simulator/ throws: misuse, or surroundings that do not let it work. What a caller of the gateway does
 * wrong is answered on the wire, never thrown.
 */

/** What to do next, by code. */
export const simulatorErrors = {
  INCOMPLETE_PACKAGE: 'Install it again.',
  UNKNOWN_DIALECT: 'Give the name of a file in scenarios/dialects without its ending, or the path of a YAML file.',
  UNREADABLE_DIALECT: 'Write it like scenarios/dialects/hk.yaml.',
  UNKNOWN_SWITCH: 'docs/dialects.md lists every switch.',
  UNKNOWN_SWITCH_VALUE: 'docs/dialects.md says what each value means.',
  UNREADABLE_BEHAVIOUR: 'docs/behaviours.md says how a behaviour is written.',
  BEHAVIOUR_NUMBER_TAKEN: 'Give your own behaviours numbers from 0900 to 0999, each once.',
  UNREADABLE_LATENCY: 'Write it like scenarios/latency/brown-out.yaml.',
  UNREADABLE_CLIMATE: 'Write it like scenarios/climates/lively.yaml.',
  UNREADABLE_RULES: 'docs/behaviours.md says how a rule is written.',
  UNKNOWN_DEFAULT: 'docs/behaviours.md lists behaviours, climates and latencies.',
  CLOCK_RUNS: 'Freeze it first: only a clock that stands still can be advanced.',
  CLOCK_BACKWARDS: 'A clock only moves forward; reset the partner to begin again at an earlier time.',
} as const satisfies Record<string, string>

export type SimulatorErrorCode = keyof typeof simulatorErrors

export class SimulatorError extends Error {
  override name = 'SimulatorError' as const
  readonly code: SimulatorErrorCode

  /** @param detail what is wrong and where: a sentence with its full stop */
  constructor(code: SimulatorErrorCode, { detail, cause }: { detail: string; cause?: unknown }) {
    super(`[${code}] ${detail} ${simulatorErrors[code]}`, { cause })
    this.code = code
  }
}
