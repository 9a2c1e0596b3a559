/** The cashier's side: an amount, the scan, and what the till says of each sale. */
import { html } from 'hono/html'
import type { Html } from './phone.ts'
import type { SaleView, Scene } from './scene.ts'

const currencies = ['USD', 'EUR', 'GBP', 'JPY', 'KRW', 'SGD', 'THB', 'HKD'] as const

/** By the first two digits of their numbers. Source: docs/behaviours.md. */
const groups: Readonly<Record<string, string>> = {
  '00': 'As usual',
  '01': 'The password',
  '02': 'Refused',
  '03': 'The outcome stays unknown',
  '04': 'Query, cancel and refund',
  '05': 'Notifications',
  '06': 'Slow',
}

const chips: Readonly<Record<SaleView['status'], readonly [kind: string, text: string]>> = {
  pending: ['warn', 'finding out'],
  paid: ['good', 'paid'],
  not_paid: ['bad', 'not paid'],
  cancelled: ['bad', 'cancelled'],
  unclear: ['bad', 'a person must look'],
}

export function tillPanel(scene: Scene): Html {
  return html`<section class="of-till till" aria-label="Till"><h2>Till</h2>
    <div class="card stack"><form method="post" action="pay" class="stack">
      <div class="pair"><label>Amount<input name="amount" inputmode="decimal" value="39.25" pattern="\\d{1,8}([.]\\d{1,2})?" title="39.25, or 500 for JPY" required></label>
      <label>Currency<select name="currency">${currencies.map((one) => html`<option>${one}</option>`)}</select></label></div>
      <button class="wide">Scan and take the payment</button></form>
      <form method="post" action="behaviour" data-part="behaviour"><label>What happens to the next payments<select name="number" data-sends>
        <option value="">whatever the wallet decides</option>${behaviourGroups(scene)}</select></label>
        <noscript><button class="quiet">Set</button></noscript>${chosen(scene)}</form></div>
    <div data-part="sales"><div class="card sales">${
      scene.trouble === undefined ? '' : html`<p class="note" role="alert">${scene.trouble}</p>`
    }${
      scene.sales.length === 0 ? html`<p class="soft">No sale yet.</p>` : html`<ol>${scene.sales.map(sale)}</ol>`
    }</div></div></section>`
}

function behaviourGroups({ behaviours, behaviour }: Scene): readonly Html[] {
  return [...Map.groupBy(behaviours, ({ number }) => number.slice(0, 2))].map(
    ([prefix, some]) =>
      html`<optgroup label="${groups[prefix] ?? 'Your own'}">${some.map(
        ({ number, name }) =>
          html`<option value="${number}"${number === behaviour ? ' selected' : ''}>${number} ${name}</option>`,
      )}</optgroup>`,
  )
}

function chosen({ behaviours, behaviour }: Scene): Html | '' {
  const found = behaviours.find(({ number }) => number === behaviour)
  return found === undefined ? '' : html`<p class="soft small" style="margin-top:.5rem">${found.does}</p>`
}

function sale({ payment_id: id, amount, currency, status, refunded, message, reason, asking }: SaleView): Html {
  const given = Number(refunded ?? 0)
  const [kind, text] = status === 'paid' && given === Number(amount) ? (['warn', 'refunded'] as const) : chips[status]
  const back = given > 0 ? html`<p class="soft small">given back: ${refunded} ${currency}</p>` : ''
  return html`<li><div class="head"><b>${currency} ${amount}</b><span class="chip ${kind}">${
    status === 'pending' || asking ? html`<span class="turning" aria-hidden="true"></span> ` : ''
  }${text}</span></div><p class="soft small">${id}${reason === undefined ? '' : html` · <code>${reason}</code>`}</p>${
    message === undefined ? '' : html`<p class="small">${message}</p>`
  }${back}<div class="acts">${
    (status === 'pending' || status === 'paid' || status === 'unclear') && given === 0
      ? html`<form method="post" action="cancel"><input type="hidden" name="id" value="${id}"><button class="quiet">Cancel</button></form>`
      : ''
  }${
    status === 'paid' && given === 0
      ? html`<form method="post" action="refund"><input type="hidden" name="id" value="${id}"><input type="hidden" name="amount" value="${amount}"><button class="quiet">Refund</button></form>`
      : ''
  }</div></li>`
}
