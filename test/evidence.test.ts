/** Evidence from end to end: a run, its bundle, the command, and other people's programs on it. */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { evidenceSigner } from '../bin/write-evidence.ts'
import type { SystemUnderTest } from '../conformance/adapter/system-under-test.ts'
import { loadCases } from '../conformance/case/load-cases.ts'
import { selectCases } from '../conformance/case/select-cases.ts'
import { makeBundle } from '../conformance/evidence/bundle.ts'
import { bundleFiles } from '../conformance/evidence/bundle-files.ts'
import { judgeAgain } from '../conformance/evidence/judge-again.ts'
import { readContainer } from '../conformance/evidence/read-container.ts'
import { checkByHand } from '../conformance/evidence/read-me.ts'
import { casesSchema } from '../conformance/evidence/record-schema.ts'
import { storedRun } from '../conformance/evidence/stored-run.ts'
import { verifyBundle } from '../conformance/evidence/verify-bundle.ts'
import { pack, writeContainer } from '../conformance/evidence/zip-container.ts'
import { runConformance } from '../conformance/run-conformance.ts'
import type { RunResult } from '../conformance/runner/result.ts'
import type { RunFacts } from '../conformance/target/run-facts.ts'
import { realClock } from '../simulator/clock.ts'
import { scenarioPath } from '../simulator/scenario-files.ts'
import { callProgram } from './command-line.ts'
import { systemPiece } from './system-piece.ts'
import { tinyTill } from './tiny-till.ts'

const run = promisify(execFile)
const all = await loadCases(scenarioPath('cases'))
const cases = selectCases(all, { names: ['SPOT-001', 'SPOT-004', 'plain/yen', 'refund/full'], profile: 'merchant' })
const known = [{ case: 'plain/yen', rule: 'money/told-paid', because: 'it is not so: this entry is stale' }]

const spoken: string[] = []

/** Takes UNKNOW for paid, but not twice, and tells its key and the payment code to everybody. */
function leakyTill(facts: RunFacts): SystemUnderTest {
  const [hasty, careful] = [tinyTill(facts, 'unknown is paid'), tinyTill(facts)]
  const tillOf = (id: string) => (id.endsWith('-2') ? careful : hasty)
  spoken.push(facts.md5_key)
  return {
    ...hasty,
    async pay(request) {
      spoken.push(request.code)
      return tillOf(request.payment_id).pay({ ...request, subject: `key ${facts.md5_key}` })
    },
    async stop() {
      await Promise.all([hasty.stop(), careful.stop()])
    },
    async get(id) {
      const payment = await tillOf(id).get(id)
      return { ...payment, message: `key=${facts.md5_key} code=${payment.code}` }
    },
  }
}

let folder = ''
let result: RunResult
let bundle: Buffer = Buffer.alloc(0)
const path = () => join(folder, 'run.zip')

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'evidence-'))
  result = await runConformance({
    name: 'leaky',
    timeScale: 20,
    open: async (facts) => leakyTill(facts),
    cases,
    seed: 'evidence',
    profile: 'merchant',
    clock: realClock,
    concurrency: 20,
    strict: false,
    known,
    onResult: () => undefined,
  })
  bundle = makeBundle(bundleFiles(result, { known }), await evidenceSigner(undefined)).bytes
  await writeFile(path(), bundle)
}, 120_000)

afterAll(() => rm(folder, { recursive: true }))

const command = (...words: string[]) => callProgram(['evidence', ...words], { folder })
const stored = () => storedRun(verifyBundle(bundle).files)

describe('the evidence of a run', () => {
  it('is of cases that passed, failed once and do not apply', () => {
    expect(result.results.map(({ outcome }) => outcome).toSorted()).toEqual([
      'failed',
      'not applicable',
      'passed',
      'passed',
    ])
    expect(result.results.filter(({ flaky }) => flaky)).toHaveLength(1)
    expect(result.stale).toHaveLength(1)
  })

  it('gives the run back, verdicts and all', () => {
    expect(stored().run).toEqual(result)
  })

  it('is judged again as it was judged, on every case', () => {
    const { run: again, differences, unrecorded } = judgeAgain(stored())
    expect(again.results).toEqual(result.results)
    expect([differences, unrecorded]).toEqual([[], []])
  })

  it('is believed how an explored journey was weighed, and not what was found', () => {
    const { run: one, ...rest } = stored()
    const weighed = one.results.map(({ recordAgain: _, ...each }) =>
      each.flaky ? { ...each, outcome: 'passed' as const, violations: [], warnings: each.violations } : each,
    )
    expect(judgeAgain({ ...rest, run: { ...one, results: weighed } }).differences).toEqual([])
    const hidden = weighed.map((each) => ({ ...each, warnings: [] }))
    expect(judgeAgain({ ...rest, run: { ...one, results: hidden } }).differences).toHaveLength(1)
  })

  it('holds neither key nor payment code, whatever the system under test says', () => {
    const { files } = verifyBundle(bundle)
    const text = [...files.values()].join('\n')
    expect(spoken.length).toBeGreaterThan(4)
    expect(spoken.filter((secret) => text.includes(secret))).toEqual([])
    expect(text).toContain('key=[key] code=2800')
  })

  it('holds any case that ships, as it is', () => {
    const written = JSON.parse(JSON.stringify(all))
    expect(casesSchema.parse(written)).toEqual(written)
  })
})

describe('evidence on the command line', () => {
  it('holds, and says by whom it can be known', async () => {
    const { code, stdout } = await command('verify', path())
    expect(stdout).toMatch(
      /^holds: .*\n {2}\d+ files, chain [0-9a-f]{64}\n {2}signed with a key made for this run, SHA256:/,
    )
    expect(stdout).toContain('not who made it')
    expect(stdout).toContain('4 cases: 2 passed, 1 failed, 1 not applicable\n')
    expect(code).toBe(0)
  })

  it('names what was changed, and judges or compares nothing that was', async () => {
    const changed = Buffer.from(bundle)
    changed[200] = (changed[200] ?? 0) ^ 1
    const file = join(folder, 'changed.zip')
    await writeFile(file, changed)
    expect(await command('verify', file)).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/^does not hold: .*\n {2}changed: README\.txt /),
    })
    const { stdout } = await command('verify', file, '--json')
    expect(JSON.parse(stdout)).toMatchObject({ holds: false, faults: [{ code: 'changed' }] })
    for (const words of [
      ['judge', file],
      ['diff', path(), file],
    ])
      expect(await command(...words)).toMatchObject({ code: 2, stderr: expect.stringContaining('[EVIDENCE_CHANGED]') })
  })

  it('judges again to the same verdicts', async () => {
    expect(await command('judge', path())).toMatchObject({
      code: 0,
      stdout: '4 cases: 2 passed, 1 failed, 1 not applicable\nthe verdicts are those that were recorded\n',
    })
  })

  it('of another version: says so, and tells what is judged otherwise', async () => {
    const { results } = result
    const other = results.map((one) =>
      one.outcome === 'failed' ? { ...one, outcome: 'passed' as const, violations: [] } : one,
    )
    const files = bundleFiles({ ...result, results: other, versions: { kit: '0.0.9', node: 'v22' } }, { known }).map(
      (file) =>
        file.name === 'rules.json'
          ? { ...file, text: file.text.replace('money/told-paid', 'money/of-old\\u001b[31m') }
          : file,
    )
    const file = join(folder, 'other.zip')
    await writeFile(file, makeBundle(files, await evidenceSigner(undefined)).bytes)
    const { code, stdout } = await command('judge', file)
    expect(stdout).toContain('recorded by kit 0.0.9, judged by the rules of ')
    expect(stdout).toContain('rules that are gone: money/of-old\\u001b[31m\nrules that are new: money/told-paid\n')
    expect(stdout).toMatch(/^OTHERWISE certification\/spot-004.*\n {2}recorded passed, now failed \(money\/told-paid/m)
    expect(code).toBe(1)
    const compared = await command('diff', file, path())
    expect(compared.stdout).toMatch(
      /^WORSE certification\/spot-004.*\n {2}passed → failed; breaks now money\/told-paid/m,
    )
    expect(compared.stdout).toContain('not the same kit: 0.0.9 → ')
    expect(compared.stdout).toContain('money/told-paid: broken in 0 cases → 1\n')
    expect(compared.code).toBe(1)
    const back = await command('diff', path(), file)
    expect(back).toMatchObject({ code: 0, stdout: expect.stringMatching(/^BETTER certification\/spot-004/m) })
  })

  it('that was signed and makes no sense is an error with the file and the field', async () => {
    const sense = bundleFiles(result, { known })
    const file = join(folder, 'nonsense.zip')
    const nonsense = async (name: RegExp, text: string) => {
      const files = sense.map((file) => (name.test(file.name) ? { ...file, text } : file))
      await writeFile(file, makeBundle(files, await evidenceSigner(undefined)).bytes)
      const { code, stderr } = await command('judge', file)
      expect(code).toBe(2)
      return stderr
    }
    expect(await nonsense(/^run\.json$/, '{')).toContain('[BAD_EVIDENCE] run.json: is no JSON.')
    expect(await nonsense(/^results\.json$/, '{"stale":[],"cases":[{"id":"a\\u001b[2J"}]}')).toMatch(
      /\[BAD_EVIDENCE\] results\.json: cases\[0\]/,
    )
    expect(await nonsense(/^wire\/.*spot-001.*\.jsonl$/, '{"id":"<script>"}\n')).toMatch(
      /\[BAD_EVIDENCE\] wire\/certification\/spot-001[^:]*\.jsonl:1: id /,
    )
    const { code, stdout } = await command('verify', file)
    expect(stdout).toMatch(/^holds: .*\n(?:.*\n)+ {2}what it holds cannot be judged: \[BAD_EVIDENCE\] wire/)
    expect(code).toBe(0)
  })

  it('is checked by hand as docs/evidence.md and README.txt say', async () => {
    const page = await readFile(new URL('../docs/evidence.md', import.meta.url), 'utf8')
    expect(page).toContain(checkByHand)
    expect(verifyBundle(bundle).files.get('README.txt')?.toString()).toContain(checkByHand.split('\n')[1])
  })

  it('makes keys that sign and check, for their owner alone', async () => {
    const keys = join(folder, 'keys')
    const made = await command('keys', '--out', keys)
    const [privateFile, publicFile] = ['private', 'public'].map((half) => join(keys, `evidence-${half}.pem`))
    expect(made.code).toBe(0)
    expect((await stat(`${privateFile}`)).mode & 0o777).toBe(0o600)
    expect(await readFile(`${privateFile}`, 'utf8')).toMatch(/^-----BEGIN PRIVATE KEY-----/)
    expect(await readFile(`${publicFile}`, 'utf8')).toMatch(/^-----BEGIN PUBLIC KEY-----/)
    expect(await command('keys', `${privateFile}`, `${publicFile}`)).toMatchObject({ code: 0, stdout: made.stdout })
    expect(await command('keys', '--out', keys)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('[FILE_EXISTS]'),
    })
    const file = join(folder, 'own.zip')
    await writeFile(file, makeBundle(bundleFiles(result, { known }), await evidenceSigner(privateFile)).bytes)
    expect(await command('verify', file, '--key', `${publicFile}`)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('signed with the key given, SHA256:'),
    })
    expect(await command('verify', path(), '--key', `${publicFile}`)).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/^ {2}key: it is signed with SHA256:\S+, not with SHA256:/m),
    })
    expect(await command('verify', file, '--key', `${privateFile}`)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('[UNUSABLE_EVIDENCE_KEY]'),
    })
  })

  it.each([
    [['verify'], '[BAD_USAGE] evidence verify takes one bundle.'],
    [['constructor', 'a.zip'], '[BAD_USAGE] There is no evidence constructor'],
    [['diff', 'a.zip'], '[BAD_USAGE] evidence diff takes two bundles'],
    [['verfy', 'a.zip'], '[BAD_USAGE] There is no evidence verfy (did you mean "verify"?)'],
    [['verify', 'missing.zip'], '[UNREADABLE_FILE]'],
  ])('%j ends in one sentence', async (words, sentence) => {
    expect(await command(...words)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(sentence) })
  })
})

describe('conform --evidence', () => {
  const target = fileURLToPath(new URL('../conformance/targets/reference-pos.yaml', import.meta.url))

  it('writes it, signed with the key of the settings', { timeout: 60_000 }, async () => {
    await command('keys', '--out', folder)
    const words = ['conform', 'SPOT-001', '--target', target, '--evidence', 'till.zip']
    const environment = { ...ownPath(), ALIPAY_SANDBOX_EVIDENCE_KEY: 'evidence-private.pem' }
    const { code, stderr } = await callProgram(words, { folder, environment })
    expect(stderr).toMatch(/^evidence \S+till\.zip: \d+ files, [\d.]+ kB, signed with SHA256:/m)
    expect(code).toBe(0)
    expect(await command('verify', 'till.zip', '--key', 'evidence-public.pem')).toMatchObject({ code: 0 })
    expect(await command('judge', 'till.zip')).toMatchObject({ code: 0 })
  })

  it('does not begin with a key that it could not sign with', async () => {
    const words = ['conform', '--target', target, '--evidence', 'till.zip', '--evidence-key', target]
    expect(await callProgram(words, { folder })).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^alipay-sandbox: \[UNUSABLE_EVIDENCE_KEY\]/),
    })
  })

  /** The till is started as `node`: the one that runs this test. */
  function ownPath(): Record<string, string> {
    return { PATH: `${join(process.execPath, '..')}${delimiter}${process.env.PATH}` }
  }
})

const isThere = (program: string) =>
  (process.env.PATH ?? '').split(delimiter).some((one) => existsSync(join(one, program)))
const withPrograms = systemPiece(
  'openssl, sha256sum and unzip',
  () => ['bash', 'openssl', 'sha256sum', 'unzip'].every(isThere),
  'apt-get install openssl coreutils unzip',
)

withPrograms("other people's programs", () => {
  const byHand = async (file: string) => {
    const cwd = await mkdtemp(join(folder, 'by-hand-'))
    return run('bash', ['-euo', 'pipefail', '-c', checkByHand], { cwd, env: { ...process.env, BUNDLE: file } })
  }

  it('check it as README.txt says', async () => {
    const { manifest } = verifyBundle(bundle)
    const { stdout } = await byHand(path())
    const [fingerprint, said, verified, chain, packed] = stdout.trim().split('\n')
    expect(`SHA256:${fingerprint?.replace(/=+$/, '')}`).toBe(manifest?.key.fingerprint)
    expect(said).toBe(`# key ${manifest?.key.fingerprint}, made for this run`)
    expect(verified).toBe('Signature Verified Successfully')
    expect(chain).toMatch(/^# chain [0-9a-f]{64}$/)
    expect(packed).toBe(`# packed ${manifest?.packed.bytes} ${manifest?.packed.sha256}`)
  })

  it('find a file that was exchanged', async () => {
    const file = join(folder, 'exchanged.zip')
    const files = readContainer(bundle).files.map((one) =>
      one.name === 'results.json' ? pack(one.name, Buffer.from('{}')) : one,
    )
    await writeFile(file, writeContainer(files))
    await expect(byHand(file)).rejects.toMatchObject({
      stdout: expect.stringMatching(/Signature Verified Successfully\nresults\.json: FAILED/),
    })
  })
})
