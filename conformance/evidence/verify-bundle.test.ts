import { generateKeyPairSync, sign } from 'node:crypto'
import { deflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fingerprint } from '../../protocol/key.ts'
import { bundleNames, makeBundle, type Signer } from './bundle.ts'
import { containerLimits } from './container-limits.ts'
import { readContainer } from './read-container.ts'
import { verifyBundle } from './verify-bundle.ts'
import { type PackedFile, pack, writeContainer } from './zip-container.ts'

const pair = generateKeyPairSync('ed25519')
const stranger = generateKeyPairSync('ed25519')
const signer: Signer = { privateKey: pair.privateKey, origin: 'given' }
const files = [
  { name: 'run.json', text: '{"seed":"7"}\n' },
  { name: 'evidence/plain/one.json', text: `${'told paid, '.repeat(40)}\n` },
  { name: 'wire/plain/one.jsonl', text: '' },
]
const { bytes: whole, manifest } = makeBundle(files, signer)

const codes = (bytes: Buffer, options = {}) => verifyBundle(bytes, options).faults.map(({ code }) => code)
const texts = (bytes: Buffer) => verifyBundle(bytes).faults.map(({ code, text }) => `${code}: ${text}`)

/** Whether anything is said against it, by a fault or by an error with a name. */
function isFound(bytes: Buffer): boolean {
  try {
    return codes(bytes).length > 0
  } catch (error) {
    return /^\[(?:NO_EVIDENCE|NEWER_EVIDENCE|EVIDENCE_TOO_LARGE)\] /.test(String((error as Error).message))
  }
}

/** The files as they lie in the bundle, put together anew. */
function repacked(change: (files: PackedFile[]) => readonly PackedFile[]): Buffer {
  return writeContainer(change([...readContainer(whole).files]))
}

describe('a bundle', () => {
  it('holds as it was made, by the key in it and by the key given', () => {
    expect(texts(whole)).toEqual([])
    expect(codes(whole, { key: pair.publicKey })).toEqual([])
    expect(verifyBundle(whole).signedBy).toBe(fingerprint(pair.publicKey))
    expect(verifyBundle(whole).files.get('run.json')?.toString()).toBe('{"seed":"7"}\n')
  })

  it('is the same bytes for the same files and key', () => {
    expect(makeBundle(files, signer).bytes.equals(whole)).toBe(true)
  })

  it('does not hold when any of its bytes is another one', { timeout: 60_000 }, () => {
    const unseen = [...whole.keys()].filter((at) => {
      const changed = Buffer.from(whole)
      changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8))
      return !isFound(changed)
    })
    expect(unseen).toEqual([])
  })

  it('does not hold with any bytes changed, taken out or put in anywhere', { timeout: 60_000 }, () => {
    const place = fc.nat({ max: whole.length - 1 })
    const put = fc.uint8Array({ maxLength: 3 })
    fc.assert(
      fc.property(place, fc.integer({ min: 0, max: 3 }), put, (at, out, bytes) => {
        const changed = Buffer.concat([whole.subarray(0, at), bytes, whole.subarray(at + out)])
        fc.pre(!changed.equals(whole))
        expect(isFound(changed)).toBe(true)
      }),
      { numRuns: 500 },
    )
  })
})

describe('what was done to it is named', () => {
  const other = (name: string, text: string) =>
    repacked((all) => all.map((one) => (one.name === name ? pack(name, Buffer.from(text)) : one)))

  it.each<[string, Buffer, string[]]>([
    [
      'a file with another text',
      other('run.json', '{"seed":"8"}\n'),
      ['changed: run.json is not the file that was signed'],
    ],
    ['a file less', repacked((all) => all.filter(({ name }) => name !== 'run.json')), ['missing: run.json is missing']],
    [
      'a file more',
      repacked((all) => [pack('extra.txt', Buffer.from('x')), ...all]),
      ['added: extra.txt was not signed'],
    ],
    [
      'another order',
      repacked(([first, second, third, ...rest]) => [first, third, second, ...rest].filter((one) => one !== undefined)),
      ['reordered: run.json stands where another file stood'],
    ],
    [
      'a file packed anew, with the same text',
      repacked((all) =>
        all.map((one) =>
          one.name === 'run.json' ? pack(one.name, Buffer.from('{"seed":"7"}\n'), { small: true }) : one,
        ),
      ),
      [`container: the first ${manifest.packed.bytes} bytes are not as they were packed`],
    ],
    ['bytes behind its end', Buffer.concat([whole, Buffer.from('PK')]), ['container: 2 bytes stand after its end']],
    ['its end cut off', whole.subarray(0, -30), ['truncated: its last 30 bytes are missing']],
    [
      'cut off in the middle of a file',
      whole.subarray(0, 60),
      [
        'truncated: it ends at byte 60, in the file after its beginning',
        'manifest: manifest.txt is missing',
        'signature: manifest.sig is no signature of the manifest',
      ],
    ],
    [
      'a file that would land elsewhere',
      repacked((all) => [...all, pack('../../etc/passwd', Buffer.from('x'))]),
      ['container: "../../etc/passwd" is no name of a file in a bundle', 'added: ../../etc/passwd was not signed'],
    ],
    [
      'a name with an escape sequence',
      repacked((all) => [...all, pack('\u001b[2J', Buffer.from('x'))]),
      ['container: "\\u001b[2J" is no name of a file in a bundle', 'added: \\u001b[2J was not signed'],
    ],
    [
      'a file that unpacks to more than it says',
      repacked((all) =>
        all.map((one) => (one.name === 'run.json' ? { ...one, packed: deflateRawSync(Buffer.alloc(1_000_000)) } : one)),
      ),
      ['changed: run.json cannot be unpacked'],
    ],
    [
      'the same file twice',
      repacked((all) => [...all, pack('run.json', Buffer.from('{}'))]),
      [
        'added: run.json is there twice',
        'reordered: run.json stands where another file stood',
        'changed: run.json is not the file that was signed',
      ],
    ],
  ])('%s', (_, bytes, faults) => {
    expect(texts(bytes)).toEqual(faults)
  })

  it('a manifest that a stranger wrote', () => {
    const forged = makeBundle([{ name: 'run.json', text: '{"seed":"8"}\n' }], {
      ...signer,
      privateKey: stranger.privateKey,
    }).bytes
    expect(texts(forged)).toEqual([])
    expect(codes(forged, { key: pair.publicKey })).toEqual(['key'])
    expect(verifyBundle(forged, { key: pair.publicKey }).faults[0]?.text).toContain(fingerprint(stranger.publicKey))
  })

  it("a stranger's signature under the right name", () => {
    const text = readContainer(whole).files.find(({ name }) => name === bundleNames.manifest)?.packed ?? Buffer.of()
    const signature = sign(null, text, stranger.privateKey)
    const forged = repacked((all) => [...all.slice(0, -1), pack(bundleNames.signature, signature, { small: true })])
    expect(codes(forged)).toEqual(['signature'])
    expect(codes(forged, { key: pair.publicKey })).toEqual(['signature'])
  })
})

describe('what cannot be verified is refused', () => {
  const sized = (size: number) => writeContainer([{ ...pack('run.json', Buffer.of()), size }])

  it.each<[string, () => Buffer, RegExp]>([
    ['what is no zip', () => Buffer.from('<html>'), /^\[NO_EVIDENCE\]/],
    ['nothing', () => Buffer.of(), /^\[NO_EVIDENCE\]/],
    [
      'a zip of something else',
      () => writeContainer([pack('photo.jpg', Buffer.from('x'))]),
      /^\[NO_EVIDENCE\] .* no manifest\.txt/,
    ],
    [
      'a bundle of a newer format',
      () =>
        writeContainer([pack(bundleNames.manifest, Buffer.from('# alipay-sandbox-kit evidence 2\n'), { small: true })]),
      /^\[NEWER_EVIDENCE\] Its format is 2; this kit knows 1\./,
    ],
  ])('%s', (_, bytes, message) => {
    expect(() => verifyBundle(bytes())).toThrow(message)
  })

  it('a bomb, by what its headers say, unpacked or not', () => {
    expect(() => sized(containerLimits.file + 1)).toThrow(/^\[EVIDENCE_TOO_LARGE\]/)
    const bomb = Buffer.from(sized(0))
    bomb.writeUInt32LE(containerLimits.file + 1, 22)
    expect(() => verifyBundle(bomb)).toThrow(
      /^\[EVIDENCE_TOO_LARGE\] 67108865 bytes of "run.json"; 67108864 is the most/,
    )
  })

  it('many files that are too much together', () => {
    const each = containerLimits.file
    const count = Math.floor(containerLimits.all / each) + 1
    const bombs = Array.from({ length: count }, (_, at) => ({ ...pack(`f${at}`, Buffer.of()), size: each }))
    expect(() => writeContainer(bombs)).toThrow(/^\[EVIDENCE_TOO_LARGE\] \d+ bytes of all files, unpacked/)
  })
})
