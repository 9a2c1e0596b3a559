/** How large a bundle may be: told by its headers, and refused before anything is unpacked. */
import { KitError } from '../kit-error.ts'

/** In bytes, but for `files`. */
export const containerLimits = {
  /** One file, unpacked. */
  file: 64 * 2 ** 20,
  /** All files together, unpacked. */
  all: 512 * 2 ** 20,
  /** The bundle itself. */
  bundle: 256 * 2 ** 20,
  files: 20_000,
} as const

type Sized = { readonly name: string; readonly size: number; readonly packed: Buffer }

/** @throws KitError EVIDENCE_TOO_LARGE */
export function checkSizes(files: readonly Sized[]): void {
  const check = sizeCheck()
  for (const file of files) check(file)
}

/** Takes one file after the other. @throws KitError EVIDENCE_TOO_LARGE */
export function sizeCheck(): (file: Sized) => void {
  const { file: fileMost, all: allMost, bundle: bundleMost, files: filesMost } = containerLimits
  let [all, packed, files] = [0, 0, 0]
  return (file) => {
    all += file.size
    packed += file.packed.length
    files += 1
    refuseAbove(fileMost, file.size, `bytes of ${JSON.stringify(file.name.slice(0, 80))}`)
    refuseAbove(allMost, all, 'bytes of all files, unpacked')
    refuseAbove(bundleMost, packed, 'bytes')
    refuseAbove(filesMost, files, 'files')
  }
}

/** @throws KitError EVIDENCE_TOO_LARGE */
export function refuseAbove(most: number, count: number, what: string): void {
  if (count > most) throw new KitError('EVIDENCE_TOO_LARGE', { detail: `${count} ${what}; ${most} is the most.` })
}
