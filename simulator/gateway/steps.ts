/**
 * The steps of a request between bytes and bytes, by name: what a trace shows a span for, and what is called directly without one.
 * Source: design.md "The way of one request (simulator/gateway)".
 */
import { decode } from './decode.ts'
import { disturb } from './disturb.ts'
import { execute } from './execute.ts'
import { identify } from './identify.ts'
import { receive } from './receive.ts'
import { renderOutcome } from './render.ts'
import { send } from './send.ts'
import { validate } from './validate.ts'
import { verify } from './verify.ts'

export const plainSteps = {
  receive,
  decode,
  identify,
  verify,
  validate,
  execute,
  render: renderOutcome,
  disturb,
  send,
}

export type Steps = typeof plainSteps
