/** What goes wrong between a simulator and its Redis, as errors with a name. */
import { SimulatorError, type SimulatorErrorCode } from '../../simulator-error.ts'

const words: readonly (readonly [RegExp, SimulatorErrorCode, string])[] = [
  [/NOAUTH/, 'STATE_NOT_LET_IN', 'asks for a password'],
  [/WRONGPASS|invalid password|without any password configured/i, 'STATE_NOT_LET_IN', 'does not take this password'],
  [/NOPERM|No permissions/i, 'STATE_NOT_LET_IN', 'does not let this user do what a simulator does'],
  [/isn't writeable|Connection is closed|ECONNRESET|ECONNREFUSED/, 'STATE_UNREACHABLE', 'is away'],
  [/timed out/, 'STATE_UNREACHABLE', 'does not answer in time'],
  [/^LOADING|^MASTERDOWN|^CLUSTERDOWN|^READONLY/, 'STATE_UNREACHABLE', 'does not take writes yet'],
  [/^OOM/, 'STATE_UNREACHABLE', 'has no memory left'],
  [/DB index|invalid DB/i, 'STATE_ADDRESS', 'has no database of that number'],
]

/** What Redis or the network says, in our words. */
export function doorError(error: unknown, name: string): unknown {
  if (error instanceof SimulatorError || !(error instanceof Error)) return error
  const code = 'code' in error ? String(error.code) : undefined
  for (const [pattern, known, why] of words)
    if (pattern.test(error.message)) return new SimulatorError(known, { detail: `${name} ${why}.`, cause: error })
  const said = error.message === '' ? code : error.message
  return new SimulatorError('STATE_UNREACHABLE', { detail: `${name} does not answer: ${said}.`, cause: error })
}
