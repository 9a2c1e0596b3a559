/** The drawing of a sequence: four lifelines and the arrows between them, in strips that follow each other without a gap. */
import { type Lane, lanes } from '../moment.ts'
import { type Html, html } from './markup.ts'

export const laneTitles: Readonly<Record<Lane, string>> = {
  customer: 'Customer',
  till: 'Till',
  backend: 'Your backend',
  gateway: 'Alipay gateway',
}

/** Where a lane stands, in percent of the width. */
function placeOf(lane: Lane): number {
  return 12.5 + lanes.indexOf(lane) * 25
}

/** Behind every line of the sequence, as high as it is. */
export const lifelines: Html = html`<svg class="life" aria-hidden="true" focusable="false">${lanes.map(
  (lane) => html`<line x1="${placeOf(lane)}%" x2="${placeOf(lane)}%" y1="0" y2="100%"></line>`,
)}</svg>`

type ArrowStyle = { readonly dashed?: boolean; readonly lost?: boolean }

/** @param style `lost`: it never came, or could not be believed; a cross stands in its middle */
export function arrow(from: Lane, to: Lane, { dashed = false, lost = false }: ArrowStyle = {}): Html {
  const [x1, x2] = [placeOf(from), placeOf(to)]
  const head = x2 > x1 ? 'M0 6l-9-5v10z' : 'M0 6l9-5v10z'
  const kind = `arrow${dashed ? ' dashed' : ''}${lost ? ' lost' : ''}`
  return html`<svg class="${kind}" aria-hidden="true" focusable="false"><line x1="${x1}%" x2="${x2}%" y1="6" y2="6"></line><svg x="${x2}%" class="head"><path d="${head}"></path></svg>${lost && html`<svg x="${(x1 + x2) / 2}%" class="head"><path class="cross" d="M-5 1L5 11M5 1L-5 11"></path></svg>`}</svg>`
}

/** Which part of the line a label stands in: the arrow's middle is its own. */
export function spanOf(from: Lane, to: Lane): string {
  const [a, b] = [lanes.indexOf(from), lanes.indexOf(to)].toSorted((x, y) => x - y)
  return `span-${a}-${b}`
}
