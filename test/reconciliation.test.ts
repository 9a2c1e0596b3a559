/** Reconciliation files of trades that were made over the wire, read back by their columns, and the command that fetches them. */
import { mkdtemp, readdir, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { decodeText } from '../protocol/charset.ts'
import { loadDialect } from '../simulator/dialect/dialect.ts'
import type { SimulatorOptions } from '../simulator/simulator-options.ts'
import { callProgram } from './command-line.ts'
import { openControlRoom } from './control-room.ts'
import type { Fields } from './signed-call.ts'

const shop = {
  extend_info: '{"secondary_merchant_name":"咖啡","store_name":"Demo Cafe","secondary_merchant_industry":"5812"}',
}

/** A partner whose clock stands still on Monday, 15 January 2024, at noon in Beijing. */
async function openBooks(options: SimulatorOptions = {}) {
  const room = await openControlRoom(options)
  const partner = room.admin.partner()
  await partner.clock.freeze('2024-01-15 12:00:00')
  const till = room.till()
  const lines = async (kind: string, date: string): Promise<readonly string[]> => {
    const { files } = await partner.reconciliation.get(date)
    const content = files.find((file) => file.kind === kind)?.content ?? ''
    return decodeText(Buffer.from(content, 'base64'), 'UTF-8').text.split('\n').slice(0, -1)
  }
  return {
    ...{ room, partner, till },
    pay: (id: string, changes: Fields = {}) => till.pay(id, { ...shop, ...changes }),
    to: (time: string) => partner.clock.advance({ to: time }),
    transactions: async (date: string) =>
      (await lines('transaction', date))
        .slice(2)
        .map((line) => [0, 2, 3, 6].map((nth) => line.split('|')[nth]).join(' ')),
    settled: async (date: string) =>
      (await lines('settlement', date)).slice(1).map((line) => [0, 5, 11].map((nth) => line.split('|')[nth]).join(' ')),
    lines,
    [Symbol.asyncDispose]: () => room[Symbol.asyncDispose](),
  }
}

describe('the files of a day', () => {
  it('have a row for each payment, refund and cancel, each on its own day', async () => {
    await using books = await openBooks()
    const { till, pay, to, transactions, settled } = books
    for (const id of ['T1', 'T2', 'T3']) await pay(id)
    await till.cancel('T2')
    await till.cancel('T9')
    await till.refund('T1', 'R1')
    await to('2024-01-16 12:00:00')
    await till.refund('T3', 'R2')
    await till.refund('T3', 'R3', { is_sync: 'N' })
    await to('2024-01-17 12:00:00')
    expect(await transactions('2024-01-15')).toEqual([
      ...['T1 39.25 0.24 PAYMENT', 'R1 10.00 0.00 REFUND'],
      ...['T2 39.25 0.24 PAYMENT', 'T2 39.25 0.24 CANCEL', 'T3 39.25 0.24 PAYMENT'],
    ])
    const later = [...(await transactions('2024-01-16')), ...(await transactions('2024-01-17'))]
    expect(later).toEqual(['R2 10.00 0.00 REFUND', 'R3 10.00 0.00 REFUND'])
    expect(await settled('2024-01-15')).toEqual([])
    expect(await settled('2024-01-16')).toEqual(['T1 39.01 P', 'R1 -10.00 R', 'T3 39.01 P'])
  })

  it('of a weekend are settled on Monday, and the settlements add up to what stayed', async () => {
    await using books = await openBooks()
    const { till, pay, to, settled } = books
    for (const [time, id] of [
      ['2024-01-19 10:00:00', 'T1'],
      ['2024-01-20 10:00:00', 'T2'],
      ['2024-01-21 23:59:59', 'T3'],
    ] as const) {
      await to(time)
      await pay(id, { trans_create_time: time.replace(/\D/g, '') })
    }
    await till.refund('T2', 'R1', { refund_amount: '39.25' })
    await to('2024-01-22 00:00:00')
    await pay('T4')
    await to('2024-01-23 12:00:00')
    const rows = await settled('2024-01-22')
    expect(rows).toEqual(['T1 39.01 P', 'T2 39.01 P', 'R1 -39.25 R', 'T3 39.01 P'])
    expect(rows.reduce((sum, row) => sum + Math.round(Number(row.split(' ')[1]) * 100), 0)).toBe(3 * 3_901 - 3_925)
    expect(await settled('2024-01-23')).toEqual(['T4 39.01 P'])
  })

  it('of a cancel in a later cycle take back what was remitted', async () => {
    await using books = await openBooks({ dialect: await loadDialect('global', { cancelWindow: '24 hours' }) })
    await books.pay('T1')
    await books.to('2024-01-16 11:00:00')
    await books.till.cancel('T1')
    const { alipay_trans_id: tradeNo } = await books.partner.transactions.get('T1')
    expect(await books.settled('2024-01-16')).toEqual(['T1 39.01 P'])
    expect(await books.settled('2024-01-17')).toEqual([`${tradeNo} -39.01 R`])
  })

  it('are made in the morning after; a day without anything has none, unless that is asked for', async () => {
    for (const emptyFiles of [false, true]) {
      await using books = await openBooks({ settlement: { emptyFiles } })
      const { partner, pay, to } = books
      const empty = await partner.reconciliation.get('20240115')
      expect(empty).toMatchObject({ date: '2024-01-15', files: emptyFiles ? [{ rows: 0 }, { rows: 0 }] : [] })
      await pay('T1')
      const [file] = (await partner.reconciliation.get('2024-01-15')).files
      expect(file).toMatchObject({ is_made: false, made_at: { beijing: '2024-01-16 09:30:00' }, rows: 1 })
      await to('2024-01-16 09:30:00')
      expect((await partner.reconciliation.get('2024-01-15')).files[0]).toEqual({ ...file, is_made: true })
    }
  })

  it('are in the charset and with the line ends that are asked for', async () => {
    await using books = await openBooks({ settlement: { charset: 'GBK', lineEnd: '\r\n' } })
    await books.pay('T1')
    const [file] = (await books.partner.reconciliation.get('2024-01-15')).files
    const { text, valid } = decodeText(Buffer.from(file?.content ?? '', 'base64'), 'GBK')
    expect(valid).toBe(true)
    expect(text.split('\r\n')[2]).toContain('|5812|咖啡|Demo Cafe|')
    expect(text.replaceAll('\r\n', '')).not.toContain('\n')
  })

  it('have the columns of Hong Kong in its dialect', async () => {
    await using books = await openBooks({ dialect: await loadDialect('hk') })
    await books.pay('T1', { currency: 'HKD' })
    await books.to('2024-01-16 12:00:00')
    expect((await books.lines('settlement', '2024-01-16'))[0]).toMatch(/\|Secondary_merchant_id\|.*\|Issue$/)
    expect((await books.lines('transaction', '2024-01-15'))[1]).toMatch(/\|Issue$/)
  })
})

describe('the command', () => {
  it('writes the files of a day that are made, and says when the others will be', async () => {
    await using books = await openBooks()
    const out = await mkdtemp(join(tmpdir(), 'reconciliation-'))
    const run = (...args: string[]) =>
      callProgram(['reconciliation', ...args, '--out', out], {
        folder: out,
        environment: { ALIPAY_SANDBOX_GATEWAY: books.room.simulator.gateway },
      })
    expect(await run('2024-01-15')).toMatchObject({ code: 1, stdout: '' })
    await books.pay('T1')
    const early = await run('2024-01-15')
    expect(early).toMatchObject({ code: 1, stdout: '' })
    expect(early.stderr).toContain('_transaction_20240115.txt is made at 2024-01-16 09:30:00 in Beijing.')
    expect(await readdir(out)).toEqual([])
    await books.to('2024-01-16 10:00:00')
    expect(await run('2024-01-15')).toMatchObject({ code: 0, stderr: '' })
    const [file = ''] = await readdir(out)
    expect(file).toMatch(/^2088\d{12}_transaction_20240115\.txt$/)
    expect(await readFile(join(out, file), 'utf8')).toBe(
      `${(await books.lines('transaction', '2024-01-15')).join('\n')}\n`,
    )
    expect((await run('2024-01-16', '--early')).code).toBe(0)
    expect(await readdir(out)).toHaveLength(2)
    expect(await run('2024-02-30')).toMatchObject({ code: 2, stderr: expect.stringContaining('must be a day') })
  })
})
