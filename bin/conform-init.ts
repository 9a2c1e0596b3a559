/** `conform init`: asks what it has to know, unless the flags say it, and writes a target.yaml that is checked. */
import { rm, writeFile } from 'node:fs/promises'
import { createInterface } from 'node:readline/promises'
import { Readable } from 'node:stream'
import { loadTarget } from '../conformance/target/target.ts'
import { isAskedOf, type TargetAnswers, targetQuestions, targetYaml } from '../conformance/target/target-questions.ts'
import type { CommandRun, ExitCode } from './command.ts'
import { CommandError, systemCode } from './command-error.ts'
import type { conformOptions } from './conform-options.ts'

/** @throws CommandError FILE_EXISTS, BAD_USAGE; KitError BAD_TARGET when what was said makes no target */
export async function writeTarget({ options, surroundings }: CommandRun<typeof conformOptions>): Promise<ExitCode> {
  const { name, adapter, command, timeScale } = options
  if (adapter === 'manual' && command !== undefined)
    throw new CommandError('BAD_USAGE', {
      detail: '--command does not go with --adapter manual: a person starts the till.',
    })
  const given: Given = {
    ...(name !== undefined && { name }),
    ...(adapter !== undefined && { adapter }),
    ...(command !== undefined && { command }),
    ...(timeScale !== undefined && { time_scale: timeScale.toString() }),
  }
  const answers = await asked(given, surroundings)
  try {
    await writeFile(options.target, targetYaml(answers), { flag: 'wx' })
  } catch (cause) {
    if (systemCode(cause) === 'EEXIST')
      throw new CommandError('FILE_EXISTS', { detail: `${options.target} is there already.`, cause })
    throw new CommandError('UNWRITABLE_FILE', {
      detail: `${options.target} cannot be written (${systemCode(cause)}).`,
      cause,
    })
  }
  await loadTarget(options.target).catch(async (error: unknown) => {
    // What cannot be read is not left in the way of the next try.
    await rm(options.target)
    throw error
  })
  const run = `alipay-sandbox conform --profile ivalidate --target ${options.target}`
  surroundings.write(`${options.target} is written. ${setUpText(answers)}Next: ${run}\n`)
  return 0
}

function setUpText({ adapter, partner, md5_key: key, port }: TargetAnswers): string {
  if (adapter !== 'manual') return ''
  return `Set the till up with PID ${partner}, MD5 key ${key} and this machine's port ${port} as the gateway, or put into the file what it has.\n`
}

type Given = Readonly<Partial<TargetAnswers>>

/** With all that has no default given by flags nothing is asked: a script has nobody who answers. */
async function asked(
  given: Given,
  { remark, readStandardInput }: Pick<CommandRun<never>['surroundings'], 'remark' | 'readStandardInput'>,
): Promise<TargetAnswers> {
  const isOpen = (question: (typeof targetQuestions)[number], adapter = 'http') =>
    given[question.name] === undefined && isAskedOf(question, adapter)
  const mustAsk = targetQuestions.some((one) => one.otherwise === undefined && isOpen(one, given.adapter))
  const lines = mustAsk ? await answerLines(remark, readStandardInput) : undefined
  const answers: Partial<Record<keyof TargetAnswers, string>> = {}
  for (const question of targetQuestions) {
    const { name, otherwise } = question
    const line = lines !== undefined && isOpen(question, answers.adapter) ? await lines.ask(question) : ''
    answers[name] = given[name] ?? (line === '' ? (otherwise ?? '') : line)
  }
  lines?.close()
  return answers as TargetAnswers
}

type Question = { readonly text: string; readonly otherwise: string | undefined }

/** Line by line at a terminal; all at once when the answers come from a pipe. */
async function answerLines(remark: (text: string) => void, readStandardInput: () => Promise<Buffer>) {
  const terminal = process.stdin.isTTY === true
  const input = terminal ? process.stdin : Readable.from([await readStandardInput()])
  const reader = createInterface({ input, terminal: false })
  const lines = reader[Symbol.asyncIterator]()
  return {
    async ask({ text, otherwise }: Question): Promise<string> {
      remark(`${text}${otherwise === undefined ? '' : ` [${otherwise}]`} `)
      return ((await lines.next()).value ?? '').trim()
    },
    close() {
      reader.close()
      if (!terminal) remark('\n')
    },
  }
}
