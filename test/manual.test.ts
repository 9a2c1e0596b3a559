import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import type { Case } from '../conformance/case/case-schema.ts'
import { loadCases } from '../conformance/case/load-cases.ts'
import { selectCases } from '../conformance/case/select-cases.ts'
import { type Board, makeBoard } from '../conformance/manual/board.ts'
import { payCard, plugCard } from '../conformance/manual/instructions.ts'
import { startPageServer } from '../conformance/manual/page-server.ts'
import { exitCodeOf } from '../conformance/runner/result.ts'
import { scenarioPath } from '../simulator/scenario-files.ts'
import { axeFindings, openBrowser, withChromium } from './chromium.ts'
import { handTarget, handTill } from './hand-till.ts'
import { startManualRun } from './manual-run.ts'

const cases = await loadCases(scenarioPath('cases'))
const spot = selectCases(cases, { names: [], profile: 'ivalidate' })
const timeScale = 20

const stops: (() => unknown)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).toReversed()) await stop()
})

const token = 'token-of-this-run'

/** A run whose person has not begun yet, and its page. */
async function sitting(selected: readonly Case[]) {
  const target = await handTarget(timeScale)
  const { board, run } = startManualRun(target, selected)
  const server = await startPageServer({ board, token })
  stops.push(async () => {
    board.pause()
    await run.catch(() => undefined)
    await server.stop()
  })
  return { board, server, url: server.urlAt('127.0.0.1'), target, run }
}

/** A board on which nothing happens but what the test does. */
async function stillBoard() {
  const board = makeBoard({ target: 'Corner shop, till 3', cases: spot })
  const server = await startPageServer({ board, token })
  stops.push(server.stop)
  return { board, server, url: server.urlAt('127.0.0.1') }
}

const touched = "'button, summary, input:not([type=hidden]), textarea'"

const setup = { gateway: 'http://127.0.0.1:4100/gateway.do', partner: '2088101122334455', signType: 'MD5' }

/** @returns the answer that will come, wrapped: it is not waited for */
async function showFirst(board: Board) {
  const [first] = spot
  if (first === undefined) throw new Error('no case')
  board.open(setup)
  board.start('Ann')
  await board.begin(first)
  const request = { payment_id: 'p1', code: '280000001234567890123401', amount: '12.30', currency: 'USD' }
  const answer = board.ask('p1', payCard(request, 'The till should show: paid.'))
  answer.catch(() => undefined)
  return { answer }
}

/** What a person does at the page and the till, until the page says that it is over. */
async function operate(page: Page, { begun = false } = {}) {
  if (!begun) {
    await page.getByLabel('Who is at the till?').fill('Ann')
    await page.getByRole('button', { name: 'Begin' }).click()
  }
  const gateway = (await page.locator('main').getAttribute('data-gateway')) ?? ''
  const till = handTill(gateway, timeScale)
  stops.push(() => till.close())
  for (;;) {
    const wallet = page.locator('.wallet[data-code]')
    await page.locator('.wallet[data-code]:not([data-seen]), main[data-final]').first().waitFor({ state: 'attached' })
    if ((await page.locator('main[data-final]').count()) > 0) return
    const code = (await wallet.getAttribute('data-code')) ?? ''
    const said = await till.take(code, (await page.locator('.amount').textContent()) ?? '')
    const key = await page.locator('main').getAttribute('data-key')
    await page.locator(`input[name=answer][value=${said.answer}]`).check()
    await page.getByLabel('Its words').fill(said.words)
    await page.getByRole('button', { name: 'Save the answer' }).click()
    await page.locator(`main:not([data-key="${key}"])`).waitFor({ state: 'attached' })
  }
}

withChromium('a person at a till, before the page', () => {
  let browser: Browser
  /** For those who only look. */
  let shared: Page
  beforeAll(async () => {
    browser = await openBrowser()
    shared = await browser.newPage()
  })
  afterAll(() => browser.close())

  async function opened(url: string): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 390, height: 844 } })
    stops.push(() => context.close())
    const page = await context.newPage()
    await page.goto(url)
    return page
  }

  it("certifies it in all of Alipay's own cases", { timeout: 90_000 }, async () => {
    const { url, run } = await sitting(spot)
    const page = await opened(url)
    await operate(page)
    const result = await run
    expect(result.results.map(({ outcome, violations }) => [outcome, violations])).toEqual(
      spot.map(() => ['passed', []]),
    )
    expect(exitCodeOf(result)).toBe(0)
    expect(await page.locator('h1').textContent()).toBe('All cases passed')
    expect(result.results.map(({ evidence }) => evidence?.testimony)).toEqual(
      spot.map(({ spot: id }) => [
        {
          at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
          operator: 'Ann',
          asked: 'Ring up this amount and scan the code: 12.30 USD',
          answer: id === 'SPOT-004' ? 'Cancelled' : 'Paid',
          note: expect.any(String),
          payment: expect.stringContaining(id?.toLowerCase() ?? ''),
        },
      ]),
    )
  })

  it('follows in every window; what is being written stays', { timeout: 60_000 }, async () => {
    const { board, url } = await stillBoard()
    await showFirst(board)
    const [phone, desk] = [await opened(url), await opened(url)]
    await desk.getByLabel('Its words').fill('PLEASE WA')
    board.markSeen('p1')
    await desk.locator('[data-seen]').waitFor()
    await phone.locator('[data-seen]').waitFor()
    expect(await desk.getByLabel('Its words').inputValue()).toBe('PLEASE WA')
    void board.ask('', plugCard)
    board.answer({ card: '1', answer: 'paid', note: '' })
    for (const page of [phone, desk]) await page.getByRole('heading', { name: 'Pull the plug' }).waitFor()
  })

  it('tells the second window that the question was answered', { timeout: 60_000 }, async () => {
    const { board, server, url } = await stillBoard()
    await showFirst(board)
    const page = await opened(url)
    // Somebody who has lost the network for a moment sends what he had before him.
    await page.route('**/events*', (route) => route.abort())
    await page.reload()
    board.answer({ card: '1', answer: 'not_paid', note: '' })
    await page.getByRole('radio', { name: 'You would hand out' }).check()
    await page.getByRole('button', { name: 'Save the answer' }).click()
    expect(await page.getByRole('alert').textContent()).toContain('ALREADY_ANSWERED')
    const answered = await fetch(server.urlAt('127.0.0.1').replace('?', 'answer?'), {
      method: 'POST',
      body: new URLSearchParams({ card: '1', answer: 'paid' }),
      redirect: 'manual',
    })
    expect([answered.status, answered.headers.get('location')]).toEqual([
      303,
      `./?token=${token}&problem=ALREADY_ANSWERED`,
    ])
  })

  it('waits while nobody has the page open, and goes on where it was', { timeout: 60_000 }, async () => {
    const { url, run } = await sitting(spot.slice(0, 1))
    const first = await opened(url)
    await first.getByLabel('Who is at the till?').fill('Ann')
    await first.getByRole('button', { name: 'Begin' }).click()
    const code = await first.locator('.wallet').getAttribute('data-code')
    await first.close()
    const second = await opened(url)
    expect(await second.locator('.wallet').getAttribute('data-code')).toBe(code)
    await operate(second, { begun: true })
    expect((await run).results.map(({ outcome }) => outcome)).toEqual(['passed'])
  })

  it('shows nothing to whoever has another address', async () => {
    const { board, server, url } = await stillBoard()
    await showFirst(board)
    for (const path of ['/', 'events', 'answer', 'pause'])
      for (const wrong of ['', '?token=x', `?token=${token}x`]) {
        const method = path === 'answer' || path === 'pause' ? 'POST' : 'GET'
        const answer = await fetch(new URL(`${path}${wrong}`, url), { method })
        expect([answer.status, (await answer.text()).includes('2800')]).toEqual([403, false])
      }
    expect(board.isPaused()).toBe(false)
    const page = await opened(server.urlAt('127.0.0.1').replace(token, 'x'))
    expect(await page.textContent('main')).toContain('BAD_TOKEN')
  })

  it('takes forms, and nothing that is endless', async () => {
    const { board, url } = await stillBoard()
    await showFirst(board)
    const send = (path: string, body: string | ReadableStream) =>
      fetch(url.replace('?', `${path}?`), { method: 'POST', body, redirect: 'manual', duplex: 'half' } as RequestInit)
    expect((await send('answer', `card=1&answer=paid&note=${'x'.repeat(70_000)}`)).status).toBe(413)
    expect((await send('answer', new Blob(['card=1&answer=paid']).stream())).status).toBe(411)
    const broken = { method: 'POST', body: 'x', headers: { 'content-type': 'multipart/form-data; boundary=y' } }
    expect((await fetch(url.replace('?', 'answer?'), broken)).status).toBe(400)
    expect(board.view().phase.kind).toBe('card')
    expect((await fetch(url.replace('?', 'pause?'), { method: 'POST', redirect: 'manual' })).status).toBe(303)
    expect(board.isPaused()).toBe(true)
  })

  it('escapes what others have written', async () => {
    const { board, url } = await stillBoard()
    board.open({ gateway: '"><script>alert(1)</script>', partner: '', signType: 'MD5' })
    board.start('<script>alert(2)</script>')
    const text = await (await fetch(url)).text()
    expect(text).not.toContain('<script>alert')
    expect(text).toContain('&lt;script&gt;alert(2)')
  })

  const looks: readonly [name: string, show: (board: Board) => unknown][] = [
    ['the welcome', (board) => board.open(setup)],
    ['a code', showFirst],
    ['a code that was scanned', (board) => showFirst(board).then(() => board.markSeen('p1'))],
    [
      'the plug',
      async (board) => {
        await showFirst(board)
        board.withdraw()
        void board.ask('', plugCard)
      },
    ],
    ['nothing to do', (board) => showFirst(board).then(() => board.withdraw())],
    ['a pause', (board) => showFirst(board).then(() => board.pause())],
    ['the end', (board) => showFirst(board).then(() => board.finish())],
  ]

  it.each(looks)(
    'fits a phone and a desk, in light and dark, for everybody: %s',
    { timeout: 60_000 },
    async (_, show) => {
      const { board, url } = await stillBoard()
      await show(board)
      const page = shared
      await page.setViewportSize({ width: 390, height: 844 })
      await page.goto(url)
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme })
        expect(await axeFindings(page), colorScheme).toEqual([])
      }
      for (const width of [390, 1280]) {
        await page.setViewportSize({ width, height: 800 })
        expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
        expect(
          await page.evaluate(
            `[...document.querySelectorAll(${touched})].map((one) => one.getBoundingClientRect().height).filter((height) => height < 44)`,
          ),
        ).toEqual([])
      }
    },
  )

  it('is answered with the keyboard alone', { timeout: 60_000 }, async () => {
    const { board, url } = await stillBoard()
    const given = await showFirst(board)
    const page = await opened(url)
    await page.getByRole('radio').first().focus()
    await page.keyboard.press('Space')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Tab')
    await page.keyboard.type('DECLINED')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    expect(await given.answer).toMatchObject({ answer: 'not_paid', note: 'DECLINED', operator: 'Ann' })
  })
})
