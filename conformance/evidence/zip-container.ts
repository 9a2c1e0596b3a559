/**
 * The container of a bundle: a zip of which every byte is decided by its files, so that nothing can hide between them. Any
 * unzip reads it; what is read here must be exactly what is written here. No library, for none answers for each byte
 * (docs/decisions/0005-evidence-bundle.md). Knows nothing of evidence. Source: PKWARE APPNOTE 6.3.9, §4.3.
 */
import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib'
import { checkSizes } from './container-limits.ts'

/** A file as it lies in the container. */
export type PackedFile = {
  readonly name: string
  readonly method: typeof stored | typeof deflated
  readonly crc: number
  /** In bytes, unpacked. */
  readonly size: number
  readonly packed: Buffer
}

export const stored = 0
export const deflated = 8

export const marks = { local: 0x04034b50, directory: 0x02014b50, end: 0x06054b50 } as const
/** In bytes, without the name. */
export const lengths = { local: 30, directory: 46, end: 22 } as const
/** 1980-01-01 00:00, the earliest that a zip can say: when it was packed is nobody's business. */
const date = 0x21
const version = 20

export function pack(name: string, content: Buffer, { small = false }: { readonly small?: boolean } = {}): PackedFile {
  const base = { name, crc: crc32(content), size: content.length }
  if (small) return { ...base, method: stored, packed: content }
  return { ...base, method: deflated, packed: deflateRawSync(content, { level: 9 }) }
}

/** Undefined when it is not what its header says; never more bytes than that. */
export function unpack({ method, packed, size, crc }: PackedFile): Buffer | undefined {
  try {
    // A limit of 0 means none to zlib.
    const content = method === stored ? packed : inflateRawSync(packed, { maxOutputLength: Math.max(size, 1) })
    return content.length === size && crc32(content) === crc ? content : undefined
  } catch {
    return undefined
  }
}

/** @throws KitError EVIDENCE_TOO_LARGE */
export function writeContainer(files: readonly PackedFile[]): Buffer {
  checkSizes(files)
  const local = localPart(files)
  let offset = 0
  const directory = files.map((file) => {
    const row = directoryRow(file, offset)
    offset += localSize(file)
    return row
  })
  const end = Buffer.alloc(lengths.end)
  end.writeUInt32LE(marks.end, 0)
  end.writeUInt16LE(files.length, 8)
  end.writeUInt16LE(files.length, 10)
  end.writeUInt32LE(Buffer.concat(directory).length, 12)
  end.writeUInt32LE(local.length, 16)
  return Buffer.concat([local, ...directory, end])
}

/** The files with their headers, as they stand from the first byte on. */
export function localPart(files: readonly PackedFile[]): Buffer {
  return Buffer.concat(files.flatMap((file) => [localHeader(file), file.packed]))
}

export function localSize({ name, packed }: PackedFile): number {
  return lengths.local + name.length + packed.length
}

function localHeader(file: PackedFile): Buffer {
  const header = Buffer.alloc(lengths.local)
  header.writeUInt32LE(marks.local, 0)
  header.writeUInt16LE(version, 4)
  writeFacts(header, 8, file)
  return Buffer.concat([header, Buffer.from(file.name, 'latin1')])
}

function directoryRow(file: PackedFile, offset: number): Buffer {
  const row = Buffer.alloc(lengths.directory)
  row.writeUInt32LE(marks.directory, 0)
  row.writeUInt16LE(version, 4)
  row.writeUInt16LE(version, 6)
  writeFacts(row, 10, file)
  row.writeUInt32LE(offset, 42)
  return Buffer.concat([row, Buffer.from(file.name, 'latin1')])
}

/** The same in both places. */
function writeFacts(header: Buffer, at: number, { method, crc, packed, size, name }: PackedFile): void {
  header.writeUInt16LE(method, at)
  header.writeUInt16LE(date, at + 4)
  header.writeUInt32LE(crc, at + 6)
  header.writeUInt32LE(packed.length, at + 10)
  header.writeUInt32LE(size, at + 14)
  header.writeUInt16LE(name.length, at + 18)
}
