/** The middle of the page: what is to be done now, with the payment code as a wallet shows it, and the question after it. */
import { html, raw } from 'hono/html'
import { pictureOf, spaced } from '../../simulator/wallet/barcode.ts'
import type { BoardView, Setup } from './board-view.ts'
import { progressText } from './board-words.ts'
import type { Card } from './card.ts'
import { caseList, type Html } from './page-parts.ts'

export type Action = (path: string) => string

export function task(view: BoardView, action: Action): Html {
  const { phase } = view
  switch (phase.kind) {
    case 'card':
      return cardTask(phase.card, view, action)
    case 'welcome':
      return welcome(view, action)
    case 'starting':
      return quietTask('Starting', 'The gateway is being started.')
    case 'busy':
      return quietTask(
        'Nothing to do for a moment',
        'The kit waits for what should not come any more, then compares what you saw with the ledger and the wire.',
      )
    case 'paused':
      return html`<div class="narrow stack"><div class="card stack"><h1 tabindex="-1">Paused</h1>
        <p>${progressText(view)}. They are kept if the run was started with <code>--resume FILE</code>: the same command goes on
        where it stopped, and the case that was under way begins anew.</p></div></div>`
    case 'finished':
      return html`<div class="narrow stack"><div class="card stack"><h1 tabindex="-1">${endTitle(view)}</h1>
        <p>${progressText(view)}. Thank you, ${view.operator}. You may close this page: the report is where the run was started.</p>
        ${caseList(view)}</div></div>`
  }
}

function endTitle({ lines }: BoardView): string {
  const passed = lines.filter(({ outcome }) => outcome === 'passed').length
  return passed === lines.length ? 'All cases passed' : `${passed} of ${lines.length} cases passed`
}

function quietTask(title: string, text: string): Html {
  return html`<div class="narrow"><div class="card stack" role="status"><h1 tabindex="-1"><span class="turning" aria-hidden="true"></span>${title}</h1>
    <p class="soft">${text}</p></div></div>`
}

function welcome({ setup, operator, lines }: BoardView, action: Action): Html {
  return html`<div class="narrow"><form method="post" action="${action('start')}" class="card stack">
    <h1 tabindex="-1">Certify a till by hand</h1>
    <p class="soft">You take ${lines.length === 1 ? 'one payment' : `${lines.length} payments`} at the real till, one after the other, and say each time what it showed.
      The kit looks at the gateway's side by itself.</p>
    <ol class="plain">
      <li><strong>Set the till up</strong> with the key of the target file, and with:${setup === undefined ? '' : facts(setup)}</li>
      <li><strong>Have scanner and light ready.</strong> The payment codes come on this page: turn its screen up bright, or open it on a phone.</li>
      <li><label class="name" for="operator">Who is at the till?</label>
        <input type="text" id="operator" name="operator" required maxlength="100" autocomplete="name" value="${operator}">
        <p class="soft small">The name stands beside every answer in the evidence.</p></li>
    </ol>
    <button class="wide">Begin</button></form></div>`
}

function facts({ gateway, partner, signType }: Setup): Html {
  return html`<dl class="facts small"><dt>Gateway</dt><dd><code>${gateway}</code></dd><dt>Partner</dt><dd><code>${partner}</code></dd>
    <dt>Signed by</dt><dd><code>${signType}</code></dd></dl>`
}

function cardTask(card: Card, view: BoardView, action: Action): Html {
  const { code, title, amount, advice, expectation } = card
  return html`<div class="task ${code === undefined ? 'narrow' : 'coded'}">
    <div class="head"><h1 tabindex="-1">${title}</h1>
      ${amount === undefined ? '' : html`<p class="amount">${amount}</p>`}
      ${advice === undefined ? '' : html`<p>${advice}</p>`}
      ${expectation === undefined ? '' : html`<p class="expected">${expectation}</p>`}</div>
    ${code === undefined ? '' : html`<div class="shown">${wallet(code, card)}</div>`}
    <div class="ask"><div class="card">${question(card, action)}</div>
      ${view.current === undefined ? '' : html`<p class="soft small proves">What this proves: ${view.current.proves}</p>`}</div></div>`
}

function wallet(code: string, { seen, codeType }: Card): Html {
  const bars = html`<div class="bars" role="img" aria-label="Payment code ${spaced(code)} as a barcode">${raw(pictureOf('code128', code))}</div>`
  const square = html`<div class="square" role="img" aria-label="The same payment code as a QR code">${raw(pictureOf('qrcode', code))}</div>`
  const digits = html`<p class="digits">${spaced(code)}</p>`
  const pictures = codeType === 'qrcode' ? html`${square}${digits}` : html`${bars}${digits}${square}`
  if (!seen)
    return html`<section class="wallet" data-part="wallet" data-code="${code}" aria-label="Payment code">${pictures}
      <p class="tip">For this sale alone. It does not run out: take your time.</p></section>`
  return html`<section class="wallet" data-part="wallet" data-code="${code}" data-seen aria-label="Payment code">
    <p class="tick" role="status">✓ Scanned</p><p class="tip">The gateway has got it. Do not scan again: watch the till.</p>
    <details><summary>Show the code again</summary>${pictures}</details></section>`
}

function question({ id, question: asked, choices }: Card, action: Action): Html {
  const hidden = html`<input type="hidden" name="card" value="${id}">`
  const [only] = choices
  if (choices.length === 1 && only !== undefined)
    return html`<form method="post" action="${action('answer')}" class="stack" data-part="form"><p><strong>${asked}</strong></p>
      <button class="wide" name="answer" value="${only.id}">${only.label}</button>${hidden}</form>`
  const tiles = choices.map(
    ({ id: choice, label, hint }) =>
      html`<label class="choice"><input type="radio" name="answer" value="${choice}" required><span><b>${label}</b><small>${hint}</small></span></label>`,
  )
  return html`<form method="post" action="${action('answer')}" class="stack" data-part="form">
    <fieldset><legend>${asked}</legend><div class="choices">${tiles}</div></fieldset>
    <div><label class="name" for="note">Its words, as on its screen <span class="soft">(optional)</span></label>
      <textarea id="note" name="note" maxlength="2000"></textarea></div>
    <button class="wide">Save the answer</button>${hidden}</form>`
}
