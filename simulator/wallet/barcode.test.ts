import bwip from 'bwip-js/node'
import { describe, expect, it } from 'vitest'
import { blocksOf, pictureOf, spaced } from './barcode.ts'

const codes = ['280000001234567890', '280001039876543210123456', 'http://192.168.1.20:4000/?token=Seo-RGnOTK6JdeoX']

/** The modules that are shown, without their quiet zone. */
function shown(code: string): number[][] {
  const lines = blocksOf(code).map((line) => [...line.slice(8, -4)])
  const rows = lines.flatMap((line) => [
    line.map((block) => Number('█▀'.includes(block))),
    line.map((block) => Number('█▄'.includes(block))),
  ])
  const side = lines[0]?.length ?? 0
  return rows.slice(4, side - 4).map((row) => row.slice(4, -4))
}

describe('a payment code as a picture', () => {
  it.each(codes)('in blocks is the QR code that bwip-js makes: %s', (text) => {
    const [made] = bwip.raw('qrcode', text, 'eclevel=M')
    if (made === undefined || !('pixs' in made)) throw new Error('no matrix')
    const rows = Array.from({ length: made.pixx }, (_, y) => made.pixs.slice(y * made.pixx, (y + 1) * made.pixx))
    expect(shown(text)).toEqual(rows)
  })

  it('has the silence around it that a scanner needs, in whole pixels', () => {
    // 18 digits in pairs: start, nine, checksum of eleven modules each, stop of thirteen; ten of silence on both sides.
    expect(pictureOf('code128', '280000001234567890')).toMatch(/width="308" .*viewBox="0 0 154 /)
    // 21 modules and four on both sides, of two units each.
    expect(pictureOf('qrcode', '280000001234567890')).toMatch(/width="232" .*viewBox="0 0 58 58"/)
  })

  it('can be read out', () => {
    expect(spaced('280001021234567890')).toBe('2800 0102 1234 5678 90')
  })
})
