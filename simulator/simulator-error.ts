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
  STATE_IN_USE:
    'Stop the other one, or give this one a state of its own with --state FILE, or none with --state memory.',
  STATE_NEWER: 'Run the newer version, or begin another file with --state FILE.',
  STATE_UNREADABLE: 'Move the file away to begin anew, or bring back a backup; --state memory needs no file.',
  STATE_UNWRITABLE:
    'Give a file that can be written, on a disk with room, with --state FILE; --state memory needs no file.',
  STATE_ADDRESS: 'Write it like redis://:password@127.0.0.1:6379/0, or rediss:// for TLS.',
  STATE_UNREACHABLE: 'Start it, or correct the address given with --state.',
  STATE_NOT_LET_IN: 'Give user and password in the address: redis://user:password@host:port/0.',
  STATE_TOO_OLD: 'Use Redis 6.2 or later, or Valkey.',
  STATE_EVICTS: 'Set maxmemory-policy to noeviction: payments that are thrown away are wrong answers.',
  AUTHORITY_INCOMPLETE:
    'Bring back what is missing, or move the folder away: a new authority is made then, and clients must be told to trust that one.',
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
