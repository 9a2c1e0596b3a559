/** The customer's phone: the code to show, the password that is asked for, what the wallet has said. */
import { html, raw } from 'hono/html'
import { pictureOf, spaced } from '../wallet/barcode.ts'
import type { Scene } from './scene.ts'

/** Everything that is put in is escaped by the template. */
export type Html = ReturnType<typeof html>

const messagesShown = 4

export function phone({ buyer, code, codeLeftMs, inbox, prompt }: Scene): Html {
  return html`<section class="of-phone" aria-label="Phone"><h2>Customer</h2>
    <div class="phone"><div class="screen" data-part="phone">
      <div class="bar"><b>${buyer.name}</b><span class="small">CNY ${buyer.balance}</span></div>
      <div class="codes"><div class="bars">${raw(pictureOf('code128', code.code))}</div>
        <p class="digits">${spaced(code.code)}</p><div class="square">${raw(pictureOf('qrcode', code.code))}</div></div>
      <div class="left"><span class="soft small">good for ${Math.max(1, Math.ceil(codeLeftMs / 10_000)) * 10} s, for one payment</span>
        <form method="post" action="code"><button class="quiet">New code</button></form></div>
      <div class="inbox"><h3>Messages</h3><ol>${
        inbox.length === 0 ? html`<li class="soft">Nothing yet.</li>` : inbox.slice(0, messagesShown).map(message)
      }</ol></div>
      ${prompt === undefined ? '' : sheet(prompt)}
    </div></div></section>`
}

function message({ channel, text, at }: Scene['inbox'][number]): Html {
  return html`<li><div class="by"><span>${channel === 'sms' ? 'SMS' : 'In the app'}</span><span>${at.beijing.slice(11)}</span></div>${text}</li>`
}

function sheet({
  partner_trans_id: id,
  trans_amount: sum,
  trans_amount_cny: cny,
  trans_name: name,
}: NonNullable<Scene['prompt']>): Html {
  return html`<div class="sheet" role="dialog" aria-label="Password"><p class="soft small">${name}</p>
    <p class="sum">${sum.currency} ${sum.amount}</p><p class="soft small">CNY ${cny.amount}, your password please</p><p class="dots" aria-hidden="true">••••••</p>
    <form method="post" action="prompt" class="both"><input type="hidden" name="id" value="${id}">
      <button name="answer" value="declined" class="quiet">Decline</button><button name="answer" value="paid">Pay</button></form></div>`
}
