/**
 * An export of the book in place of its API: CSV with a header or JSON, fields by the names of the terminal API. Only
 * `payment_id`, `status` and `amount` are needed. Source: terminal-api.md; docs/load.md.
 */
import { readFile } from 'node:fs/promises'
import { readPage } from '../../conformance/adapter/words-schema.ts'
import type { Payment } from '../../reference/terminal-api/words.ts'
import { LoadError } from '../load-error.ts'

/** @throws LoadError BAD_BOOK */
export async function readBookFile(file: string): Promise<readonly Payment[]> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new LoadError('BAD_BOOK', { detail: `${file} cannot be read.`, cause })
  })
  try {
    return readPage({ payments: parsed(text) }, file).payments
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.replace(/^\[\w+\] /, '') : String(cause)
    throw new LoadError('BAD_BOOK', { detail: `${file} is no export of a book: ${why}.`, cause })
  }
}

function parsed(text: string): unknown {
  const body = text.replace(/^\u{feff}/u, '').trim()
  if (!/^[[{]/.test(body)) return csvObjects(body)
  const read: unknown = JSON.parse(body)
  return typeof read === 'object' && read !== null && 'payments' in read ? read.payments : read
}

/** Cells that are empty are left out. */
export function csvObjects(text: string): readonly Readonly<Record<string, string>>[] {
  const [header = [], ...rows] = csvRows(text)
  if (!header.some((name) => name.trim() === 'payment_id')) throw new TypeError('no column is called payment_id')
  return rows.map((row) =>
    Object.fromEntries(
      header.flatMap((name, index) => {
        const cell = row[index]?.trim() ?? ''
        return cell === '' ? [] : [[name.trim(), cell]]
      }),
    ),
  )
}

/** RFC 4180; `;` between the cells as well, where the header has more of those. */
function csvRows(text: string): readonly (readonly string[])[] {
  const [first = ''] = text.split('\n', 1)
  const separator = first.split(';').length > first.split(',').length ? ';' : ','
  const rows: string[][] = []
  let row: string[] = []
  let cell = ''
  let quoted = false
  for (let at = 0; at <= text.length; at++) {
    const character = text[at]
    if (quoted && character !== undefined) {
      if (character !== '"') cell += character
      else if (text[at + 1] === '"') cell += text[++at]
      else quoted = false
    } else if (character === '"' && cell === '') quoted = true
    else if (character === separator || character === '\n' || character === undefined) {
      row.push(cell.replace(/\r$/, ''))
      cell = ''
      if (character === separator) continue
      if (row.some((one) => one !== '')) rows.push(row)
      row = []
    } else cell += character
  }
  return rows
}
