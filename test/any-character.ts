/**
 * Any character at all, as a unit of fast-check's strings: its own `unit: 'binary'` takes a second to set up, in each
 * test file anew.
 */
import fc from 'fast-check'

/** A character that every Unicode encoding can write. */
export const anyCharacter = fc
  .oneof(fc.nat(0x7f), fc.nat(0xffff), fc.nat(0x10ffff))
  .filter((codePoint) => codePoint < 0xd800 || codePoint > 0xdfff)
  .map((codePoint) => String.fromCodePoint(codePoint))

/** One UTF-16 unit, which may be half a character. */
export const anyUnit = fc.nat(0xffff).map((unit) => String.fromCharCode(unit))
