import { describe, expect, it } from 'vitest'
import {
  callOf,
  evidenceOf,
  failedOf,
  hostileRun,
  mixedRun,
  resultOf,
  runOf,
  saleOf,
} from '../../../test/run-sample.ts'
import { exitCodeOf } from '../../runner/result.ts'
import { certificateHtml } from './certificate.ts'
import { htmlReport } from './page.ts'

const textOf = (page: string) =>
  page
    .replace(/<(style|script)>[\s\S]*?<\/\1>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')

describe('the HTML report', () => {
  const page = htmlReport(mixedRun())
  const text = textOf(page)

  it('says the verdict, and counts that add up', () => {
    expect(exitCodeOf(mixedRun())).toBe(2)
    expect(text).toContain('Could not be judged')
    expect(text).toContain('1 passed + 1 failed + 1 errored + 1 failed as known + 1 not applicable = 5 cases')
    for (const fact of [
      'till 4.2',
      'merchant',
      '7f3a9c01',
      'alipay-sandbox-kit 1.0.0, Node v26.0.0',
      '2024-01-15 04:00',
    ])
      expect(text).toContain(fact)
  })

  it('tells of a failure what broke, what it costs, how to mend it, and how to run it again', () => {
    for (const part of [
      'told paid, and 0.00 of 12.30 USD are held',
      'flows.md §1',
      'The goods are &lt;handed&gt; out &amp; nobody paid.',
      'Read alipay_trans_status of a query, then cancel.',
      'alipay-sandbox conform password/never-entered --seed 7f3a9c01',
    ])
      expect(text).toContain(part)
  })

  it('marks the first moment that went wrong, once for each failure', () => {
    expect(page.match(/Here it first went wrong/g)).toHaveLength(2)
  })

  it('opens each message to request, answer, canonical string and ledger change', () => {
    for (const title of ['Request', 'Answer', 'Canonical string', 'Ledger change'])
      expect(page).toContain(`<h5>${title}</h5>`)
    expect(text).toContain('currency=USD&amp;partner_trans_id=T1&amp;trans_amount=12.30')
  })

  it('has the answers of a person at the till', () => {
    const answer = { asked: 'Scan the code.', answer: 'It says paid', note: 'green', operator: 'Mia', at: '10:30' }
    const evidence = { ...evidenceOf(saleOf()), testimony: [{ ...answer, payment: null }] }
    for (const outcome of ['failed', 'passed'] as const)
      expect(textOf(htmlReport(runOf([resultOf('plain/a', { outcome, evidence })])))).toContain(
        'Scan the code. 10:30 Mia: “It says paid” (green)',
      )
  })

  it('needs no network', () => {
    expect(page).not.toMatch(/\b(?:src|href)="(?!#)/)
    expect(page).not.toMatch(/url\(|@import/)
    expect(page).toContain("default-src 'none'")
  })
})

const hostile = {
  'a script': '<script>hacked()</script>',
  'the end of a script': '</script></style></title><img src=x onerror=hacked()>',
  'the end of an attribute': '" onmouseover="hacked()" \' x=\'',
  'escapes of a terminal': '\u001b[31mred\u001b]0;title\u0007\u009b2J',
  'marks of direction': 'paid\u202e\u2066 diap\u200f\u061c\u200b\ufeff',
  'what is no text': '\0\ud800\udfff￿',
}

describe.each(Object.entries(hostile))('of a system that says %s', (_, words) => {
  it.each([
    ['report', htmlReport],
    ['certificate', certificateHtml],
  ])('the %s shows it, and does nothing of it', (_name, render) => {
    const page = render(hostileRun(words))
    const calm = render(hostileRun('calm'))
    const tags = (text: string) => (text.match(/<[a-zA-Z/!][^>\s]*/g) ?? []).length
    expect(tags(page)).toBe(tags(calm))
    expect(page).not.toMatch(/<[^>]*\son[a-z]+=/)
    expect(page).not.toMatch(
      /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/,
    )
  })
})

describe('a system that says ten megabytes', () => {
  const size = 10_000_000
  const huge = 'A'.repeat(size)

  it('is cut, with a note of how much is missing', () => {
    const exchange = { answer: { status: 200, content_type: 'text/xml', body: huge } }
    const page = htmlReport(runOf([failedOf('plain/long', saleOf({ calls: [callOf('pay', 0, { exchange })] }))]))
    expect(page).toContain(`… ${(size - 4_000).toLocaleString('en-US')} more bytes`)
    expect(page.length).toBeLessThan(100_000)
  })

  it('in everything that it can say does not swell the page', { timeout: 30_000 }, () => {
    for (const render of [htmlReport, certificateHtml]) expect(render(hostileRun(huge)).length).toBeLessThan(400_000)
  })

  it('in two hundred failures of a hundred calls each has its messages left out', { timeout: 30_000 }, () => {
    const exchange = { answer: { status: 200, content_type: 'text/xml', body: huge.slice(0, 100_000) } }
    const calls = Array.from({ length: 100 }, (_, n) => callOf('query', n * 3_000, { outcome: `O${n}`, exchange }))
    const failed = failedOf('plain/long', saleOf({ calls }))
    const page = htmlReport(runOf(Array.from({ length: 200 }, () => failed)))
    expect(page.length).toBeLessThan(30_000_000)
    expect(page).toContain('this report would grow too large')
  })
})

describe('the certificate', () => {
  it('says what was claimed, tested, not tested and known, and that Alipay has no part in it', () => {
    const text = textOf(certificateHtml(mixedRun()))
    for (const part of [
      'This is no certificate of Alipay.',
      'Could not be judged',
      'Features cancel',
      '1 case that does not apply: the SUT does not claim refund. refund/full',
      'Features that it does not claim: refund, partial_refund,',
      'Features that it claims and no judged case of this run met: cancel.',
      'password/declined failed as known: money/told-paid',
      '5 cases of level must',
      'Not strict',
    ])
      expect(text).toContain(part)
  })
})
