/** `conform init`: asks what it has to know, unless the flags say it, and writes a target.yaml that is checked. */
import { rm, writeFile } from 'node:fs/promises'
import { createInterface } from 'node:readline/promises'
import { Readable } from 'node:stream'
import { loadTarget } from '../conformance/target/target.ts'
import { targetQuestions, targetYaml } from '../conformance/target/target-questions.ts'
import type { CommandRun, ExitCode } from './command.ts'
import { CommandError, systemCode } from './command-error.ts'
import type { conformOptions } from './conform-options.ts'

/** @throws CommandError FILE_EXISTS; KitError BAD_TARGET when what was said makes no target */
export async function writeTarget({ options, surroundings }: CommandRun<typeof conformOptions>): Promise<ExitCode> {
  const given = {
    name: options.name,
    adapter: options.adapter,
    command: options.command,
    time_scale: options.timeScale?.toString(),
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
  surroundings.write(
    `${options.target} is written. Next: alipay-sandbox conform --profile ivalidate --target ${options.target}\n`,
  )
  return 0
}

type Given = { readonly [Name in (typeof targetQuestions)[number]['name']]: string | undefined }

/** With all that has no default given by flags nothing is asked: a script has nobody who answers. */
async function asked(
  given: Given,
  { remark, readStandardInput }: Pick<CommandRun<never>['surroundings'], 'remark' | 'readStandardInput'>,
) {
  const open = targetQuestions.filter(({ name }) => given[name] === undefined)
  const silent = open.every(({ otherwise }) => otherwise !== undefined)
  const lines = silent
    ? []
    : await answersOf(
        open.map(({ text, otherwise }) => ({ text, otherwise })),
        remark,
        readStandardInput,
      )
  const answers = targetQuestions.map(({ name, otherwise = '' }) => {
    const line = lines[open.findIndex((question) => question.name === name)]?.trim()
    return [name, given[name] ?? (line === undefined || line === '' ? otherwise : line)] as const
  })
  return Object.fromEntries(answers) as Record<keyof Given, string>
}

type Question = { readonly text: string; readonly otherwise: string | undefined }

/** Line by line at a terminal; all at once when the answers come from a pipe. */
async function answersOf(
  questions: readonly Question[],
  remark: (text: string) => void,
  readStandardInput: () => Promise<Buffer>,
): Promise<readonly string[]> {
  const terminal = process.stdin.isTTY === true
  const input = terminal ? process.stdin : Readable.from([await readStandardInput()])
  const reader = createInterface({ input, terminal: false })
  const lines = reader[Symbol.asyncIterator]()
  const answers: string[] = []
  for (const { text, otherwise } of questions) {
    remark(`${text}${otherwise === undefined ? '' : ` [${otherwise}]`} `)
    answers.push((await lines.next()).value ?? '')
  }
  reader.close()
  if (!terminal) remark('\n')
  return answers
}
