/**
 * Reads the container of a bundle, file by file from its first byte, and says where it is not as it was written. Unpacks
 * nothing, and believes no size before it is checked. Source: as zip-container.ts.
 */
import { KitError } from '../kit-error.ts'
import { sizeCheck } from './container-limits.ts'
import { deflated, lengths, localSize, marks, type PackedFile, stored, writeContainer } from './zip-container.ts'

export type ContainerFault = { readonly code: 'truncated' | 'container'; readonly text: string }
export type Container = { readonly files: readonly PackedFile[]; readonly faults: readonly ContainerFault[] }

/** All files up to the first that cannot be read. @throws KitError NO_EVIDENCE, EVIDENCE_TOO_LARGE */
export function readContainer(bytes: Buffer): Container {
  const begins = bytes.length >= lengths.local && bytes.readUInt32LE(0) === marks.local
  const ends = bytes.length >= lengths.end && bytes.readUInt32LE(bytes.length - lengths.end) === marks.end
  if (!begins && !ends) throw new KitError('NO_EVIDENCE', { detail: 'The file is no zip.' })
  const files: PackedFile[] = []
  const check = sizeCheck()
  for (let at = 0; at + 4 <= bytes.length && bytes.readUInt32LE(at) === marks.local; ) {
    const file = fileAt(bytes, at)
    if (file === undefined) return { files, faults: [brokenAt(bytes, at, files)] }
    files.push(file)
    check(file)
    at += localSize(file)
  }
  return { files, faults: differences(bytes, files) }
}

function fileAt(bytes: Buffer, at: number): PackedFile | undefined {
  if (at + lengths.local > bytes.length) return undefined
  const method = bytes.readUInt16LE(at + 8)
  const start = at + lengths.local + bytes.readUInt16LE(at + 26)
  const end = start + bytes.readUInt32LE(at + 18)
  if ((method !== stored && method !== deflated) || end > bytes.length) return undefined
  return {
    name: bytes.toString('latin1', at + lengths.local, start),
    method,
    crc: bytes.readUInt32LE(at + 14),
    size: bytes.readUInt32LE(at + 22),
    packed: bytes.subarray(start, end),
  }
}

function brokenAt(bytes: Buffer, at: number, files: readonly PackedFile[]): ContainerFault {
  const where = `after ${files.at(-1)?.name ?? 'its beginning'}`
  const whole = bytes.length >= lengths.end && bytes.readUInt32LE(bytes.length - lengths.end) === marks.end
  return whole
    ? { code: 'container', text: `the header at byte ${at}, ${where}, makes no sense` }
    : { code: 'truncated', text: `it ends at byte ${bytes.length}, in the file ${where}` }
}

/** Whether it is, byte by byte, what these files make. */
function differences(bytes: Buffer, files: readonly PackedFile[]): readonly ContainerFault[] {
  const written = writeContainer(files)
  if (written.equals(bytes)) return []
  const [most, missing] = [Math.min(written.length, bytes.length), written.length - bytes.length]
  let at = 0
  while (at < most && written[at] === bytes[at]) at += 1
  if (at === most)
    return missing > 0
      ? [{ code: 'truncated', text: `its last ${missing} bytes are missing` }]
      : [{ code: 'container', text: `${-missing} bytes stand after its end` }]
  return [{ code: 'container', text: `byte ${at} is not as it was written: ${placeOf(at, files)}` }]
}

function placeOf(at: number, files: readonly PackedFile[]): string {
  let end = 0
  for (const file of files) {
    end += localSize(file)
    if (at < end) return `the header of ${file.name}`
  }
  return 'the directory at its end'
}
