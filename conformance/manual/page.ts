/** The page of the manual adapter: one self-contained document, made anew for each state of the board. */
import { html, raw } from 'hono/html'
import { contentPolicyFor } from '../../simulator/console/content-policy.ts'
import { type BoardRefusal, type BoardView, boardRefusals } from './board-view.ts'
import { caseList, type Html, topBar, verdict } from './page-parts.ts'
import { pageScript } from './page-script.ts'
import { pageStyle } from './page-style.ts'
import { task } from './page-task.ts'

export const contentPolicy = contentPolicyFor(pageScript)

export type PageContext = {
  /** In every address: who does not know it sees nothing. */
  readonly token: string
  /** By what name this window has found the machine: the till finds it by the same. */
  readonly hostname: string
  readonly problem?: BoardRefusal | undefined
}

export function page(board: BoardView, { token, hostname, problem }: PageContext): Html {
  const view = { ...board, setup: board.setup && { ...board.setup, gateway: reachable(board.setup.gateway, hostname) } }
  const { phase, last } = view
  const action = (path: string) => `${path}?token=${encodeURIComponent(token)}`
  const key = phase.kind === 'card' ? phase.card.id : phase.kind
  const over = phase.kind === 'finished' || phase.kind === 'paused'
  return document(
    `${titleOf(view)}: ${view.target}`,
    html`${topBar(view, action)}
    <p id="offline" class="note warn" role="status" hidden>The run does not answer: it has ended, or this device has lost the network. The page goes on by itself when it is back.</p>
    <noscript><p class="note warn">Without script, <a href="${action('.')}">load the page again</a> to see what comes next.</p></noscript>
    <div data-part="last" role="status">${last === undefined || over ? '' : verdict(last)}</div>
    <main data-key="${key}" data-gateway="${view.setup?.gateway ?? ''}"${over ? raw(' data-final') : ''}>${problem === undefined ? '' : alert(boardRefusals[problem], problem)}
    ${task(view, action)}</main>
    ${over || phase.kind === 'starting' ? '' : html`<details class="all"><summary>All cases</summary><div data-part="cases">${caseList(view)}</div></details>`}
    <script>${raw(pageScript)}</script>`,
  )
}

/** `0.0.0.0` is where a simulator listens to all, and an address of nobody. */
function reachable(gateway: string, hostname: string): string {
  return gateway.replace('//0.0.0.0:', `//${hostname}:`)
}

/** For whoever comes with the wrong address. */
export function closedPage(): Html {
  const text = 'Open the address that was printed where the run was started: each run has its own.'
  return document(
    'Not this run',
    html`<main class="narrow" style="padding-top:3rem"><div class="card stack"><h1>This is not the address of this run</h1>
    <p>${text}</p><p class="soft small"><code>BAD_TOKEN</code></p></div></main>`,
  )
}

function titleOf({ phase }: BoardView): string {
  return phase.kind === 'card'
    ? phase.card.title
    : { starting: 'Starting', welcome: 'Begin', busy: 'Wait', paused: 'Paused', finished: 'Done' }[phase.kind]
}

function alert(text: string, code: string): Html {
  return html`<p class="note bad" role="alert"><span aria-hidden="true">!</span><span>${text} <code class="small">${code}</code></span></p>`
}

function document(title: string, body: Html): Html {
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title>
<style>${raw(pageStyle)}</style></head><body><div class="wrap">${body}</div></body></html>`
}
