/**
 * `reconciliation`: fetches the files of a day from a running simulator, as a partner would by SFTP.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AdminError, adminClient, type ReconciliationFileView } from '../../simulator/admin/client/index.ts'
import { defineCommand } from '../command.ts'
import { CommandError, systemCode } from '../command-error.ts'

export const reconciliation = defineCommand({
  about: [
    'For whoever books what Alipay pays out: fetches the transaction file and the settlement file of a day from a running',
    "simulator. They are made from its ledger and found from 09:30 of the next day on, by the partner's clock.",
  ].join(' '),
  operands: [{ name: 'date', required: true, meaning: 'the day in Beijing: 2024-01-15 or 20240115' }],
  options: {
    pid: {
      type: 'text',
      placeholder: 'pid',
      default: 'default',
      pattern: /^(?:default|\d+)$/,
      rule: "a partner's number, or default for the first one,",
      meaning: 'the partner whose files they are',
    },
    out: { type: 'path', placeholder: 'folder', default: '.', meaning: 'the folder to write into' },
    early: { type: 'flag', default: false, meaning: 'write what there is so far, although the files are not made yet' },
  },
  examples: [
    'alipay-sandbox reconciliation 2024-01-15 --out ./files',
    'alipay-sandbox admin clock advance to="2024-01-16 10:00:00" && alipay-sandbox reconciliation 2024-01-15',
    'alipay-sandbox reconciliation 2024-01-15 --early',
  ],
  exits: { held: 'every file of the day was written', didNotHold: 'there are none, or one is not made yet' },
  async run({ settings, options: { pid, out, early }, operands: [date = ''], surroundings }) {
    const url = new URL('/_admin', settings.gateway).href
    const files = await filesOf(adminClient({ url, token: settings.adminToken }), {
      pid,
      date,
      gateway: settings.gateway,
    })
    const ready = files.filter(({ is_made: isMade }) => isMade || early)
    await write(out, ready)
    for (const { name, rows } of ready)
      surroundings.write(`${join(out, name)}  ${rows} ${rows === 1 ? 'row' : 'rows'}\n`)
    for (const file of files)
      if (!ready.includes(file)) surroundings.remark(`${file.name} is made at ${file.made_at.beijing} in Beijing.\n`)
    if (files.length === 0)
      surroundings.remark(`Nothing happened and nothing was settled on ${date}: there is no file.\n`)
    return files.length > 0 && ready.length === files.length ? 0 : 1
  },
})

type Asked = { readonly pid: string; readonly date: string; readonly gateway: string }

/** @throws CommandError UNREACHABLE_GATEWAY, BAD_USAGE */
async function filesOf(
  admin: ReturnType<typeof adminClient>,
  { pid, date, gateway }: Asked,
): Promise<readonly ReconciliationFileView[]> {
  try {
    return (await admin.partner(pid).reconciliation.get(date)).files
  } catch (cause) {
    if (!(cause instanceof AdminError)) throw cause
    if (cause.code === 'UNREACHABLE')
      throw new CommandError('UNREACHABLE_GATEWAY', { detail: `${gateway} does not answer.`, cause })
    if (cause.code === 'INVALID_REQUEST' || cause.code === 'NOT_FOUND')
      throw new CommandError('BAD_USAGE', { detail: cause.problem?.detail ?? cause.message, cause })
    throw cause
  }
}

/** @throws CommandError UNWRITABLE_FILE */
async function write(folder: string, files: readonly ReconciliationFileView[]): Promise<void> {
  try {
    if (files.length > 0) await mkdir(folder, { recursive: true })
    for (const { name, content } of files) await writeFile(join(folder, name), Buffer.from(content, 'base64'))
  } catch (cause) {
    throw new CommandError('UNWRITABLE_FILE', {
      detail: `${folder} cannot be written to (${systemCode(cause)}).`,
      cause,
    })
  }
}
