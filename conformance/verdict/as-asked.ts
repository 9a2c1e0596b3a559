/**
 * Whether a pay says of the goods and the shop what the caller gave. What the caller did not give is the SUT's own business.
 * Pure. Source: spot-pay.md §1 (trans_name), §2 (extend_info).
 */
import type { Call, Sale } from './evidence.ts'

/** A phrase; undefined when all that was asked for is there. */
export function asAskedProblem({ values }: Call, { request }: Sale): string | undefined {
  const { subject } = request
  const name = values.get('trans_name') ?? ''
  if (subject !== undefined && !saysTheSame(name, subject))
    return `sends trans_name "${name.slice(0, 80)}", asked was "${subject.slice(0, 80)}"`
  const members = membersOf(values.get('extend_info') ?? '{}')
  // What is no JSON is told by wire/extend-info.
  if (members === undefined) return undefined
  const other = (['store_id', 'terminal_id'] as const).find(
    (field) => request[field] !== undefined && request[field] !== members.get(field),
  )
  return other && `sends ${other} "${members.get(other) ?? ''}" in extend_info, asked was "${request[other]}"`
}

const nameBytesMost = 256

/** The length of `trans_name` may be taken for one in bytes; blanks and what a charset lacks may have been tidied up. */
function saysTheSame(sent: string, asked: string): boolean {
  const [name, subject] = [plain(sent), plain(asked)]
  if (name === subject) return true
  const isFull = Buffer.byteLength(sent) > nameBytesMost - 8
  return isFull && Buffer.byteLength(asked) > nameBytesMost && subject.startsWith(name)
}

function plain(text: string): string {
  return text
    .replaceAll(/[\u{10000}-\u{10ffff}]/gu, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
}

function membersOf(text: string): ReadonlyMap<string, string> | undefined {
  try {
    const info: unknown = JSON.parse(text)
    if (typeof info !== 'object' || info === null) return undefined
    return new Map(Object.entries(info).map(([name, value]) => [name, String(value)]))
  } catch {
    return undefined
  }
}
