/** The console's page: one self-contained document, made anew for each moment. */
import { html, raw } from 'hono/html'
import { contentPolicyFor } from './content-policy.ts'
import { pageScript } from './page-script.ts'
import { pageStyle } from './page-style.ts'
import { type Html, phone } from './phone.ts'
import type { Scene } from './scene.ts'
import { tillPanel } from './till-panel.ts'
import { wirePanel } from './wire-panel.ts'

export const contentPolicy = contentPolicyFor(pageScript)

export function page(scene: Scene): Html {
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Alipay sandbox</title>
<style>${raw(pageStyle)}</style></head><body><div class="wrap">
<header class="top"><h1>Alipay sandbox</h1><span class="soft small">gateway <code>${scene.gateway}</code></span><span class="soft small">till <code>${scene.till}</code></span></header>
<p id="offline" class="note" role="status" hidden>The console does not answer; the page goes on by itself when it is back.</p>
<main class="stage">${phone(scene)}${tillPanel(scene)}${wirePanel(scene)}</main>
</div><script>${raw(pageScript)}</script></body></html>`
}
