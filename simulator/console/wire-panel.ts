/** What goes over the wire, newest first: calls of the till, and what the gateway posts to it. */
import { html } from 'hono/html'
import { blankTime } from '../../protocol/beijing-time.ts'
import type { Html } from './phone.ts'
import type { Scene, WireLine } from './scene.ts'

/** That a query succeeded says nothing of the money: its answer does, behind the line. */
function chip({ service, outcome }: { readonly service: string; readonly outcome: string }): Html {
  if (outcome === '') return html`<span class="chip">…</span>`
  if (service === 'query' && outcome === 'SUCCESS') return html`<span class="chip">answered</span>`
  const kind = outcome === 'SUCCESS' ? 'good' : outcome.startsWith('UNKNOW') ? 'warn' : 'bad'
  return html`<span class="chip ${kind}">${outcome}</span>`
}

export function wirePanel({ wire }: Scene): Html {
  return html`<section class="of-wire" aria-label="Wire"><h2>Wire</h2><div class="card wire" data-part="wire">${
    wire.length === 0
      ? html`<p class="empty">Nothing has gone over the wire yet.<br>Take a payment at the till.</p>`
      : html`<ol>${wire.map((line) => html`<li>${lineOf(line)}</li>`)}</ol>`
  }</div></section>`
}

function lineOf(line: WireLine): Html {
  const time = html`<time>${blankTime(line.atMs).slice(11)}</time>`
  if (line.kind === 'notification') {
    const { notification, nth } = line
    const sent = notification.attempts[nth - 1]
    return html`<details id="n-${notification.notify_id}-${nth}"><summary>${time}<span class="arrow back" aria-label="to the till">←</span>
      <span class="what"><b>notification</b><span class="id">${notification.partner_trans_id}</span></span>
      <span class="chip ${sent?.acknowledged === true ? 'good' : 'bad'}">${sent?.acknowledged === true ? 'acknowledged' : `status ${sent?.status ?? 0}`}</span></summary>
      <pre tabindex="0">${JSON.stringify(notification, undefined, 2)}</pre></details>`
  }
  const { call } = line
  return html`<details id="x-${call.id}" data-exchange="${call.id}"><summary>${time}<span class="arrow" aria-label="to the gateway">→</span>
    <span class="what"><b>${call.service}</b>${
      call.fault === null ? '' : html` <span class="chip bad">${call.fault}</span>`
    }<span class="id">${call.partner_trans_id}</span></span><span>${chip(call)} <span class="ms">${
      call.took_ms === null ? '' : `${Math.round(call.took_ms)} ms`
    }</span></span></summary></details>`
}
