/**
 * A payment code as pictures: Code 128 and QR for a screen, QR in blocks for a terminal. Drawn by bwip-js, of which only these
 * two are bundled. Source: spot-pay.md §4.
 */
import { code128, type DrawingContext, drawingSVG, qrcode } from 'bwip-js/node'

/** bwip-js draws a module of a QR two units wide at scale 1, one of Code 128 one unit. */
const qrUnit = 2
/** Modules of nothing on each side, without which a scanner does not begin. */
const quiet = { code128: 10, qrcode: 4 }
const qrOptions = { bcid: 'qrcode', scale: 1, eclevel: 'M' }

export type Picture = 'code128' | 'qrcode'

/** An SVG in black on white. */
export function pictureOf(kind: Picture, code: string): string {
  const white = { text: code, backgroundcolor: 'ffffff' }
  const svg =
    kind === 'code128'
      ? code128({ ...white, bcid: 'code128', scale: 1, height: 16, paddingwidth: quiet.code128 }, drawingSVG())
      : qrcode({ ...white, ...qrOptions, padding: quiet.qrcode * qrUnit }, drawingSVG())
  const units = Number(/viewBox="0 0 (\d+)/.exec(svg)?.[1] ?? 0)
  // Whole pixels for each module where there is room: bars of uneven width are what scanners stumble over.
  const size = `width="${units * (kind === 'code128' ? 2 : 4)}" style="max-width: 100%"`
  return svg.replace('<svg ', `<svg aria-hidden="true" focusable="false" shape-rendering="crispEdges" ${size} `)
}

/** Two modules a character, one above the other, in black on white whatever the terminal's own colours are. */
export function blocksOf(text: string): readonly string[] {
  const { side, isDark } = modulesOf(text)
  const wide = side + 2 * quiet.qrcode
  const dark = (x: number, y: number) => isDark(x - quiet.qrcode, y - quiet.qrcode)
  return Array.from({ length: Math.ceil(wide / 2) }, (_, line) => {
    const blocks = Array.from({ length: wide }, (_none, x) => blockOf(dark(x, 2 * line), dark(x, 2 * line + 1)))
    return `\u001b[30;47m${blocks.join('')}\u001b[0m`
  })
}

function blockOf(upper: boolean, lower: boolean): string {
  if (upper) return lower ? '█' : '▀'
  return lower ? '▄' : ' '
}

type Point = readonly [x: number, y: number]
type Modules = { readonly side: number; readonly isDark: (x: number, y: number) => boolean }

/** bwip-js draws outlines; a module is dark when its middle lies within an odd number of them. */
function modulesOf(text: string): Modules {
  const outlines: (readonly Point[])[] = []
  let units = 0
  const nothing = () => undefined
  const drawing: DrawingContext<Modules> = {
    scale: (x, y) => [x, y],
    measure: () => ({ width: 0, ascent: 0, descent: 0 }),
    init(width) {
      units = width
    },
    polygon: (points) => void outlines.push(points),
    line: nothing,
    hexagon: nothing,
    ellipse: nothing,
    fill: nothing,
    text: nothing,
    end: () => ({
      side: Math.round(units / qrUnit),
      isDark(x, y) {
        const middle = [(x + 0.5) * qrUnit, (y + 0.5) * qrUnit] as const
        return outlines.filter((outline) => holds(outline, middle)).length % 2 === 1
      },
    }),
  }
  return qrcode({ ...qrOptions, text }, drawing)
}

/** Even-odd: how many upright edges lie to the right of the point. */
function holds(outline: readonly Point[], [x, y]: Point): boolean {
  const crossed = outline.filter(([x1, y1], index) => {
    const [x2, y2] = outline[(index + 1) % outline.length] ?? [x1, y1]
    return x1 === x2 && x1 > x && Math.min(y1, y2) < y && y < Math.max(y1, y2)
  })
  return crossed.length % 2 === 1
}

/** `2800 0102 1234 5678 90`, as a person reads it out. */
export function spaced(code: string): string {
  return code.match(/.{1,4}/gu)?.join(' ') ?? ''
}
