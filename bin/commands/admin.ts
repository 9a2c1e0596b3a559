/**
 * `admin`: every call of the control API. Which there are, and what they take, is read from the API's own description.
 */
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { AdminError, adminClient } from '../../simulator/admin/client/index.ts'
import { openApiDocument } from '../../simulator/admin/open-api.ts'
import { describeOperations, type OperationDescription } from '../../simulator/admin/operation-description.ts'
import { routes } from '../../simulator/admin/routes.ts'
import { nearestHint } from '../../simulator/nearest-name.ts'
import { callInput, usage } from '../admin-arguments.ts'
import { answerText } from '../admin-report.ts'
import { defineCommand, type ExitCode, type Surroundings } from '../command.ts'
import { CommandError, systemCode } from '../command-error.ts'
import { textColumns } from '../text-columns.ts'

export const admin = defineCommand({
  about: [
    'For whoever wants to see what a running simulator saw and did, or to tell it what to do next: one call of its control',
    'API. Without words it lists them all. A value may be @FILE, or @- for standard input.',
  ].join(' '),
  operands: [
    { name: 'resource', required: false, meaning: 'what it is about: partners, rules, exchanges, clock …' },
    { name: 'verb', required: false, meaning: 'what to do: list, get, put …' },
    { name: 'values...', required: false, meaning: 'the id where one is needed, then name=value' },
  ],
  options: {
    pid: {
      type: 'text',
      placeholder: 'pid',
      default: 'default',
      pattern: /^(?:default|\d+)$/,
      rule: "a partner's number, or default for the first one,",
      meaning: 'the partner that it is about',
    },
    json: { type: 'flag', default: false, meaning: 'print the answer as it came, for machines' },
  },
  examples: [
    'alipay-sandbox admin exchanges list service=pay limit=10',
    'alipay-sandbox admin clock freeze && alipay-sandbox admin clock advance ms=90000000',
    'alipay-sandbox admin rules put \'rules=[{"match":{"service":"pay"},"behaviour":"0303","times":1}]\'',
    'alipay-sandbox admin transactions force SALE1 to=paid',
    'alipay-sandbox admin expectations verify match.service=query at_least=2',
    'alipay-sandbox admin partners create --json',
  ],
  exits: {
    held: 'done, and what was expected holds',
    didNotHold: 'it was refused, does not hold, or did not come in time',
  },
  async run({ settings, options, operands: [resource, verb, ...words], surroundings }) {
    const operations = describeOperations(openApiDocument(routes))
    if (verb === undefined) {
      surroundings.write(list(operations, resource))
      return 0
    }
    const operation = named(operations, `${resource} ${verb}`)
    const readText = (file: string) => textOf(file, surroundings)
    const input = await callInput(operation, { pid: options.pid, words, readText })
    const url = new URL('/_admin', settings.gateway).href
    const { call } = adminClient({ url, token: settings.adminToken })
    try {
      const asItCame = options.json || input.query?.format !== undefined
      return await report(await call(operation.name, input), asItCame, surroundings)
    } catch (error) {
      return refused(error, { json: options.json, gateway: settings.gateway, surroundings })
    }
  },
})

async function report(answer: Response, asItCame: boolean, { write }: Surroundings): Promise<ExitCode> {
  const text = await answer.text()
  const isJson = (answer.headers.get('content-type') ?? '').startsWith('application/json')
  const value: unknown = isJson ? JSON.parse(text) : undefined
  if (isJson && !asItCame) write(answerText(value))
  else write(text === '' || text.endsWith('\n') ? text : `${text}\n`)
  return holds(value) ? 0 : 1
}

/** Only an expectation says that it does not. */
function holds(value: unknown): boolean {
  return !(typeof value === 'object' && value !== null && 'held' in value && value.held === false)
}

/** Whom the caller may ask at all is no answer to the question. */
const unanswered: readonly string[] = ['TOKEN_NEEDED', 'NOT_LOCAL', 'FOREIGN_NAME', 'NO_CONTROL_API']

type Refusal = { readonly json: boolean; readonly gateway: string; readonly surroundings: Surroundings }

function refused(error: unknown, { json, gateway, surroundings }: Refusal): ExitCode {
  if (!(error instanceof AdminError) || unanswered.includes(error.code)) throw error
  if (error.code === 'UNREACHABLE')
    throw new CommandError('UNREACHABLE_GATEWAY', { detail: `${gateway} does not answer.`, cause: error })
  if (json) surroundings.write(`${JSON.stringify(error.problem)}\n`)
  else surroundings.remark(`${error.message}\n`)
  return 1
}

function list(operations: readonly OperationDescription[], resource: string | undefined): string {
  const wanted = operations.filter(({ name }) => resource === undefined || name.startsWith(`${resource}.`))
  if (wanted.length === 0)
    return unknown(
      `${resource}`,
      operations.map(({ name }) => name.split('.')[0] ?? ''),
    )
  if (resource !== undefined) return wanted.map((one) => `${usage(one)}\n    ${one.summary}\n`).join('')
  return textColumns(
    wanted.map(({ name, summary }) => [name.replace('.', ' '), summary] as const),
    0,
  )
}

function named(operations: readonly OperationDescription[], words: string): OperationDescription {
  const found = operations.find(({ name }) => name.replace('.', ' ') === words)
  return (
    found ??
    unknown(
      words,
      operations.map(({ name }) => name.replace('.', ' ')),
    )
  )
}

function unknown(words: string, known: readonly string[]): never {
  const hint = nearestHint(words, known)
  throw new CommandError('BAD_USAGE', { detail: `There is no "${words}"${hint}; alipay-sandbox admin lists all.` })
}

async function textOf(file: string, { workingFolder, readStandardInput }: Surroundings): Promise<string> {
  if (file === '-') return (await readStandardInput()).toString()
  try {
    return await readFile(resolve(workingFolder, file), 'utf8')
  } catch (cause) {
    throw new CommandError('UNREADABLE_FILE', { detail: `${file} cannot be read (${systemCode(cause)}).`, cause })
  }
}
