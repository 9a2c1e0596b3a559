/** A chart of some lines over time, as inline SVG. Pure; knows nothing of what it draws. */
import { type Html, html } from '../../conformance/report/html/markup.ts'

export type ChartLine = {
  readonly name: string
  /** A class of the style: its colour, and whether it is dashed. */
  readonly look: 'first' | 'second' | 'third'
  /** One for each moment; undefined leaves a gap. */
  readonly values: readonly (number | undefined)[]
}

export type Chart = {
  readonly title: string
  readonly unit: string
  /** Seconds from the begin, one for each value. */
  readonly moments: readonly number[]
  readonly lines: readonly ChartLine[]
}

const width = 720
const height = 240
const inside = { left: 54, right: 22, top: 14, bottom: 36 }

export function chart({ title, unit, moments, lines }: Chart): Html {
  const all = lines.flatMap(({ values }) => values.filter((value) => value !== undefined))
  const top = niceTop(Math.max(...all, 1))
  const last = Math.max(moments.at(-1) ?? 1, 1)
  const x = (s: number) => inside.left + (s / last) * (width - inside.left - inside.right)
  const y = (value: number) => height - inside.bottom - (value / top) * (height - inside.top - inside.bottom)
  const rules = [0, 0.25, 0.5, 0.75, 1].map((share) => {
    const at = y(top * share).toFixed(1)
    return html`<line class="rule" x1="${inside.left}" x2="${width - inside.right}" y1="${at}" y2="${at}"></line><text class="tick" x="${inside.left - 8}" y="${at}" dy="4" text-anchor="end">${short(top * share)}</text>`
  })
  const ticks = [0, 0.25, 0.5, 0.75, 1].map(
    (share) =>
      html`<text class="tick" x="${x(last * share).toFixed(1)}" y="${height - inside.bottom + 20}" text-anchor="middle">${short(last * share)} s</text>`,
  )
  const drawn = lines.map(({ look, values }) => {
    const path = pathOf(
      values.map((value, index) => (value === undefined ? undefined : [x(moments[index] ?? 0), y(value)])),
    )
    return html`<path class="curve ${look}" d="${path}"></path>`
  })
  const legend = lines.map(
    ({ name, look }) =>
      html`<li><svg class="key" viewBox="0 0 24 8" aria-hidden="true"><path class="curve ${look}" d="M0 4H24"></path></svg>${name}</li>`,
  )
  return html`<figure class="chart"><figcaption><h3>${title}</h3><span class="note">${unit}</span><ul class="legend">${legend}</ul></figcaption>
<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${title}: ${describe(lines, unit)}">${rules}${ticks}${drawn}</svg></figure>`
}

/** Interrupted where a value is missing; a lone value is a dot. */
function pathOf(points: readonly (readonly number[] | undefined)[]): string {
  let path = ''
  let pen = false
  for (const [index, point] of points.entries()) {
    if (point === undefined) {
      pen = false
      continue
    }
    const [px = 0, py = 0] = point
    path += `${pen ? 'L' : 'M'}${px.toFixed(1)} ${py.toFixed(1)}`
    if (!pen && points[index + 1] === undefined) path += 'h0.1'
    pen = true
  }
  return path
}

/** An even figure or 1, times a power of ten, not below it: its quarters are round. */
function niceTop(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value))
  const step = [1, 2, 4, 6, 8, 10].find((one) => one * power >= value) ?? 10
  return step * power
}

function short(value: number): string {
  return value >= 10_000 ? `${Number((value / 1_000).toFixed(1))}k` : String(Number(value.toFixed(value < 10 ? 2 : 0)))
}

/** For who cannot see it. */
function describe(lines: readonly ChartLine[], unit: string): string {
  return lines
    .map(({ name, values }) => {
      const known = values.filter((value) => value !== undefined)
      return `${name} from ${short(Math.min(...known, Infinity))} to ${short(Math.max(...known, 0))} ${unit}`
    })
    .join('; ')
}
