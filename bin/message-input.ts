/**
 * The message that sign and verify are about: from the command line, a file, or standard input.
 */
import { readFile } from 'node:fs/promises'
import { encodeText } from '../protocol/charset.ts'
import type { CommandRun } from './command.ts'
import { CommandError, systemCode } from './command-error.ts'
import type { OptionTable } from './option-row.ts'
import { messageKinds, readMessage, type SignedMessage } from './signed-message.ts'

export const messageOperands = [
  { name: 'message', required: false, meaning: 'the message itself, or - for standard input' },
] as const

export const messageOptions = {
  file: { type: 'path', placeholder: 'file', otherwise: 'none', meaning: 'a file that holds the message' },
  as: {
    type: 'choice',
    placeholder: 'kind',
    values: messageKinds,
    otherwise: 'told by its looks',
    meaning: `what it is: ${messageKinds.join(', ')}; a string is taken as it stands`,
  },
  json: { type: 'flag', default: false, meaning: 'print one JSON object, for machines' },
} as const satisfies OptionTable

/** @throws CommandError UNREADABLE_INPUT */
export async function givenMessage(run: CommandRun<typeof messageOptions>): Promise<SignedMessage> {
  const { charset } = run.settings
  const read = readMessage(await givenBytes(run), { kind: run.options.as, charset })
  if (read.ok) return read.message
  throw new CommandError('UNREADABLE_INPUT', { detail: `The message cannot be read: ${read.problem}.` })
}

async function givenBytes({ settings, options, operands, surroundings }: CommandRun<typeof messageOptions>) {
  const [text] = operands
  const { file } = options
  if ((text === undefined) === (file === undefined))
    throw new CommandError('UNREADABLE_INPUT', { detail: 'One message is needed.' })
  if (text === '-') return surroundings.readStandardInput()
  if (text !== undefined) return encodeText(text, settings.charset ?? 'UTF-8')
  return readFile(file ?? '').catch((cause: unknown) => {
    throw new CommandError('UNREADABLE_INPUT', { detail: `${file} cannot be read (${systemCode(cause)}).`, cause })
  })
}
