/** `evidence`: checks what `conform --evidence` wrote, judges it again, compares two of them, and makes the keys for it. */
import { generateKeyPair, type KeyObject } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { compareRuns } from '../../conformance/evidence/compare-runs.ts'
import { containerLimits, refuseAbove } from '../../conformance/evidence/container-limits.ts'
import { judgeAgain } from '../../conformance/evidence/judge-again.ts'
import { type StoredRun, storedRun } from '../../conformance/evidence/stored-run.ts'
import { type Verification, verifyBundle } from '../../conformance/evidence/verify-bundle.ts'
import { KitError } from '../../conformance/kit-error.ts'
import { versions } from '../../conformance/versions.ts'
import { fingerprint, toPem } from '../../protocol/key.ts'
import { nearestHint } from '../../simulator/nearest-name.ts'
import { type CommandRun, defineCommand, type ExitCode } from '../command.ts'
import { CommandError, systemCode } from '../command-error.ts'
import { evidenceKeyIn, evidencePublicKey } from '../evidence-key-file.ts'
import { comparisonText, judgedText, runLines, verificationText } from '../evidence-report.ts'
import { writePair } from '../key-pair-files.ts'
import type { OptionTable } from '../option-row.ts'

const evidenceOptions = {
  key: {
    type: 'path',
    placeholder: 'file',
    otherwise: 'the key in the bundle',
    meaning: 'verify, judge, diff: the public key (PEM) that must have signed it',
  },
  out: { type: 'path', placeholder: 'folder', default: '.', meaning: 'keys: the folder to write into' },
  json: { type: 'flag', default: false, meaning: 'verify, judge, diff: print one JSON object, for machines' },
} as const satisfies OptionTable

type Run = CommandRun<typeof evidenceOptions>

export const evidence = defineCommand({
  about: [
    'For whoever files or doubts the evidence of a run (conform --evidence FILE): verify finds any change and names it; judge',
    'reaches the same verdicts again from the recorded wire alone, offline; diff tells what got better or worse from one run',
    'to another; keys makes the pair that bundles are signed and checked with, or shows key files.',
  ].join(' '),
  operands: [
    { name: 'action', required: true, meaning: 'verify, judge, diff or keys' },
    { name: 'file...', required: false, meaning: 'the bundle; both for diff; key files to show for keys' },
  ],
  options: evidenceOptions,
  examples: [
    'alipay-sandbox evidence keys --out ./secrets',
    'alipay-sandbox conform --evidence run.zip --evidence-key ./secrets/evidence-private.pem',
    'alipay-sandbox evidence verify run.zip --key ./secrets/evidence-public.pem',
    'alipay-sandbox evidence judge run.zip',
    'alipay-sandbox evidence diff before.zip after.zip',
  ],
  exits: {
    held: 'it holds, the verdicts are the same, nothing got worse, or the keys are there',
    didNotHold: 'it was changed, a verdict is another one, or something got worse',
  },
  async run(run) {
    const [name = '', ...files] = run.operands
    const action = actions.get(name)
    if (action === undefined) {
      const known = [...actions.keys()]
      const detail = `There is no evidence ${name}${nearestHint(name, known)}; there are ${known.join(', ')}.`
      throw new CommandError('BAD_USAGE', { detail })
    }
    const { least, most } = action
    if (files.length < least || files.length > most)
      throw new CommandError('BAD_USAGE', { detail: `evidence ${name} takes ${action.takes}.` })
    return action.act(
      run,
      files.map((file) => resolve(run.surroundings.workingFolder, file)),
    )
  },
})

type Action = {
  readonly least: number
  readonly most: number
  readonly takes: string
  readonly act: (run: Run, files: readonly string[]) => Promise<ExitCode>
}

const oneBundle = { least: 1, most: 1, takes: 'one bundle' } as const

const actions: ReadonlyMap<string, Action> = new Map([
  ['verify', { ...oneBundle, act: verify }],
  ['judge', { ...oneBundle, act: judge }],
  ['diff', { least: 2, most: 2, takes: 'two bundles, the earlier one first', act: diff }],
  ['keys', { least: 0, most: 100, takes: 'key files to show, or none', act: keys }],
])

async function verify({ options, surroundings }: Run, [file = '']: readonly string[]): Promise<ExitCode> {
  const verification = await verified(file, options.key)
  const { faults, manifest, files } = verification
  const holds = faults.length === 0
  if (options.json) surroundings.write(`${JSON.stringify({ holds, faults, manifest: manifest ?? null })}\n`)
  else {
    const text = verificationText(file, verification, options.key !== undefined)
    surroundings.write(holds ? `${text}${contentLines(files)}` : text)
  }
  return holds ? 0 : 1
}

/** That it is whole does not depend on what whoever signed it put in. */
function contentLines(files: Verification['files']): string {
  try {
    return runLines(storedRun(files))
  } catch (error) {
    if (!(error instanceof KitError)) throw error
    return `  what it holds cannot be judged: ${error.message}\n`
  }
}

async function judge({ options, surroundings }: Run, [file = '']: readonly string[]): Promise<ExitCode> {
  const judged = judgeAgain(await opened(file, options.key))
  const { run, differences, unrecorded, rules } = judged
  if (options.json) {
    const outcomes = run.results.map(({ theCase: { id }, outcome }) => ({ id, outcome }))
    const kit = { recorded: run.versions.kit, own: versions.kit }
    surroundings.write(`${JSON.stringify({ kit, differences, unrecorded, rules, outcomes })}\n`)
  } else surroundings.write(judgedText(judged, versions.kit))
  if (unrecorded.length > 0) return 2
  return differences.length > 0 ? 1 : 0
}

async function diff({ options, surroundings }: Run, [before = '', after = '']: readonly string[]): Promise<ExitCode> {
  const [old, now] = [await opened(before, options.key), await opened(after, options.key)]
  const comparison = compareRuns(old.run, now.run)
  surroundings.write(options.json ? `${JSON.stringify(comparison)}\n` : comparisonText(comparison))
  return comparison.changes.some(({ kind }) => kind === 'worse') ? 1 : 0
}

async function keys({ options, surroundings }: Run, files: readonly string[]): Promise<ExitCode> {
  for (const file of files) surroundings.write(keyText(file, await evidenceKeyIn(file)))
  if (files.length > 0) return 0
  const pair = await promisify(generateKeyPair)('ed25519')
  const paths = { private: join(options.out, 'evidence-private.pem'), public: join(options.out, 'evidence-public.pem') }
  await writePair(paths, { private: toPem(pair.privateKey), public: toPem(pair.publicKey) })
  surroundings.write(keyText(paths.private, pair.privateKey) + keyText(paths.public, pair.publicKey))
  return 0
}

function keyText(file: string, key: KeyObject): string {
  return `${file}\n  ${key.type} Ed25519 key\n  ${fingerprint(key)}\n`
}

/** @throws CommandError UNREADABLE_FILE, UNUSABLE_EVIDENCE_KEY; KitError NO_EVIDENCE, NEWER_EVIDENCE, EVIDENCE_TOO_LARGE */
async function verified(file: string, keyFile: string | undefined): Promise<Verification> {
  const key = keyFile === undefined ? undefined : await evidencePublicKey(keyFile)
  try {
    // Asked first: what is too large is not even read.
    refuseAbove(containerLimits.bundle, (await stat(file)).size, `bytes of ${file}`)
    return verifyBundle(await readFile(file), { key })
  } catch (cause) {
    if (cause instanceof KitError) throw cause
    throw new CommandError('UNREADABLE_FILE', { detail: `${file} cannot be read (${systemCode(cause)}).`, cause })
  }
}

/** Only what was not changed is judged or compared. @throws KitError EVIDENCE_CHANGED, and as {@link verified} */
async function opened(file: string, keyFile: string | undefined): Promise<StoredRun> {
  const { faults, files } = await verified(file, keyFile)
  const [first] = faults
  if (first === undefined) return storedRun(files)
  throw new KitError('EVIDENCE_CHANGED', { detail: `${file} is not as it was signed: ${first.text}.` })
}
