/**
 * GBK, both ways: ASCII in one byte, everything else in two, the euro sign in 0x80.
 * The two-byte codes are asked of the platform's GB18030 decoder, whose two-byte half GBK is; once, on first use, so that
 * who never meets GBK pays nothing. Source: gateway.md §3; WHATWG Encoding Standard, "gbk".
 */

type Codes = {
  /** The UTF-16 unit of a two-byte code; 0 where there is none. */
  readonly unitOf: Uint16Array
  /** The two-byte code of a UTF-16 unit; 0 where there is none, as for ASCII. */
  readonly codeOf: Uint16Array
}

const euroSign = 0x20ac
const euroByte = 0x80
/** The two-byte code of the euro sign. Java's GBK writes it, where Windows, glibc and browsers write 0x80. */
export const euroPair = 0xa2e3

let known: Codes | undefined

/** @throws RangeError on a Node built without full ICU, which has no GB18030. */
function codes(): Codes {
  known ??= askPlatform()
  return known
}

function askPlatform(): Codes {
  const unitOf = new Uint16Array(0x10000)
  const codeOf = new Uint16Array(0x10000)
  const characters = new TextDecoder('gb18030').decode(allPairs())
  let at = 0
  for (let lead = 0x81; lead <= 0xfe; lead++)
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      const end = characters.indexOf('\n', at)
      const unit = characters.charCodeAt(at)
      // A code that is none, or none of one unit, is left out; the first of two codes of a character is the one to write.
      if (end === at + 1 && unit !== 0xfffd) {
        unitOf[lead * 256 + trail] = unit
        codeOf[unit] ||= lead * 256 + trail
      }
      at = end + 1
    }
  return { unitOf, codeOf }
}

/** Every two-byte code, each with a line end behind it, which none can swallow. */
function allPairs(): Uint8Array {
  const bytes = new Uint8Array((0xfe - 0x81 + 1) * (0xfe - 0x40 + 1) * 3)
  let at = 0
  for (let lead = 0x81; lead <= 0xfe; lead++)
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      bytes[at++] = lead
      bytes[at++] = trail
      bytes[at++] = 0x0a
    }
  return bytes
}

/** U+FFFD stands for a byte that begins no character; `valid` is false then. */
export function decodeGbk(bytes: Uint8Array): { text: string; valid: boolean } {
  const { unitOf } = codes()
  const units = Buffer.allocUnsafe(bytes.length * 2)
  let length = 0
  let valid = true
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0
    let unit = byte
    if (byte === euroByte) unit = euroSign
    else if (byte > euroByte) {
      unit = unitOf[byte * 256 + (bytes[at + 1] ?? 0)] ?? 0
      if (unit !== 0) at++
      else {
        unit = 0xfffd
        valid = false
      }
    }
    units[length++] = unit & 0xff
    units[length++] = unit >> 8
  }
  return { text: units.toString('utf16le', 0, length), valid }
}

/** A character without a code becomes one `?`. */
export function encodeGbk(text: string, euro: number = euroByte): Buffer {
  const { codeOf } = codes()
  const bytes = Buffer.allocUnsafe(text.length * 2)
  let length = 0
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (unit < 0x80) {
      bytes[length++] = unit
      continue
    }
    const code = unit === euroSign ? euro : (codeOf[unit] ?? 0)
    if (code > 0xff) bytes[length++] = code >> 8
    bytes[length++] = code === 0 ? 0x3f : code & 0xff
    if (code === 0 && (text.codePointAt(at) ?? 0) > 0xffff) at++
  }
  return bytes.subarray(0, length)
}

export function isInGbk(text: string): boolean {
  const { codeOf } = codes()
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (unit >= 0x80 && codeOf[unit] === 0) return false
  }
  return true
}
