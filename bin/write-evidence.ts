/** `conform --evidence FILE`: the bundle of a run, signed with the key of the settings, or with one made for the run. */
import { generateKeyPair } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import { makeBundle, type Signer } from '../conformance/evidence/bundle.ts'
import { bundleFiles, type RunSurroundings } from '../conformance/evidence/bundle-files.ts'
import type { RunResult } from '../conformance/runner/result.ts'
import { CommandError, systemCode } from './command-error.ts'
import { evidencePrivateKey } from './evidence-key-file.ts'
import { megabytes, signerText } from './evidence-report.ts'

/** Asked before the run: a key that cannot be used should not cost one. @throws CommandError UNREADABLE_FILE, UNUSABLE_EVIDENCE_KEY */
export async function evidenceSigner(file: string | undefined): Promise<Signer> {
  if (file !== undefined) return { privateKey: await evidencePrivateKey(file), origin: 'given' }
  const { privateKey } = await promisify(generateKeyPair)('ed25519')
  return { privateKey, origin: 'made for this run' }
}

/** A line that says what was written. @throws CommandError UNWRITABLE_FILE; KitError EVIDENCE_TOO_LARGE */
export async function writeEvidence(
  path: string,
  run: RunResult,
  { signer, ...surroundings }: RunSurroundings & { readonly signer: Signer },
): Promise<string> {
  const { bytes, manifest } = makeBundle(bundleFiles(run, surroundings), signer)
  try {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, bytes)
  } catch (cause) {
    throw new CommandError('UNWRITABLE_FILE', { detail: `${path} cannot be written (${systemCode(cause)}).`, cause })
  }
  const count = manifest.files.length
  return `evidence ${path}: ${count} files, ${megabytes(bytes.length)}, ${signerText(manifest)}\n`
}
