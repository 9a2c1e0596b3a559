/** A real browser for the pages that people see, and axe to look for what keeps some of them out. */
import { existsSync } from 'node:fs'
import axe, { type AxeResults } from 'axe-core'
import { type Browser, chromium, type Page } from 'playwright-core'
import { systemPiece } from './system-piece.ts'

const path = '/usr/bin/chromium'

export const withChromium = systemPiece('Chromium', () => existsSync(path), 'apt-get install chromium')

export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: path, args: ['--no-sandbox'] })
}

/** Each fault that axe finds, with where it is. */
export async function axeFindings(page: Page): Promise<readonly string[]> {
  // Once a document; a page that is shown again in another look has it already.
  await page.evaluate(`typeof axe === 'undefined' && (() => { ${axe.source} })()`)
  const { violations } = (await page.evaluate("axe.run({ resultTypes: ['violations'] })")) as AxeResults
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`))
}
