/**
 * What the console says while the simulator cannot be shown: which address, and what to do next. The page goes on by itself as
 * soon as there is something to see, for a simulator may be started after its console.
 */
import { html, raw } from 'hono/html'
import { AdminError } from '../admin/client/index.ts'
import { pageScript } from './page-script.ts'
import { pageStyle } from './page-style.ts'
import type { Html } from './phone.ts'

/** Two sentences. @param simulator its control API */
export function awayText(error: unknown, simulator: string): string {
  const code = error instanceof AdminError ? error.code : undefined
  const message = error instanceof Error ? error.message : String(error)
  switch (code) {
    case 'UNREACHABLE':
      return `The simulator at ${simulator} does not answer. Start it there (alipay-sandbox serve), or end the console and start it with the right --simulator URL.`
    case 'NO_CONTROL_API':
      return `At ${simulator} somebody answers, but not as the control API of a simulator does. End the console and start it with the right --simulator URL: it ends in /_admin.`
    default:
      return `The simulator at ${simulator} cannot be shown: ${message}`
  }
}

export function awayPage(text: string): Html {
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Alipay sandbox: no simulator</title>
<style>${raw(pageStyle)}</style></head><body><div class="wrap">
<header class="top"><h1>Alipay sandbox</h1></header>
<main><p id="offline" class="note" role="status">${text}</p>
<p class="soft small">This page goes on by itself as soon as the simulator answers.<noscript> Without script: load it again.</noscript></p></main>
</div><script>${raw(pageScript)}</script></body></html>`
}
