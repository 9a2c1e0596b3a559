/**
 * What a person reads when a command could not run: one sentence with what to do, and the stack only on request.
 */
import { CommandError } from './command-error.ts'

export type FailureOptions = { readonly debug: boolean }

/** An error of ours begins with its code; anything else is told as what it is, an accident. */
export function failureText(thrown: unknown, { debug }: FailureOptions): string {
  const isOurs = thrown instanceof Error && /^\[[A-Z_0-9]+\] /.test(thrown.message)
  const error = isOurs ? thrown : new CommandError('UNEXPECTED', { detail: `${firstLine(thrown)}.`, cause: thrown })
  return `alipay-sandbox: ${error.message}\n${debug ? `${traceOf(error)}\n` : ''}`
}

function firstLine(thrown: unknown): string {
  return (thrown instanceof Error ? thrown.message : String(thrown)).split('\n')[0] ?? ''
}

function traceOf(error: Error): string {
  const cause = error.cause instanceof Error ? `\nCaused by: ${traceOf(error.cause)}` : ''
  return `${error.stack}${cause}`
}
