/**
 * An answer of the control API for people: things one by one as names and values, lists of them as tables. Pure; knows no call.
 */
import { printable } from '../protocol/diagnosis/shown.ts'
import { indented, textColumns } from './text-columns.ts'

type Thing = Readonly<Record<string, unknown>>

const exchangeColumns = [
  'id',
  'at',
  'service',
  'partner_trans_id',
  'outcome',
  'behaviour.id',
  'status',
  'fault',
  'took_ms',
]

/** What a list shows of each thing, by the list's name; all that there is of the lists that are not here. */
const columnsOf: Readonly<Record<string, readonly string[]>> = {
  partners: [
    'pid',
    'sign_types',
    'seed',
    'funded',
    'defaults.behaviour',
    'defaults.climate',
    'clock.mode',
    'clock.now',
  ],
  rules: ['id', 'from', 'state', 'hits', 'times', 'match', 'behaviour', 'play'],
  near_misses: ['rule', 'held', 'condition', 'wanted', 'was'],
  behaviours: ['number', 'name', 'till', 'till_refund'],
  transactions: [
    'partner_trans_id',
    'alipay_trans_id',
    'state',
    'closed_by',
    'trans_amount',
    'behaviour',
    'created_at',
  ],
  buyers: ['user_id', 'login_id', 'name', 'balance', 'password_above', 'blocked', 'risky'],
  notifications: ['notify_id', 'partner_trans_id', 'notify_action_type', 'state', 'attempts', 'plan', 'created_at'],
  files: ['kind', 'name', 'made_at', 'is_made', 'rows'],
  merchants: ['secondary_merchant_id', 'store_id', 'status', 'reject_reason', 'fields.store_name', 'changed_at'],
  messages: ['at', 'channel', 'kind', 'text'],
  exchanges: exchangeColumns,
  matched: exchangeColumns,
  nearest: [
    'exchange.id',
    'exchange.service',
    'exchange.partner_trans_id',
    'exchange.outcome',
    'first_difference.field',
    'first_difference.wanted',
    'first_difference.was',
  ],
}

/** @param answer as it came: JSON */
export function answerText(answer: unknown): string {
  if (!isRecord(answer)) return `${JSON.stringify(answer)}\n`
  const { pairs, texts, lists } = parted(answer, '')
  const [list] = lists
  // A list is all that was asked for: it needs no heading.
  if (list !== undefined && lists.length === 1 && pairs.every(([, text]) => text === '-'))
    return list.rows.length === 0 ? `no ${list.name}\n` : tableText(list)
  return [
    textColumns(pairs.map(([name, text]) => [name, printable(text)] as const)),
    ...texts.map(([name, text]) => `  ${name}\n${indented(`${text.trimEnd()}\n`, 4)}`),
    ...lists.filter(({ rows }) => rows.length > 0).map((one) => `  ${one.path}\n${indented(tableText(one), 4)}`),
  ].join('')
}

type Named = readonly [name: string, text: string]
type List = { readonly path: string; readonly name: string; readonly rows: readonly Thing[] }

type Parts = {
  readonly pairs: readonly Named[]
  /** Of several lines. */
  readonly texts: readonly Named[]
  readonly lists: readonly List[]
}

function parted(value: Thing, under: string): Parts {
  const parts = Object.entries(value).map(([name, member]): Parts => {
    const path = `${under}${name}`
    const none: Parts = { pairs: [], texts: [], lists: [] }
    if (isList(member)) return { ...none, lists: [{ path, name, rows: member }] }
    const text = inOneWord(member)
    if (text === undefined) return isRecord(member) ? parted(member, `${path}.`) : none
    return text.includes('\n') ? { ...none, texts: [[path, text]] } : { ...none, pairs: [[path, text]] }
  })
  return {
    pairs: parts.flatMap(({ pairs }) => pairs),
    texts: parts.flatMap(({ texts }) => texts),
    lists: parts.flatMap(({ lists }) => lists),
  }
}

const cellMost = 60

function tableText({ name, rows }: List): string {
  const names = columnsOf[name] ?? [...new Set(rows.flatMap((row) => Object.keys(row)))]
  // What runs on at the end of a line pushes nothing aside.
  const most = (column: string) => (column === names.at(-1) ? Infinity : cellMost)
  const columns = names
    .map((column) => [column, ...rows.map((row) => cellText(memberAt(row, column), most(column)))])
    .filter(([, ...cells]) => cells.some((text) => text !== ''))
  const widths = columns.map((column) => Math.max(...column.map((text) => text.length)))
  const line = (row: number) => columns.map((column, nth) => (column[row] ?? '').padEnd(widths[nth] ?? 0)).join('  ')
  return Array.from({ length: rows.length + 1 }, (_, row) => `${line(row).trimEnd()}\n`).join('')
}

function memberAt(row: Thing, path: string): unknown {
  return path.split('.').reduce<unknown>((value, name) => (isRecord(value) ? value[name] : undefined), row)
}

/** A list of things is its length; what is nothing is empty. */
function cellText(value: unknown, most: number): string {
  if (value === undefined || value === null) return ''
  const text = isList(value) ? String(value.length) : (inOneWord(value) ?? JSON.stringify(value))
  return printable(text.length > most ? `${text.slice(0, most - 1)}…` : text)
}

/** Texts and numbers, an instant in Beijing, an amount with its currency; undefined when it takes more than a word. */
function inOneWord(value: unknown): string | undefined {
  if (value === null) return '-'
  if (Array.isArray(value)) {
    const words = value.map(inOneWord)
    return words.every((word) => word !== undefined) ? words.join(', ') || '-' : undefined
  }
  if (!isRecord(value)) return String(value)
  if (typeof value.beijing === 'string' && 'iso' in value) return value.beijing
  if (typeof value.amount === 'string' && typeof value.currency === 'string') return `${value.amount} ${value.currency}`
  return undefined
}

/** Of things, or of nothing. */
function isList(value: unknown): value is readonly Thing[] {
  return Array.isArray(value) && value.every(isRecord)
}

function isRecord(value: unknown): value is Thing {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
