/**
 * What partners are set to. The document `partner` lies in pieces, a field for each member of its JSON, and only those are written
 * that this simulator has changed: two simulators that change two things leave both changed.
 */
import { isSameClock } from '../../partner-clock.ts'
import type { News, SharedDocuments } from '../sharing.ts'
import type { DocumentWriter, Keeping, KeptDocument } from '../store.ts'
import type { Commands } from './connection.ts'
import type { Keys } from './keys.ts'

export type DocumentParts = {
  readonly commands: Commands
  readonly keys: Keys
  /** Something is kept of the partner from now on. */
  readonly note: (partner: string) => Promise<void>
  readonly tell: (news: News) => Promise<void>
  readonly onError: (error: unknown) => void
}

export type Documents = Keeping & {
  read(partner: string, unless: number): Promise<SharedDocuments | undefined>
  isEmpty(partner: string): Promise<boolean>
  /** A reset took away what is not the partner itself. */
  forget(partner: string): void
}

const pieced = 'partner'
const revisionField = 'revision'

export function openDocuments({ commands, keys, note, tell, onError }: DocumentParts): Documents {
  /** The pieces of each partner as this simulator last read or wrote them. */
  const known = new Map<string, Map<string, string>>()

  const read = async (partner: string) => {
    const fields = new Map(Object.entries(await commands.hgetall(fieldsOf(partner))))
    const revision = Number(fields.get(revisionField) ?? 0)
    fields.delete(revisionField)
    known.set(partner, fields)
    return { revision, texts: whole(fields) }
  }
  const fieldsOf = (partner: string) => (partner === '' ? keys.documents : keys.of(partner).documents)

  const put = async (partner: string, name: string, text: string | null): Promise<boolean> => {
    const before = known.get(partner) ?? new Map<string, string>()
    known.set(partner, before)
    const next = text === null ? new Map<string, string>() : pieces(name, text)
    const written = [...next].filter(([field, piece]) => !isSame(field, before.get(field), piece))
    const gone = [...before.keys()].filter((field) => nameOf(field) === name && !next.has(field))
    if (written.length + gone.length === 0) return false
    if (partner !== '') await note(partner)
    await commands.keepDocuments(fieldsOf(partner), written.length, ...written.flat(), ...gone)
    for (const [field, piece] of written) before.set(field, piece)
    for (const field of gone) before.delete(field)
    return true
  }

  const keep = async (partner: string, name: string, write: DocumentWriter) => {
    if (await put(partner, name, write(0))) await tell({ kind: 'documents', partner })
  }
  return {
    async documents() {
      const found: KeptDocument[] = []
      for (const partner of ['', ...(await commands.smembers(keys.partners)).sort()]) {
        const { texts } = await read(partner)
        for (const [name, text] of Object.entries(texts)) found.push({ partner, name, text })
      }
      return found
    },
    keep,
    keepSoon: (partner, name, write) => void keep(partner, name, write).catch(onError),
    // Accounts follow the log of the partner, which fellows read.
    movements: async () => [],
    async isEmpty(partner) {
      if ((await commands.hget(fieldsOf(partner), revisionField)) !== null) return false
      known.delete(partner)
      return true
    },
    forget(partner) {
      const before = known.get(partner)
      for (const field of before?.keys() ?? []) if (nameOf(field) !== pieced) before?.delete(field)
    },
    async read(partner, unless) {
      const revision = Number((await commands.hget(fieldsOf(partner), revisionField)) ?? 0)
      return revision === unless ? undefined : read(partner)
    },
  }
}

function nameOf(field: string): string {
  return field.split('/')[0] ?? field
}

function pieces(name: string, text: string): Map<string, string> {
  if (name !== pieced) return new Map([[name, text]])
  return new Map(
    Object.entries(JSON.parse(text)).map(([member, value]) => [`${name}/${member}`, JSON.stringify(value)] as const),
  )
}

function whole(fields: ReadonlyMap<string, string>): Record<string, string> {
  const texts: Record<string, string> = {}
  const members: string[] = []
  for (const [field, text] of fields) {
    const [name = '', member] = field.split('/')
    if (member === undefined) texts[name] = text
    else members.push(`${JSON.stringify(member)}:${text}`)
  }
  if (members.length > 0) texts[pieced] = `{${members.join(',')}}`
  return texts
}

function isSame(field: string, before: string | undefined, now: string): boolean {
  if (before === undefined || before === now) return before === now
  return field === `${pieced}/clock` && isSameClock(JSON.parse(before), JSON.parse(now))
}
