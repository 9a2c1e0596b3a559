/** The pages as a person gets them: in a real browser, wide and narrow, light and dark, without script, on paper. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { certificateHtml } from '../conformance/report/html/certificate.ts'
import { htmlReport } from '../conformance/report/html/page.ts'
import { axeFindings, openBrowser, withChromium } from './chromium.ts'
import { hostileRun, mixedRun } from './run-sample.ts'

const looks = [1280, 390].flatMap((width) => (['light', 'dark'] as const).map((scheme) => [width, scheme] as const))
const hostile = `</script></style><script>globalThis.hacked = 1</script><img src=x onerror="globalThis.hacked = 1">\u001b[31m\u202e`

withChromium('the pages of a run', () => {
  let browser: Browser
  let folder: string
  const opened: Page[] = []
  beforeAll(async () => {
    browser = await openBrowser()
    folder = await mkdtemp(join(tmpdir(), 'html-report-'))
  }, 60_000)
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((page) => page.context().close()))
  })
  afterAll(async () => {
    await browser?.close()
    await rm(folder, { recursive: true, force: true })
  })

  async function open(text: string, options: BrowserContextOptions = {}): Promise<Page> {
    const file = join(folder, 'page.html')
    await writeFile(file, text)
    const context = await browser.newContext(options)
    const page = await context.newPage()
    opened.push(page)
    await page.goto(pathToFileURL(file).href)
    return page
  }

  /** Everything open, so that nothing hides from the check. */
  const openAll = (page: Page) =>
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")

  it.each([
    ['report', htmlReport(mixedRun())],
    ['report of a hostile system', htmlReport(hostileRun(hostile))],
    ['certificate', certificateHtml(mixedRun())],
  ])(
    'the %s has no fault that axe can find, wide and narrow, light and dark',
    { timeout: 120_000 },
    async (_, text) => {
      const page = await open(text)
      await openAll(page)
      for (const [width, colorScheme] of looks) {
        await page.setViewportSize({ width, height: 900 })
        await page.emulateMedia({ colorScheme })
        expect(await axeFindings(page), `${width} px, ${colorScheme}`).toEqual([])
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
      }
    },
  )

  it('do nothing of what a system said', { timeout: 60_000 }, async () => {
    for (const render of [htmlReport, certificateHtml]) {
      const page = await open(render(hostileRun(hostile)))
      await openAll(page)
      expect(await page.evaluate(() => 'hacked' in globalThis)).toBe(false)
      expect(await page.locator('img').count()).toBe(0)
      expect(await page.locator('script').count()).toBe(render === htmlReport ? 1 : 0)
      expect(await page.locator('body').innerText()).toContain('<script>globalThis.hacked = 1</script>')
    }
  })

  it('ask for nothing and complain of nothing', { timeout: 60_000 }, async () => {
    for (const render of [htmlReport, certificateHtml]) {
      const page = await open('')
      const heard: string[] = []
      page.on('request', (request) => heard.push(request.url()))
      page.on('console', (message) => heard.push(message.text()))
      page.on('pageerror', (error) => heard.push(error.message))
      const file = join(folder, 'quiet.html')
      await writeFile(file, render(mixedRun()))
      await page.goto(pathToFileURL(file).href)
      expect(heard).toEqual([pathToFileURL(file).href])
    }
  })

  it('filter by family, level and outcome, and say how many are left', { timeout: 60_000 }, async () => {
    const page = await open(htmlReport(mixedRun()))
    const shown = () => page.locator('[data-outcome]:visible').evaluateAll((all) => all.map(({ id }) => id))
    expect(await shown()).toHaveLength(5)
    await page.getByLabel('outcome').selectOption('failed')
    expect(await shown()).toEqual(['case-password--never-entered'])
    expect(await page.locator('output').innerText()).toBe('1 of 5 cases shown')
    await page.getByLabel('family').selectOption('refund')
    expect(await shown()).toEqual([])
    await page.getByLabel('outcome').selectOption('')
    expect(await shown()).toEqual(['case-refund--full'])
    await page.getByLabel('level').selectOption('must')
    expect(await shown()).toEqual(['case-refund--full'])
  })

  it('draw each arrow from who speaks to who listens', { timeout: 60_000 }, async () => {
    const page = await open(htmlReport(mixedRun()))
    const middle = async (text: string) => {
      const box = await page.locator('.lane-titles b', { hasText: text }).first().boundingBox()
      return box === null ? Number.NaN : box.x + box.width / 2
    }
    const query = page.locator('li.called', { hasText: 'query' }).first()
    const box = await query.locator('.arrow').first().locator('line').boundingBox()
    expect(Math.abs((box?.x ?? 0) - (await middle('Your backend')))).toBeLessThan(3)
    expect(Math.abs((box?.x ?? 0) + (box?.width ?? 0) - (await middle('Alipay gateway')))).toBeLessThan(3)
    await expect(query.getByText('Canonical string').isVisible()).resolves.toBe(false)
    await query.locator('summary').click()
    await expect(query.getByText('Canonical string').isVisible()).resolves.toBe(true)
    await expect(page.locator('li.first').first().innerText()).resolves.toContain('Here it first went wrong')
  })

  it('are whole without script, and open on paper what matters', { timeout: 60_000 }, async () => {
    const page = await open(htmlReport(mixedRun()), { javaScriptEnabled: false })
    await expect(page.locator('#filters').isVisible()).resolves.toBe(false)
    await expect(page.getByText('How to mend it').first().isVisible()).resolves.toBe(true)
    const summary = page.locator('article summary').first()
    await summary.click()
    await expect(page.getByText('How to mend it').first().isVisible()).resolves.toBe(false)
    await page.emulateMedia({ media: 'print' })
    await expect(page.getByText('How to mend it').first().isVisible()).resolves.toBe(true)
    const pdf = await page.pdf({ format: 'A4' })
    expect(pdf.length).toBeGreaterThan(10_000)
  })
})
