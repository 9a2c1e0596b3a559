/** The web console as an audience sees it: a payment, a password, a refusal, a refund, and what goes over the wire meanwhile. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { openConsole } from '../bin/open-console.ts'
import { runProgram } from '../bin/program.ts'
import { startTopology, type Topology } from '../bin/topology.ts'
import { startHopHere } from '../bin/topology-hop.ts'
import type { ConsoleServer } from '../simulator/console/console-server.ts'
import { exchangeText } from '../simulator/console/exchange-text.ts'
import { startSimulator } from '../simulator/simulator.ts'
import { axeFindings, openBrowser, withChromium } from './chromium.ts'

// A browser on a busy machine takes its time.
vi.setConfig({ testTimeout: 20_000, hookTimeout: 60_000 })

let chain: Topology
let served: ConsoleServer

beforeAll(async () => {
  chain = await startTopology({ mode: 'direct', startHop: startHopHere, timeScale: 10, seed: '7' })
  served = await openConsole({ admin: chain.admin, till: chain.till().plan.url, host: '127.0.0.1', port: 0 })
})

afterAll(async () => {
  await served.stop()
  await chain.stop()
})

withChromium('the console', () => {
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    browser = await openBrowser()
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
    page.setDefaultTimeout(15_000)
    await page.goto(served.url)
  })
  afterAll(() => browser.close())

  const sale = () => page.locator('.sales li').first()
  const chip = (text: string) => sale().locator('.chip').getByText(text, { exact: true })
  const take = async (amount: string) => {
    await page.fill('input[name=amount]', amount)
    await page.click('text=Scan and take the payment')
  }

  it('takes a payment with one click: the till says paid, the phone has the messages, the wire shows the call', async () => {
    await take('39.25')
    await chip('paid').waitFor()
    await page
      .locator('.inbox')
      .getByText(/Paid: CNY/)
      .first()
      .waitFor()
    await page.locator('.wire .chip').getByText('SUCCESS').first().waitFor()
    await page.locator('.wire .chip').getByText('acknowledged').first().waitFor()
    expect(await chain.partner.transactions.list()).toMatchObject({ transactions: [{ state: 'TRADE_SUCCESS' }] })
  })

  it('asks for the password on the phone, and the sale is paid once it is entered', async () => {
    await take('210.00')
    await page.getByRole('dialog', { name: 'Password' }).waitFor()
    await chip('finding out').waitFor()
    await page.getByRole('button', { name: 'Pay', exact: true }).click()
    await chip('paid').waitFor()
  })

  it('plays a behaviour that is chosen, and says why the sale was not paid', async () => {
    await page.selectOption('select[name=number]', '0206')
    await page
      .locator('form[action=behaviour] p')
      .getByText(/BALANCE/)
      .waitFor()
    await take('12.30')
    await chip('not paid').waitFor()
    expect(await sale().locator('code').textContent()).toBe('BUYER_BALANCE_NOT_ENOUGH')
    await page.selectOption('select[name=number]', '')
  })

  it('gives money back', async () => {
    await take('5.00')
    await chip('paid').waitFor()
    await sale().getByRole('button', { name: 'Refund' }).click()
    await sale()
      .getByText(/given back: 5.00 USD/)
      .waitFor()
  })

  it('opens an exchange and keeps it open while others arrive', async () => {
    const id = await page.locator('.wire details[data-exchange]').first().getAttribute('id')
    const line = page.locator(`#${id}`)
    await line.locator('summary').click()
    const text = line.locator('pre')
    await text.getByText(/<is_success>T/).waitFor()
    await take('6.00')
    await chip('paid').waitFor()
    expect(await text.textContent()).toContain('is_success')
  })

  it.each([
    [1280, 'light'],
    [1280, 'dark'],
    [390, 'light'],
    [390, 'dark'],
  ] as const)(
    'has no fault that axe finds, and nothing to scroll sideways: %i pixels, %s',
    async (width, colorScheme) => {
      const other = await browser.newPage({ viewport: { width, height: 844 }, colorScheme })
      await other.goto(served.url)
      expect(await axeFindings(other)).toEqual([])
      expect(await other.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
      await other.close()
    },
  )

  it('works without script: a form answers with the page', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false })
    const plain = await context.newPage()
    await plain.goto(served.url)
    await plain.click('text=New code')
    await plain.getByText('good for').waitFor()
    await context.close()
  })
})

withChromium('the console before its simulator, and after it', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser.close())

  it('says which one it waits for, goes on by itself, and says when it is gone', async () => {
    const till = chain.till().plan.url
    const first = await startSimulator({})
    const { admin, port } = { admin: first.admin, port: Number(new URL(first.admin).port) }
    await first.stop()
    const { url, away, stop } = await openConsole({ admin, till, host: '127.0.0.1', port: 0 })
    const page = await browser.newPage()
    try {
      await page.goto(url)
      const told = page.getByRole('status').getByText(`The simulator at ${admin} does not answer. Start it there`)
      await told.waitFor()
      expect(await away()).toContain(`The simulator at ${admin} does not answer.`)
      expect(await axeFindings(page)).toEqual([])
      await startSimulator({ port }).then(async (second) => {
        await page.getByText('Scan and take the payment').waitFor()
        expect(await away()).toBeUndefined()
        await second.stop()
      })
      await told.waitFor()
      await page.click('text=New code')
      await told.waitFor()
      // Another one, that knows nothing of the customer of before.
      await startSimulator({ port }).then(async (third) => {
        await page.locator('#offline').waitFor({ state: 'hidden' })
        await page.click('text=New code')
        await page.getByText('good for').waitFor()
        await third.stop()
      })
    } finally {
      await page.close()
      await stop()
    }
  })
})

describe('the command', () => {
  it('without a simulator says so, and stays', async () => {
    const { promise: interrupted, resolve: interrupt } = Promise.withResolvers<void>()
    let said = ''
    const code = await runProgram(['console', '--simulator', 'http://127.0.0.1:1/_admin', '--port', '0'], {
      environment: {},
      workingFolder: '.',
      write(text) {
        said += text
      },
      remark(text) {
        said += text
        interrupt()
      },
      readStandardInput: async () => Buffer.alloc(0),
      interruption: () => interrupted,
    })
    expect(said).toMatch(
      /^Open http:.+\nThe simulator at http:\/\/127\.0\.0\.1:1\/_admin does not answer\. Start it there /,
    )
    expect(code).toBe(0)
  })
})

describe('the server of the console', () => {
  it('says of an address that is no simulator what to mend, as a page and as a line', async () => {
    const till = chain.till().plan.url
    const { url, stop } = await openConsole({ admin: till, till, host: '127.0.0.1', port: 0 })
    const page = await fetch(url, { headers: { accept: 'text/html' } })
    expect(page.status).toBe(502)
    expect(await page.text()).toMatch(/<p id="offline"[^>]*>At http:\/\/127\.0\.0\.1:\d+ somebody answers, but not as/)
    expect(await (await fetch(url)).text()).toMatch(/^At http.+it ends in \/_admin\.\n$/)
    await stop()
  })

  it('refuses forms of other pages, and names that are not this machine', async () => {
    const from = (headers: Record<string, string>) =>
      fetch(`${served.url}pay`, {
        method: 'POST',
        headers,
        body: new URLSearchParams({ amount: '1.00', currency: 'USD' }),
      })
    expect((await from({ origin: 'https://evil.example' })).status).toBe(403)
  })

  it('says so when the till is not there, and goes on', async () => {
    await using other = await startTopology({ mode: 'direct', startHop: startHopHere, seed: '8' })
    const { url, stop } = await openConsole({
      admin: other.admin,
      till: 'http://127.0.0.1:1',
      host: '127.0.0.1',
      port: 0,
    })
    await fetch(`${url}pay`, { method: 'POST', body: new URLSearchParams({ amount: '1.00', currency: 'USD' }) })
    await expect.poll(async () => (await fetch(url)).text()).toContain('The till at http://127.0.0.1:1 does not answer')
    await stop()
  })
})

describe('an exchange behind a line', () => {
  it('shows the request, the answer with an element a line, and why', async () => {
    const [last] = await chain.partner.exchanges.list({ limit: 1 })
    const text = exchangeText(await chain.partner.exchanges.get(last?.id ?? 0))
    expect(text).toMatch(/^POST \/gateway\.do\n {2}_input_charset/)
    expect(text).toMatch(/\n {4}<is_success>T<\/is_success>\n {4}<request>\n {6}<param /)
  })
})
